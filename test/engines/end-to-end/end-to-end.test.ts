// The product at work: catalog → Keycloak realm → real tokens → our manifests in istiod and Envoy. Every grant passes, at the
// gateway and at the receiver, with the token that the real server gives for it; everything next to it is refused.
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { SystemEvidence } from '../evidence/forms.ts';
import { writeEvidence } from '../evidence/write.ts';
import { type MeshOracle, openMesh } from '../mesh/oracle.ts';
import { withEngines } from '../prepare/suite.ts';
import type { Realm } from '../tokens/definitions.ts';
import { openTokens, type TokenCase, type Tokens } from '../tokens/oracle.ts';
import { type Judgement, judgeSystem } from './judge.ts';
import { placesOf } from './places.ts';
import { type Dead, excessIn, mintDead, nothingDead, type RealWallet, realWallet } from './real-tokens.ts';
import { realmFaults } from './realm-faults.ts';
import { type Requirement, requirements } from './row.ts';
import { systems } from './systems.ts';

const all = await systems();
/** Each token is a sign-in or more, each of which checks a password; on a busy machine that is seconds. */
const slow = 1_800_000;
const numbers = Object.keys(requirements) as Requirement[];

await withEngines(['keycloak', 'mesh', 'envoy'], (paths) => {
	const started = performance.now();
	const done: SystemEvidence[] = [];
	const caught: { name: string; caughtBy: string }[] = [];
	const opened = new Map<string, { readonly realm: TokenCase; readonly dead: Dead }>();
	let tokens: Tokens;
	let mesh: MeshOracle;

	beforeAll(async () => {
		tokens = await openTokens(paths.keycloak);
		mesh = await openMesh(paths);
		for (const system of all) {
			const realm = await tokens.open(system.model, system.issuer);
			opened.set(system.name, { realm, dead: await mintDead(tokens, system, realm) });
		}
	}, slow);

	afterAll(async () => {
		await mesh?.close();
		await tokens?.close();
		if (done.length < all.length) return;
		const seconds = Math.round((performance.now() - started) / 1000);
		const engines = { keycloak: tokens.server.version, istio: mesh.versions.istio, envoy: mesh.versions.envoy };
		await writeEvidence({ suite: 'end-to-end', engines, seconds, systems: done, faults: caught });
	});

	describe.each(all)('$name', (system) => {
		let wallet: RealWallet;
		let judgement: Judgement;

		beforeAll(async () => {
			const { realm, dead } = opened.get(system.name) ?? {};
			if (realm === undefined || dead === undefined) throw new Error(`no realm for ${system.name}`);
			await sleep(Math.max(0, dead.since - performance.now()));
			wallet = await realWallet(realm, dead);
			judgement = await judgeSystem(mesh, system, wallet);
			const evidence = countsOf(system.name, judgement, wallet.minted);
			done.push(evidence);
			const counts = numbers.map((number) => `${number} ${evidence.rows[number] ?? 0}`).join(', ');
			process.stdout.write(`${system.name}: ${wallet.minted} tokens, ${judgement.rows.length} rows (${counts})\n`);
		}, slow);

		test('the token of each grant is for its receiver and its scope, and no more', () => {
			expect(excessIn(system.model, wallet.right)).toEqual([]);
			expect(wallet.right.size).toBeGreaterThan(0);
		});

		test.each(numbers)('%s', (number) => {
			const rows = judgement.rows.filter(({ requirement }) => requirement === number);
			expect(rows.filter(({ wrong }) => wrong !== '').map(({ name, wrong }) => `${name} → ${wrong}`)).toEqual([]);
			const leftOut = judgement.leftOut.some(({ requirement }) => requirement === number);
			expect(rows.length > 0 || leftOut).toBe(true);
		});

		afterAll(() => opened.get(system.name)?.realm.close());

		test('every grant is used at its receiver, and at its gateway where it has an entrance', () => {
			const uses = placesOf(system.model).flatMap(({ side, entries }) =>
				entries.map(({ grant }) => `${side} ${grant.id}`),
			);
			const due = [
				...system.model.grants.map(({ id }) => `receiver ${id}`),
				...system.model.entrances.map(({ grant }) => `gateway ${grant.id}`),
			];
			expect([...new Set(uses)].sort()).toEqual([...new Set(due)].sort());
			const passed = judgement.rows.filter(({ requirement }) => requirement === 'granted');
			expect(passed.length).toBe(uses.length);
		});
	});

	describe('planted in the realm of the token issuer', () => {
		const lines: string[] = [];

		beforeAll(async () => {
			const system = all.find(({ name }) => name === 'token issuer');
			if (system === undefined) throw new Error('no token issuer');
			const change = (realm: Realm): Realm => realmFaults.reduce((changed, { plant }) => plant(changed), realm);
			const realm = await tokens.open(system.model, system.issuer, { change });
			const wallet = await realWallet(realm, nothingDead);
			const { rows } = await judgeSystem(mesh, system, wallet);
			await realm.close();
			const wrong = rows.flatMap((row) => (row.wrong === '' ? [] : [`${row.name} → ${row.wrong}`]));
			lines.push(...excessIn(system.model, wallet.right), ...wrong);
		}, slow);

		test.each(realmFaults)('$name', ({ name, caughtBy }) => {
			expect(lines).toContainEqual(expect.stringMatching(caughtBy));
			caught.push({ name, caughtBy: lines.find((line) => caughtBy.test(line)) ?? '' });
		});
	});
});

function countsOf(name: string, { rows, leftOut }: Judgement, minted: number): SystemEvidence {
	const counted = (of: readonly { readonly requirement: Requirement }[]) =>
		Object.fromEntries(
			numbers.map((number) => [number, of.filter(({ requirement }) => requirement === number).length]),
		);
	return {
		name,
		minted,
		rows: counted(rows),
		letThrough: rows.filter(({ requirement, isAllowed }) => requirement !== 'granted' && isAllowed).length,
		wrong: rows.filter(({ wrong }) => wrong !== '').length,
		leftOut: [...new Set(leftOut.map(({ requirement, why }) => `${requirement}: ${why}`))].map((text) => ({
			why: text,
			uses: leftOut.filter(({ requirement, why }) => `${requirement}: ${why}` === text).length,
		})),
	};
}
