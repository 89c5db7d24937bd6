// src/semantics/keycloak against a living server: definitions that were generated, and definitions that hold what ours never
// do, so that the rules for anybody's realm are as true as those for ours.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readRealm } from '../../../src/semantics/keycloak/index.ts';
import { adapted, compare } from '../../semantics/keycloak/recorded.ts';
import { writeEvidence } from '../evidence/write.ts';
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
	const started = performance.now();
	const counted = { realms: 0, compared: 0, disagreements: 0 };
	let tokens: Tokens;

	beforeAll(async () => {
		tokens = await openTokens(keycloak, 'long');
	});

	afterAll(async () => {
		const engine = tokens.server.version;
		await tokens.close();
		const seconds = Math.round((performance.now() - started) / 1000);
		await writeEvidence({ suite: 'tokens-meaning', engine, ...counted, seconds });
	});

	test.each(cases)('$name: the model says what the server says', async ({ change, ...each }) => {
		const { realm, problems } = readRealm(adapted(each, 'bootstrap', change));
		expect(problems).toEqual([]);
		const opened = await tokens.open(each.model, each.issuer, { change });
		try {
			const { differing, cells, tricks } = compare(realm, each.model, await mintMatrix(opened));
			counted.realms += 1;
			counted.compared += cells + tricks;
			counted.disagreements += differing.length;
			expect(differing).toEqual([]);
			expect(cells).toBeGreaterThan(30);
		} finally {
			await opened.close();
		}
	});
});
