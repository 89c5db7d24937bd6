// The judge of this reading: whatever a real Keycloak 26.7.5 minted or refused, `mint` says the same, word for word. The
// same comparison with a live server, on generated definitions and on rules that ours do not use, is in
// test/engines/tokens/meaning.test.ts.
import { afterAll, describe, expect, test } from 'vitest';
import { editorOf, readRealm } from '../../../src/semantics/keycloak/index.ts';
import { compare, recordedRealms } from './recorded.ts';

const realms = await recordedRealms();
const total = { cells: 0, tokens: 0, tricks: 0, left: 0 };

describe.each(realms.flatMap(({ definitions, ...realm }) => definitions.map((each) => ({ ...realm, ...each }))))(
	'$name, $form',
	({ model, matrix, document, form }) => {
		const { realm, problems } = readRealm(document);

		test('everything in it is understood', () => {
			expect(problems).toEqual([]);
		});

		test('every token and every refusal', () => {
			const { differing, ...counts } = compare(realm, model, matrix);
			for (const name of ['cells', 'tokens', 'tricks', 'left'] as const) total[name] += counts[name];
			expect(differing).toEqual([]);
			expect(counts.tokens).toBeGreaterThan(3);
		});

		test('who may change a tenant', () => {
			const probe = matrix.probes.find(({ name }) => name === 'a person edits their own tenant');
			if (probe === undefined || form === 'part') return;
			const wanted = probe.outcome.kind === 'token' ? 'users' : 'administrators';
			expect(editorOf(realm.editors, 'tenant')).toBe(wanted);
		});
	},
);

afterAll(() => {
	process.stdout.write(`compared with recorded Keycloak answers: ${JSON.stringify(total)}\n`);
	expect(total.cells).toBeGreaterThan(8000);
	expect(total.tokens).toBeGreaterThan(700);
	expect(total.tricks).toBeGreaterThan(1300);
});
