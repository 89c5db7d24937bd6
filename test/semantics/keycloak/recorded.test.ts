// The judge of this reading: whatever a real Keycloak 26.7.5 minted or refused, `mint` says the same, word for word.
import { afterAll, describe, expect, test } from 'vitest';
import { mint } from '../../../src/semantics/keycloak/mint.ts';
import { readRealm } from '../../../src/semantics/keycloak/read.ts';
import { editorOf } from '../../../src/semantics/keycloak/realm.ts';
import { asSeen, questionOf, recordedRealms, trickOf, withoutTime } from './recorded.ts';

const realms = await recordedRealms();
const compared = { cells: 0, tokens: 0, tricks: 0, left: 0 };

describe.each(realms.flatMap(({ definitions, ...realm }) => definitions.map((each) => ({ ...realm, ...each }))))(
	'$name, $form',
	({ model, matrix, document, form }) => {
		const { realm, problems } = readRealm(document);

		test('everything in it is understood', () => {
			expect(problems).toEqual([]);
		});

		test('every token and every refusal', () => {
			const differing = matrix.cells.flatMap((cell) => {
				const said = withoutTime(asSeen(mint(realm, questionOf(model, cell))));
				compared.cells++;
				if (cell.outcome.kind === 'token') compared.tokens++;
				return JSON.stringify(sorted(said)) === JSON.stringify(sorted(cell.outcome)) ? [] : [{ cell, said }];
			});
			expect(differing).toEqual([]);
		});

		test('every trick that is about definitions', () => {
			const differing = matrix.probes.flatMap((probe) => {
				const question = trickOf(model, probe);
				if (question === undefined) {
					compared.left++;
					return [];
				}
				compared.tricks++;
				const said = withoutTime(asSeen(mint(realm, question)));
				return JSON.stringify(sorted(said)) === JSON.stringify(sorted(probe.outcome))
					? []
					: [{ probe, question, said }];
			});
			expect(differing).toEqual([]);
		});

		test('who may change a tenant', () => {
			const [probe] = matrix.probes.filter(({ name }) => name === 'a person edits their own tenant');
			if (probe === undefined || form === 'part') return;
			const wanted = probe.outcome.kind === 'token' ? 'users' : 'administrators';
			expect(editorOf(realm.editors, 'tenant')).toBe(wanted);
		});
	},
);

/** With the keys of objects sorted. */
function sorted(value: unknown): unknown {
	if (Array.isArray(value)) return value.map(sorted);
	if (typeof value !== 'object' || value === null) return value;
	const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
	return Object.fromEntries(entries.map(([name, each]) => [name, sorted(each)]));
}

afterAll(() => {
	expect(compared.cells).toBeGreaterThan(4000);
	process.stdout.write(`compared with Keycloak: ${JSON.stringify(compared)}\n`);
});
