// Whatever our test-side validation accepts, a real API server accepts too: held on objects of our output with faults in
// them. The other way round, ours may be stricter, because it also knows what istiod's webhook refuses and what opens a rule.
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { istioSidecar } from '../../../src/compile/backends/istio-sidecar/index.ts';
import { networkPolicy } from '../../../src/compile/backends/network-policy/index.ts';
import type { KubernetesObject } from '../../../src/manifests/object.ts';
import { objectsOf } from '../../compile/backends/output.ts';
import { violations } from '../../compile/violations.ts';
import { readExample } from '../../examples/read-example.ts';
import { models } from '../../generators/model.ts';
import { writeEvidence } from '../evidence/write.ts';
import { type NearValid, nearValid } from '../generators/near-valid.ts';
import { withEngines } from '../prepare/suite.ts';
import { type Cluster, type Judgement, openCluster } from './oracle.ts';

const seed = Number(process.env.SEED ?? 20_261_124);
const runs = Number(process.env.RUNS ?? 3_000);
const batch = 100;

interface Judged extends NearValid {
	readonly ours: readonly string[];
	readonly server: Judgement;
}

await withEngines(['cluster'], ({ cluster: program }) => {
	const started = performance.now();
	const judged: Judged[] = [];
	let cluster: Cluster;
	beforeAll(async () => {
		cluster = await openCluster(program);
	});
	afterAll(async () => {
		if (cluster === undefined) return;
		await cluster.close();
		const said = (verdict: Judgement['verdict']) => judged.filter(({ server }) => server.verdict === verdict);
		await writeEvidence({
			suite: 'cluster-near-valid',
			engine: cluster.version,
			seconds: (performance.now() - started) / 1000,
			accepted: said('accepted').length,
			refused: said('refused').length,
			byRules: said('accepted').filter(({ ours }) => ours.length > 0).length,
		});
	});

	const judge = async (cases: readonly NearValid[]): Promise<readonly Judged[]> => {
		const text = cases.map(({ object }) => JSON.stringify(object)).join('\n---\n');
		const judgements = await cluster.apply(text, { dryRun: true });
		return judgements.flatMap((server, index) => {
			const each = cases[index];
			return each === undefined ? [] : [{ ...each, ours: violations(each.object), server }];
		});
	};

	test(`${runs} near-valid objects: the server accepts what we accept (seed ${seed})`, async () => {
		const { files } = await readExample('services.catalog.ts');
		const generated = fc
			.sample(models, { seed, numRuns: 40 })
			.flatMap((model) => [...istioSidecar(model), ...networkPolicy(model)]);
		const objects = objectsOf([...files, ...generated]);
		expect(objects.flatMap(violations)).toEqual([]);
		const cases = fc.sample(nearValid(objects), { seed, numRuns: runs });
		for (let at = 0; at < cases.length; at += batch) judged.push(...(await judge(cases.slice(at, at + batch))));
		expect(judged).toHaveLength(runs);
		process.stdout.write(`cluster: ${summary(judged)}\n`);
		expect(findings(judged)).toEqual([]);
		// The generator must aim at the edge: faults that are none are needed as well as faults.
		expect(judged.filter(({ server }) => server.verdict === 'accepted').length).toBeGreaterThan(runs / 20);
		expect(judged.filter(({ server }) => server.verdict === 'refused').length).toBeGreaterThan(runs / 4);
	});
});

function summary(judged: readonly Judged[]): string {
	const count = (ours: boolean, verdict: Judgement['verdict']): number =>
		judged.filter((each) => (each.ours.length === 0) === ours && each.server.verdict === verdict).length;
	return [
		`${judged.length} near-valid objects`,
		`${count(true, 'accepted')} accepted by both`,
		`${count(false, 'refused')} refused by both`,
		`${count(false, 'accepted')} refused by our rules only`,
		`${count(true, 'refused')} refused by the server only`,
	].join(', ');
}

/** What the server refuses and we do not: the smallest case of each message, without the names and values in it. */
function findings(judged: readonly Judged[]): readonly object[] {
	const smallest = new Map<string, { what: string; message: string; object: KubernetesObject }>();
	for (const { what, object, ours, server } of judged) {
		if (ours.length > 0 || server.verdict === 'accepted') continue;
		const about = server.message.replace(/"[^"]*"|\d+/g, '…');
		const known = smallest.get(about);
		if (known !== undefined && sizeOf(known.object) <= sizeOf(object)) continue;
		smallest.set(about, { what, message: server.message, object });
	}
	return [...smallest.values()];
}

const sizeOf = (object: object): number => JSON.stringify(object).length;
