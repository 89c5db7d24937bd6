// The shrinker finds the smallest case, keeps what it was told to keep, and asks no more than allowed.
import { expect, test } from 'vitest';
import { meshCase } from '../engines/generators/mesh-case.ts';
import { readManifests } from '../engines/generators/objects.ts';
import { type Shows, shrinkCase } from '../engines/generators/shrink.ts';
import type { MeshCase } from '../engines/mesh/case.ts';

const seeds = Array.from({ length: 12 }, (_, index) => index + 1);
const size = (value: MeshCase) => JSON.stringify(value).length;

test.for(seeds)('nothing wanted leaves nothing (seed %i)', async (seed) => {
	const { manifests, requests, mesh, upstream, ...others } = await shrinkCase(meshCase(seed), () => true);
	expect({ manifests, requests, mesh, upstream }).toEqual({ manifests: '', requests: [] });
	expect(Object.keys(others).toSorted()).toEqual(['enforcer', 'id', 'v']);
});

test('a case that does not show it comes back as it was', async () => {
	const start = meshCase(1);
	expect(await shrinkCase(start, () => false)).toBe(start);
});

test('only the field that matters is left, in only one request, asynchronously', async () => {
	const shows: Shows = async (candidate) => {
		const denies = readManifests(candidate.manifests).some(
			({ spec }) => spec.action === 'DENY' && JSON.stringify(spec.rules ?? null).includes('"paths"'),
		);
		return denies && candidate.requests.some((request) => request.http?.tokens !== undefined && request.from !== 'tls');
	};
	const found = [];
	for (let seed = 1; found.length < 3 && seed < 200; seed++)
		if (await shows(meshCase(seed))) found.push(meshCase(seed));
	expect(found).toHaveLength(3);
	for (const start of found) {
		const smallest = await shrinkCase(start, shows);
		expect(await shows(smallest)).toBe(true);
		expect(readManifests(smallest.manifests).map(({ spec }) => spec)).toEqual([
			{ action: 'DENY', rules: [{ to: [{ operation: { paths: [] } }] }] },
		]);
		expect(smallest.requests).toHaveLength(1);
		expect(smallest.requests[0]?.http?.tokens).toEqual([]);
		expect(smallest.requests[0]?.http?.headers).toBeUndefined();
	}
});

test('every step down is one part: no single part can go from the result', async () => {
	const asked: MeshCase[] = [];
	const shows: Shows = (candidate) => {
		asked.push(candidate);
		return candidate.requests.length >= 2 && readManifests(candidate.manifests).length >= 1;
	};
	const smallest = await shrinkCase(meshCase(3), shows);
	expect(smallest.requests).toHaveLength(2);
	expect(readManifests(smallest.manifests)).toHaveLength(1);
	expect(size(smallest)).toBe(Math.min(...asked.filter(shows).map(size)));
});

test('it stops after the allowed number of questions', async () => {
	let asked = 0;
	await shrinkCase(meshCase(5), () => ++asked === 1, { tries: 10 });
	expect(asked).toBe(11);
});
