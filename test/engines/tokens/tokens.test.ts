// Least privilege on the token side, real: for every example and model, each client asks Keycloak for each scope in each
// way. What the catalog grants is minted with the claims that the mesh asks for; everything else is refused. One file, so
// that all of it shares one server.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { writeEvidence } from '../evidence/write.ts';
import { withEngines } from '../prepare/suite.ts';
import { actors } from './actors.ts';
import { generatedCases, onlyRealmOf, recordedCases } from './cases.ts';
import type { Realm } from './definitions.ts';
import { faultyRealms } from './faults.ts';
import { judge, printFinding } from './judge.ts';
import type { Matrix } from './matrix.ts';
import { asItself } from './mint.ts';
import { mintMatrix } from './mint-matrix.ts';
import { type OpenOptions, openTokens, type TokenCase, type Tokens } from './oracle.ts';
import { expectRecorded, readMatrix } from './record-file.ts';
import { printMatrix } from './recorded.ts';
import { openTally } from './tally.ts';

const recorded = await recordedCases();
const generated = generatedCases();

await withEngines(['keycloak'], ({ keycloak }) => {
	const tally = openTally();
	let tokens: Tokens;
	let finish = async (): Promise<void> => undefined;

	beforeAll(async () => {
		const started = performance.now();
		tokens = await openTokens(keycloak, 'long');
		const { version, readyAfterMs } = tokens.server;
		finish = async () => {
			await tokens.close();
			const seconds = Math.round((performance.now() - started) / 1000);
			await writeEvidence(tally.evidence(version, Math.round(readyAfterMs / 1000), seconds));
		};
	});

	afterAll(() => finish());

	async function inRealm<T>(
		{ model, issuer }: Pick<TokenCase, 'model' | 'issuer'>,
		options: OpenOptions,
		action: (opened: TokenCase) => Promise<T>,
	): Promise<T> {
		const opened = await tokens.open(model, issuer, options);
		try {
			return await action(opened);
		} finally {
			await opened.close();
		}
	}

	const findings = ({ model, issuer }: Pick<TokenCase, 'model' | 'issuer'>, matrix: Matrix): readonly string[] =>
		judge(model, issuer, matrix).map(printFinding);

	describe.each(recorded)('$name', (each) => {
		let imported: Matrix;

		test('a whole realm gives what the catalog grants, and nothing else', async () => {
			const grants = each.model.grants.filter(({ actor }) => actor.kind === 'service' || actor.kind === 'user');
			await inRealm(each, { by: 'import' }, async (opened) => {
				for (const grant of grants) {
					const claims = { aud: grant.scope.audience };
					expect(await opened.tokenFor(grant), grant.id).toMatchObject({ kind: 'token', claims });
				}
				imported = await mintMatrix(opened);
			});
			tally.realm(imported);
			expect(findings(each, imported)).toEqual([]);
			expect(grants.length).toBeGreaterThan(0);
		});

		test('our part of a living realm gives the same, cell by cell', async () => {
			const added = await inRealm(each, { by: 'rest' }, mintMatrix);
			tally.realm(added);
			expect(added).toEqual(imported);
		});

		test('the server says what is recorded', async () => {
			await expectRecorded(each.name, printMatrix(imported));
		});
	});

	test.each(generated)('$name: what is granted, and nothing else', async (each) => {
		const matrix = await inRealm(each, {}, mintMatrix);
		tally.realm(matrix);
		expect(findings(each, matrix)).toEqual([]);
	});

	describe.each(faultyRealms)('planted faults, realm $number', ({ number, planted }) => {
		const right = onlyRealmOf(actors);
		let lines: readonly string[];

		beforeAll(async () => {
			const before = await readMatrix('actors');
			const change = (realm: Realm): Realm => planted.reduce((changed, { plant }) => plant(changed), realm);
			const after = await inRealm(right, { change }, mintMatrix);
			lines = findings(right, after);
			await expectRecorded(`faults-${number}`, printMatrix(after));
			expect(after).not.toEqual(before);
		});

		test.each(planted)('$name', ({ found }) => {
			tally.fault(lines.some((line) => found.test(line)));
			expect(lines).toContainEqual(expect.stringMatching(found));
		});
	});

	test('a scope that does not exist is not passed over in silence, as Keycloak would', async () => {
		const { model, issuer } = onlyRealmOf(actors);
		const change = (realm: Realm): Realm => ({
			...realm,
			clients: (realm.clients ?? []).map((client) => ({ ...client, optionalClientScopes: ['accounts.raed'] })),
		});
		await expect(tokens.open(model, issuer, { change })).rejects.toThrow('scopes of clients differ');
		expect(tokens.server.takeComplaints()).toContainEqual(expect.stringContaining('accounts.raed'));
	});

	describe('switching off', () => {
		async function disable({ admin, issuer: { realm } }: TokenCase, clientId: string): Promise<void> {
			const [client] = await admin.clients.find({ realm, clientId });
			await admin.clients.update({ realm, id: client?.id ?? '' }, { ...client, enabled: false });
		}

		test('a disabled client gets nothing more, and a disabled receiver is nobody to be meant for', async () => {
			await inRealm(onlyRealmOf(actors), {}, async (opened) => {
				const statements = opened.parties.find(({ client }) => client.id === 'statements');
				if (statements === undefined) throw new Error('no client statements');
				const ask = () => asItself(opened.address, statements.proof, 'accounts.read');
				expect(await ask()).toMatchObject({ kind: 'token', claims: { aud: 'accounts' } });
				await disable(opened, 'accounts');
				const withoutReceiver = await ask();
				expect(withoutReceiver).toMatchObject({ kind: 'token', claims: { scope: 'accounts.read' } });
				expect(withoutReceiver.kind === 'token' && withoutReceiver.claims).not.toHaveProperty('aud');
				await disable(opened, 'statements');
				expect(await ask()).toMatchObject({ kind: 'refused', status: 401, error: 'invalid_client' });
			});
		});
	});
});
