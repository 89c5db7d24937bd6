// Generated cases: the same for the same seed, readable by everyone, and wide enough to be worth asking about.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { casesOfModel } from '../engines/generators/from-model.ts';
import { meshCase, meshCases } from '../engines/generators/mesh-case.ts';
import { readManifests, writeManifests } from '../engines/generators/objects.ts';
import type { MeshCase } from '../engines/mesh/case.ts';
import { readExample } from '../examples/read-example.ts';

const some = Array.from({ length: 60 }, (_, index) => meshCase(index + 1));

test('a seed gives one case, and another seed another', () => {
	expect(meshCase(7)).toEqual(some[6]);
	expect(new Set(some.map((each) => JSON.stringify({ ...each, id: '' }))).size).toBe(some.length);
	expect(meshCase(7).id).toBe('random/7');
});

test('the arbitrary draws from the same space, and replays from its seed', () => {
	const draw = () => fc.sample(meshCases(), { seed: 5, numRuns: 3 });
	expect(draw()).toEqual(draw());
	expect(new Set(draw().map(({ manifests }) => manifests)).size).toBeGreaterThan(1);
});

test('options hold', () => {
	for (let seed = 1; seed <= 20; seed++) {
		const asked = meshCase(seed, { requests: 9, worlds: [[1, 'waypoint']], echo: 100 });
		expect(asked.requests.length).toBeLessThanOrEqual(9);
		expect(asked.requests.length).toBeGreaterThan(5);
		expect(asked.enforcer.kind).toBe('waypoint');
		expect(asked.upstream).toBe('echo');
	}
});

test('manifests read back as they were written', () => {
	for (const { manifests } of some) expect(writeManifests(readManifests(manifests))).toBe(manifests);
});

test('each name is used once in a namespace, so that no policy hides another', () => {
	for (const { manifests } of some) {
		const names = readManifests(manifests).map(
			({ kind, metadata }) => `${kind} ${metadata.namespace}/${metadata.name}`,
		);
		expect(new Set(names).size).toBe(names.length);
	}
});

/** What goes on the wire byte by byte. */
function wireTexts({ requests }: MeshCase): readonly string[] {
	return requests.flatMap(({ http }) =>
		http === undefined ? [] : [http.path, http.method ?? '', http.host ?? '', ...(http.headers ?? []).flat()],
	);
}

test('every text on the wire is Latin-1 without line breaks, and every path begins with a slash', () => {
	for (const each of some) {
		// biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters that would break the request.
		expect(wireTexts(each).filter((text) => !/^[^\u0000-\u001f\u0100-\uffff]*$/.test(text))).toEqual([]);
		expect(each.requests.filter(({ http }) => http !== undefined && !http.path.startsWith('/'))).toEqual([]);
	}
});

test('requests of one case are mostly different', () => {
	const all = some.flatMap(({ requests }) => requests.length);
	expect(all.reduce((sum, count) => sum + count, 0)).toBeGreaterThan(some.length * 22);
	for (const { requests } of some) {
		expect(new Set(requests.map((request) => JSON.stringify(request))).size).toBe(requests.length);
	}
});

test('our own output: a case for each workload, its grants first, then other requests', async () => {
	const { models, files } = await readExample('services.catalog.ts');
	const [prod] = models;
	if (prod === undefined) throw new Error('the sample has an environment');
	const cases = casesOfModel(prod, files, { seed: 1 });
	expect(cases.map(({ workload }) => workload)).toEqual(prod.workloads.map(({ name }) => name));
	expect(casesOfModel(prod, files, { seed: 1 })).toEqual(cases);
	const byName = new Map(cases.map((each) => [each.workload, each]));
	const accounts = byName.get('accounts');
	expect(accounts?.granted).toBeGreaterThanOrEqual(6);
	expect(accounts?.asked.requests.length).toBeGreaterThan(2 * (accounts?.granted ?? 0));
	expect(readManifests(accounts?.asked.manifests ?? '').map(({ metadata }) => metadata.name)).toContain('accounts');
	expect(accounts?.asked.requests[0]).toMatchObject({ port: 8080, http: { tokens: [{ state: 'valid' }] } });
	expect(byName.get('edge')?.asked.enforcer.kind).toBe('gateway');
	for (const { asked } of cases) expect(asked.requests.length).toBeLessThanOrEqual(90);
});
