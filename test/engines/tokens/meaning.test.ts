// src/semantics/keycloak against a living server: definitions that were generated, and definitions that hold what ours never
// do, so that the rules for anybody's realm are as true as those for ours.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readRealm } from '../../../src/semantics/keycloak/index.ts';
import { adapted, compare } from '../../semantics/keycloak/recorded.ts';
import { withEngines } from '../prepare/suite.ts';
import { actors } from './actors.ts';
import { generatedCases, onlyRealmOf } from './cases.ts';
import type { Realm } from './definitions.ts';
import { foreignRules } from './foreign-rules.ts';
import { mintMatrix } from './mint-matrix.ts';
import { openTokens, type Tokens } from './oracle.ts';

const cases = [
	...generatedCases().map((each) => ({ ...each, change: (realm: Realm): Realm => realm })),
	...foreignRules.map(({ name, change }) => ({ name, change, ...onlyRealmOf(actors) })),
];

await withEngines(['keycloak'], ({ keycloak }) => {
	let tokens: Tokens;

	beforeAll(async () => {
		tokens = await openTokens(keycloak, 'long');
	});

	afterAll(() => tokens.close());

	test.each(cases)('$name: the model says what the server says', async ({ change, ...each }) => {
		const { realm, problems } = readRealm(adapted(each, 'bootstrap', change));
		expect(problems).toEqual([]);
		const opened = await tokens.open(each.model, each.issuer, { change });
		try {
			const { differing, cells } = compare(realm, each.model, await mintMatrix(opened));
			expect(differing).toEqual([]);
			expect(cells).toBeGreaterThan(30);
		} finally {
			await opened.close();
		}
	});
});
