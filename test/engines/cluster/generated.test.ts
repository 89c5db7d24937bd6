// Every object that we can emit, not only those of examples, is accepted by a real API server: of generated models, and the
// largest that the sharding lets through.
import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { AccessModel } from '../../../src/access/model.ts';
import { istioSidecar } from '../../../src/compile/backends/istio-sidecar/index.ts';
import { networkPolicy } from '../../../src/compile/backends/network-policy/index.ts';
import { mergeFiles } from '../../../src/compile/merge.ts';
import { emit } from '../../../src/emit/index.ts';
import { grant, modelOf, scope, service } from '../../compile/model.ts';
import { models } from '../../generators/model.ts';
import { writeEvidence } from '../evidence/write.ts';
import { withEngines } from '../prepare/suite.ts';
import { type Cluster, openCluster } from './oracle.ts';

const seed = 20_261_124;
const runs = Number(process.env.MODELS ?? 100);

/** All Kubernetes objects of a model as they would be written, in one text. */
const textOf = (model: AccessModel): string =>
	[...emit(mergeFiles([...istioSidecar(model), ...networkPolicy(model)])).values()].join('---\n');

const accounts = service('accounts');
const callers = (count: number) => Array.from({ length: count }, (_, index) => service(`caller-${index}`));
const many = Array.from({ length: 6_000 }, (_, index) => `GET /a-rather-long-path-segment/${index}`);
const mesh = { networkPolicies: 'emit' } as const;

const largest: readonly { readonly what: string; readonly model: AccessModel; readonly last: string }[] = [
	{
		what: '1100 callers by identity',
		model: modelOf({
			mesh,
			grants: callers(1_100).map((each) => grant(each, scope(accounts, 'accounts.read', ['GET /a']), 'identity')),
		}),
		last: 'accounts-3',
	},
	{
		what: '900 callers by token',
		model: modelOf({
			grants: callers(900).map((each) => grant(each, scope(accounts, 'accounts.read', ['GET /a']), 'service')),
		}),
		last: 'accounts-2',
	},
	{
		what: '6000 paths in one rule',
		model: modelOf({ grants: [grant(service('caller'), scope(accounts, 'accounts.read', many), 'identity')] }),
		last: 'accounts-2',
	},
];

await withEngines(['cluster'], ({ cluster: program }) => {
	const started = performance.now();
	let accepted = 0;
	let cluster: Cluster;
	beforeAll(async () => {
		cluster = await openCluster(program);
	});
	afterAll(async () => {
		if (cluster === undefined) return;
		await cluster.close();
		const seconds = (performance.now() - started) / 1000;
		const judged = { engine: cluster.version, seconds, accepted, refused: 0 };
		await writeEvidence({ suite: 'cluster-generated', models: runs, ...judged });
	});

	const refusals = async (manifests: string): Promise<readonly object[]> => {
		const judgements = await cluster.apply(manifests, { dryRun: true });
		expect(judgements.length).toBeGreaterThan(0);
		accepted += judgements.filter(({ verdict }) => verdict === 'accepted').length;
		return judgements.filter(({ verdict, warnings }) => verdict === 'refused' || warnings.length > 0);
	};

	test(`all objects of ${runs} generated models are accepted`, async () => {
		await fc.assert(
			fc.asyncProperty(models, async (model) => {
				expect(await refusals(textOf(model))).toEqual([]);
			}),
			{ seed, numRuns: runs },
		);
		process.stdout.write(`cluster: ${accepted} objects of ${runs} generated models accepted\n`);
	});

	test.for(largest)('$what: sharded, and accepted from the server and from kubectl', async ({ model, last }) => {
		const manifests = receivers(textOf(model));
		expect(manifests).toContain(`\n  name: ${last}\n`);
		expect(await refusals(manifests)).toEqual([]);
		// From the client, kubectl adds the whole object to it as an annotation.
		const args = ['kubectl', '--kubeconfig', cluster.kubeconfig, 'apply', '--dry-run=server', '--filename', '-'];
		const child = spawn(program, args, { stdio: ['pipe', 'pipe', 'pipe'] });
		child.stdin.end(manifests);
		const [said, error] = await Promise.all([text(child.stdout), text(child.stderr)]);
		expect(error).toBe('');
		expect(said).toMatch(
			new RegExp(`authorizationpolicy\\.security\\.istio\\.io/${last} created \\(server dry run\\)`),
		);
	});
});

/** Only the receiver's objects: the callers' are small and many. */
const receivers = (manifests: string): string =>
	manifests
		.split(/^---\n/m)
		.filter((each) => /^ {2}name: accounts/m.test(each))
		.join('---\n');
