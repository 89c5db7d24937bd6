// Do the end-to-end rows see faults? The same rows with tokens that the mesh oracle signs, so that no Keycloak is needed:
// all hold without a fault, and each planted fault is caught by the row that it names.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { writeEvidence } from '../evidence/write.ts';
import { type MeshOracle, openMesh } from '../mesh/oracle.ts';
import { withEngines } from '../prepare/suite.ts';
import { faults } from './faults.ts';
import { judgeSystem } from './judge.ts';
import { placesOf } from './places.ts';
import { systems } from './systems.ts';
import { signedWallet } from './wallet.ts';

const all = await systems();

await withEngines(['mesh', 'envoy'], (paths) => {
	const started = performance.now();
	const caught: { name: string; caughtBy: string }[] = [];
	let rows = 0;
	let mesh: MeshOracle;

	beforeAll(async () => {
		mesh = await openMesh(paths);
	});

	afterAll(async () => {
		if (mesh === undefined) return;
		await mesh.close();
		const seconds = Math.round((performance.now() - started) / 1000);
		const engines = { istio: mesh.versions.istio, envoy: mesh.versions.envoy };
		await writeEvidence({ suite: 'end-to-end-faults', engines, seconds, rows, faults: caught });
	});

	test.each(all)('$name: without a fault every row holds', async (system) => {
		const judgement = await judgeSystem(mesh, system, signedWallet(system.model));
		expect(judgement.rows.filter(({ wrong }) => wrong !== '')).toEqual([]);
		expect(judgement.rows.length).toBeGreaterThan(100);
		expect(new Set(judgement.rows.map(({ name }) => name)).size).toBe(judgement.rows.length);
		rows += judgement.rows.length;
	});

	describe('planted in the bank', () => {
		const bank = all.find(({ name }) => name === 'bank');

		test.each(faults)('$name', async ({ name, namespace, plant, caughtBy }) => {
			if (bank === undefined) throw new Error('no bank');
			const places = placesOf(bank.model).filter((place) => place.namespace === namespace);
			const objects = plant(bank.objects);
			const judgement = await judgeSystem(mesh, bank, signedWallet(bank.model), { objects, places });
			const wrong = judgement.rows.flatMap((row) => (row.wrong === '' ? [] : [`${row.name} → ${row.wrong}`]));
			expect(wrong).toContainEqual(expect.stringMatching(caughtBy));
			caught.push({ name, caughtBy: wrong.find((line) => caughtBy.test(line)) ?? '' });
		});
	});
});
