// The reader of anybody's policies has a problem with an object exactly when a real API server with Istio's definitions, or
// istiod's webhook, refuses it: held on generated objects of all fields with faults in their specs.
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { KubernetesObject } from '../../../src/manifests/object.ts';
import { type Problem, readManifests } from '../../../src/semantics/istio/index.ts';
import { meshCase } from '../generators/mesh-case.ts';
import { type NearValid, nearValid } from '../generators/near-valid.ts';
import { type MeshObject, readManifests as parsed } from '../generators/objects.ts';
import type { CaseVerdicts, MeshCase } from '../mesh/case.ts';
import { type MeshOracle, openMesh } from '../mesh/oracle.ts';
import { recordedOptions } from '../mesh/questions.ts';
import { withEngines } from '../prepare/suite.ts';
import { type Cluster, type Judgement, openCluster } from './oracle.ts';

const seed = Number(process.env.SEED ?? 20_261_124);
const runs = Number(process.env.RUNS ?? 1_500);
const batch = 100;

const sidecar: MeshCase['enforcer'] = {
	kind: 'sidecar',
	workload: { namespace: 'foo', labels: { app: 'shop' } },
	services: [{ name: 'shop', ports: [{ port: 80, protocol: 'http' }] }],
};

await withEngines(['cluster', 'mesh', 'envoy'], ({ cluster: program, ...paths }) => {
	let cluster: Cluster;
	let mesh: MeshOracle;
	beforeAll(async () => {
		[cluster, mesh] = await Promise.all([openCluster(program), openMesh(paths)]);
	});
	afterAll(async () => {
		await Promise.all([cluster?.close(), mesh?.close()]);
	});

	test(`${runs} near-valid objects (seed ${seed})`, async () => {
		const cases = fc.sample(nearValid(objects()), { seed, numRuns: runs }).filter(isInSpec);
		const servers: Judgement[] = [];
		for (let at = 0; at < cases.length; at += batch) {
			const text = cases.slice(at, at + batch).map(({ object }) => JSON.stringify(object));
			servers.push(...(await cluster.apply(text.join('\n---\n'), { dryRun: true })));
		}
		const hooks: CaseVerdicts[] = [];
		for await (const answer of mesh.judge(cases.map(asked))) hooks.push(answer);
		const wrong = cases.flatMap(({ what, object }, at) => {
			const refused = servers[at]?.verdict === 'refused' || hooks[at]?.kind === 'invalid';
			const ours = readManifests([object]).problems.filter(isRefusal);
			return ours.length > 0 === refused ? [] : [{ what, ours, server: servers[at], hook: hooks[at], object }];
		});
		expect(wrong).toEqual([]);
		const count = (verdict: Judgement['verdict']) => servers.filter((server) => server.verdict === verdict).length;
		expect(Math.min(count('accepted'), count('refused'))).toBeGreaterThan(cases.length / 8);
	});
});

const isRefusal = ({ kind }: Problem): boolean => kind !== 'unmodelled';

const asked = ({ object }: NearValid, index: number): MeshCase => ({
	v: 1,
	id: String(index),
	manifests: JSON.stringify(object),
	enforcer: sidecar,
	requests: [],
});

function objects(): readonly KubernetesObject[] {
	const cases = Array.from({ length: 150 }, (_, index) => meshCase(5_000 + index, recordedOptions));
	const all = cases.flatMap(({ manifests }) => parsed(manifests));
	return all.filter(({ apiVersion }) => apiVersion.startsWith('security.istio.io/')).map(whole);
}

/** Metadata is no matter of Istio's kinds, and of no fault here. */
const whole = ({ metadata, ...rest }: MeshObject): KubernetesObject => ({
	...rest,
	metadata: { labels: {}, annotations: {}, namespace: 'foo', ...metadata },
});

/** A `jwks` is left alone: istiod reads the first JSON value of the text and forgets what follows. */
const isInSpec = ({ what, object }: NearValid): boolean =>
	!/ (?:metadata|status)|jwks$/.test(what) && Object.keys(object).join() === 'apiVersion,kind,spec,metadata';
