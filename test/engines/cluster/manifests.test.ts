// Every object of every catalog that we ship is accepted by a real API server with strict field validation, and kept as it was
// written. Planted mistakes show that the server does judge.
import { existsSync, readdirSync } from 'node:fs';
import { loadAll } from 'js-yaml';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { emit } from '../../../src/emit/index.ts';
import type { KubernetesObject, ManifestFile } from '../../../src/manifests/object.ts';
import { readExample } from '../../examples/read-example.ts';
import { writeEvidence } from '../evidence/write.ts';
import { withEngines } from '../prepare/suite.ts';
import { mistakes } from './mistakes.ts';
import { type Cluster, openCluster } from './oracle.ts';

const root = new URL('../../../examples/', import.meta.url);
const folders = readdirSync(root).filter((folder) => existsSync(new URL(`${folder}/services.catalog.ts`, root)));
const catalogs = ['services.catalog.ts', ...folders.map((folder) => `examples/${folder}/services.catalog.ts`)];

/** Path and text of each file with Kubernetes objects, as it would be written. */
async function kubernetesTexts(catalog: string): Promise<readonly (readonly [string, string])[]> {
	const { files } = await readExample(catalog);
	return [...emit(files.filter(isKubernetes))];
}

const isKubernetes = (file: ManifestFile): boolean => file.kind === 'kubernetes';

await withEngines(['cluster'], ({ cluster: program }) => {
	const started = performance.now();
	let cluster: Cluster;
	let accepted = 0;
	let refused = 0;
	beforeAll(async () => {
		cluster = await openCluster(program);
	});
	afterAll(async () => {
		if (cluster === undefined) return;
		await cluster.close();
		const seconds = (performance.now() - started) / 1000;
		const judged = { engine: cluster.version, seconds, accepted, refused };
		await writeEvidence({ suite: 'cluster', catalogs: catalogs.length, ...judged });
		process.stdout.write(`cluster: ${accepted} manifests of ${catalogs.length} catalogs accepted and kept as written`);
		process.stdout.write(`, ${refused} planted mistakes refused\n`);
	});

	test.for(catalogs)('%s: all objects are accepted, dry and for real, and kept as written', async (catalog) => {
		const texts = await kubernetesTexts(catalog);
		expect(texts.length).toBeGreaterThan(0);
		for (const [path, text] of texts) {
			const objects = loadAll(text) as readonly KubernetesObject[];
			for (const dryRun of [true, false]) {
				const judgements = await cluster.apply(text, { dryRun });
				expect(judgements.filter(({ verdict, warnings }) => verdict === 'refused' || warnings.length > 0)).toEqual([]);
				expect(judgements, path).toHaveLength(objects.length);
			}
			for (const object of objects) {
				const kept = await cluster.read(object);
				expect(kept).toMatchObject({ kind: object.kind, metadata: object.metadata });
				expect(kept?.spec).toEqual(object.spec);
				accepted += 1;
			}
		}
	});

	test('applied again, nothing changes', async () => {
		const [[, text] = ['', '']] = await kubernetesTexts('services.catalog.ts');
		const [object] = loadAll(text) as readonly KubernetesObject[];
		if (object === undefined) throw new Error('the sample has no object');
		await cluster.apply(text);
		const before = await cluster.read(object);
		await cluster.apply(text);
		expect(await cluster.read(object)).toEqual(before);
	});

	test.for(mistakes)('$what is refused', async ({ object, says }) => {
		const [judgement] = await cluster.apply(JSON.stringify(object), { dryRun: true });
		expect(judgement).toMatchObject({ verdict: 'refused', message: expect.stringMatching(says) });
		refused += 1;
	});

	test('a dry run keeps nothing', async () => {
		const object = {
			apiVersion: 'security.istio.io/v1',
			kind: 'PeerAuthentication',
			metadata: { name: 'dry', namespace: 'dry' },
			spec: { mtls: { mode: 'STRICT' } },
		};
		expect(await cluster.apply(JSON.stringify(object), { dryRun: true })).toMatchObject([{ verdict: 'accepted' }]);
		expect(await cluster.read(object)).toBeUndefined();
	});
});
