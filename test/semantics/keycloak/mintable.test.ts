// Everything that can be had, judged by single questions: what an entry promises, `mint` gives, and what no entry has, no
// list of scopes gets. And each fault that was planted in a real server is a difference here.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
	type Mintable,
	mint,
	mintable,
	obtainable,
	type Question,
	type Realm,
	readRealm,
	type Way,
} from '../../../src/semantics/keycloak/index.ts';
import { actors } from '../../engines/tokens/actors.ts';
import { onlyRealmOf } from '../../engines/tokens/cases.ts';
import { faults } from '../../engines/tokens/faults.ts';
import { adapted, recordedRealms } from './recorded.ts';
import {
	audience,
	client,
	document,
	mapper,
	realmOf,
	reject,
	type SmallPolicy,
	type SmallRealm,
	scope,
} from './small-realm.ts';

const recorded = await recordedRealms();
const ways: readonly Way[] = [
	'as itself',
	'sign-in',
	'exchange',
	'password',
	'implicit',
	'device',
	'backchannel',
	'assertion',
];

/** Who asks by the book: with the proof that the definitions want, for a user with a tenant. */
function question({ realm, client: id, way, bearer }: Asked, scopes: readonly string[]): Question {
	const asked: Question = { client: id, way, scopes, user: { attributes: { tenant: ['acme'] } } };
	if (way !== 'exchange') return asked;
	const session = bearer === 'user' ? { sid: 'a session' } : {};
	const payload = { azp: 'another', aud: [...realm.clients.keys()], ...session };
	return { ...asked, subject: { of: bearer === 'service' ? 'service' : 'user', payload } };
}

type Asked = Pick<Mintable, 'client' | 'way' | 'bearer'> & { readonly realm: Realm };

describe.each(recorded.flatMap(({ name, definitions }) => definitions.map((each) => ({ name, ...each }))))(
	'$name, $form',
	({ document: definitions }) => {
		const { realm } = readRealm(definitions);
		const all = mintable(realm);
		const byKey = new Map(all.map((entry) => [`${entry.client} ${entry.way} ${entry.bearer} ${entry.scope}`, entry]));

		test('each entry and each question agree', () => {
			const scopes = [...new Set([...realm.clients.values()].flatMap(({ optionals }) => [...optionals.keys()]))];
			for (const { id } of realm.clients.values()) {
				for (const way of ways) {
					const bearers =
						way === 'exchange' ? (['user', 'service'] as const) : ([way === 'as itself' ? 'itself' : 'user'] as const);
					for (const bearer of bearers) {
						for (const name of ['', ...scopes]) {
							const minted = mint(realm, question({ realm, client: id, way, bearer }, name === '' ? [] : [name]));
							const entry = byKey.get(`${id} ${way} ${bearer} ${name}`);
							expect(minted.kind, `${id} ${way} ${bearer} ${name}`).toBe(entry === undefined ? 'refused' : 'token');
							if (entry !== undefined && minted.kind === 'token') expectSame(realm, entry, minted.claims);
						}
					}
				}
			}
		});
	},
);

/** The content of an entry is the token's, but for what hangs on roles of people. */
function expectSame(realm: Realm, { client: id, content }: Mintable, claims: Readonly<Record<string, unknown>>): void {
	const { aud, scope: scopes, azp, sid, iss: _issuer, sub: _subject, typ: _type, ...others } = claims;
	expect(azp).toBe(id);
	expect(sid !== undefined).toBe(content.session);
	expect(new Set(String(scopes).split(' ').filter(Boolean))).toEqual(new Set(content.scopes));
	const found = new Set(aud === undefined ? [] : [aud].flat());
	if (realm.clients.get(id)?.fullScope) for (const one of found) expect(content.audiences).toContain(one);
	else expect(found).toEqual(new Set(content.audiences));
	for (const [name, value] of Object.entries(others)) {
		const claim = content.claims.get(name);
		expect(claim, name).toBeDefined();
		if (claim?.kind === 'fixed') expect(value).toEqual(claim.value);
	}
}

describe('planted faults', () => {
	const right = onlyRealmOf(actors);
	const seen = (all: readonly Mintable[]): unknown =>
		JSON.parse(
			JSON.stringify(all, (_key, value) =>
				value instanceof Set ? [...value] : value instanceof Map ? [...value] : value,
			),
		);
	const entriesOf = (plant?: (typeof faults)[number]['plant']) =>
		seen(mintable(readRealm(adapted({ name: '', ...right }, 'bootstrap', plant)).realm));
	const without = entriesOf();

	test.each(faults)('$name', ({ plant }) => {
		expect(entriesOf(plant)).not.toEqual(without);
	});

	test('nothing planted, nothing found', () => {
		expect(entriesOf((realm) => realm)).toEqual(without);
	});
});

test('what our definitions give is narrow: one audience a scope, no flow of old, no shared secret', () => {
	const rights = recorded.filter(({ name }) => !name.startsWith('faults'));
	const builtIn = new Set([
		'account',
		'account-console',
		'admin-cli',
		'security-admin-console',
		'broker',
		'realm-management',
	]);
	const all = rights.flatMap(({ definitions }) =>
		definitions.flatMap((each) => mintable(readRealm(each.document).realm)),
	);
	const ours = all.filter((entry) => !builtIn.has(entry.client));
	expect(ours.length).toBeGreaterThan(200);
	for (const { way, bearer, content, entrance, needs, doubts, scope: name } of ours) {
		expect(['as itself', 'sign-in', 'exchange']).toContain(way);
		expect(bearer).not.toBe('service');
		expect(content.audiences.size).toBe(name === '' ? 0 : 1);
		expect([...content.scopes]).toEqual(name === '' ? [] : [name]);
		expect(content.session).toBe(bearer === 'user');
		expect(content.claims.has('client_id')).toBe(bearer === 'itself');
		expect(entrance.proof.kind).not.toBe('secret');
		expect([needs, doubts]).toEqual([[], []]);
		if (way === 'sign-in') expect(entrance.pkce).toBe('S256');
	}
});

const scopesIs = (scopes: readonly string[], negative: boolean): SmallPolicy['conditions'][number] => [
	'client-scopes',
	{ scopes, type: 'Optional', 'is-negative-logic': negative },
];

test('a policy that a second scope silences: the entry asks for both', () => {
	const realm = realmOf({
		clients: [client('a', { optionalClientScopes: ['read', 'stamp', 'other'] }), client('b')],
		scopes: [scope('read', [audience('b')]), scope('stamp'), scope('other')],
		policies: [{ mode: 'STRICT', conditions: [scopesIs(['stamp'], true)], executors: reject }],
	});
	const { all, find } = obtainable(realm);
	expect(mint(realm, { client: 'a', way: 'as itself', scopes: ['read'] })).toMatchObject({ kind: 'refused' });
	expect(all.filter((entry) => entry.client === 'a').map(({ scope: name, ask }) => [name, ask])).toEqual([
		['', ['stamp']],
		['read', ['read', 'stamp']],
		['stamp', ['stamp']],
		['other', ['other', 'stamp']],
	]);
	expect(find({ client: 'a', way: 'as itself', bearer: 'itself', audience: 'b' })?.ask).toEqual(['read', 'stamp']);
});

test('audience of one scope, name of another: only together, and not where a policy keeps them apart', () => {
	const small: SmallRealm = {
		clients: [client('a', { optionalClientScopes: ['read', 'write'] }), client('b'), client('c')],
		scopes: [scope('read', [audience('b')]), scope('write', [audience('c')])],
	};
	const wanted = { client: 'a', way: 'as itself', bearer: 'itself', scope: 'read', audience: 'c' } as const;
	expect(obtainable(realmOf(small)).find(wanted)?.ask).toEqual(['read', 'write']);
	const apart: SmallPolicy = {
		mode: 'STRICT',
		conditions: [scopesIs(['read'], false), scopesIs(['write'], false)],
		executors: reject,
	};
	expect(obtainable(realmOf({ ...small, policies: [apart] })).find(wanted)).toBeUndefined();
});

test('an audience by the back door: one scope lets a role through, another turns it into an audience', () => {
	const realm = realmOf({
		clients: [
			client('a', {
				serviceAccountsEnabled: false,
				standardFlowEnabled: true,
				redirectUris: ['https://a.example/'],
				optionalClientScopes: ['resolve', 'gate'],
			}),
		],
		scopes: [scope('resolve', [mapper('oidc-audience-resolve-mapper')]), scope('gate')],
		more: {
			roles: { client: { vault: [{ name: 'open' }] } },
			clientScopeMappings: { vault: [{ clientScope: 'gate', roles: ['open'] }] },
		},
	});
	const { all, find } = obtainable(realm);
	expect(all.filter(({ content }) => content.audiences.has('vault')).map(({ ask }) => ask)).toEqual([
		['resolve', 'gate'],
	]);
	expect(find({ client: 'a', way: 'sign-in', bearer: 'user', audience: 'vault' })?.ask).toEqual(['resolve', 'gate']);
	const user = { attributes: {}, roles: ['vault\nopen'] };
	expect(mint(realm, { client: 'a', way: 'sign-in', scopes: ['resolve', 'gate'], user })).toMatchObject({
		claims: { aud: 'vault' },
	});
	expect(mint(realm, { client: 'a', way: 'sign-in', scopes: ['resolve', 'gate'] })).not.toHaveProperty('claims.aud');
});

const names = ['p', 'q', 'r', 's'] as const;
const subset = fc.subarray([...names]);
const arbitraryPolicy: fc.Arbitrary<SmallPolicy> = fc.record({
	mode: fc.constantFrom('STRICT', 'DEFAULT'),
	conditions: fc.array(
		fc.oneof(
			fc
				.record({
					scopes: subset,
					type: fc.constantFrom('Optional', 'Default', 'Any'),
					'is-negative-logic': fc.boolean(),
				})
				.map((configuration) => ['client-scopes', configuration] as const),
			fc
				.record({
					grant_types: fc.constantFrom(['client_credentials'], ['password']),
					'is-negative-logic': fc.boolean(),
				})
				.map((configuration) => ['grant-type', configuration] as const),
		),
		{ maxLength: 3 },
	),
	executors: fc.constant(reject),
});
const arbitraryRealm: fc.Arbitrary<SmallRealm> = fc.record({
	clients: fc
		.record({ optionals: subset, defaults: subset, receivers: fc.constant(['x', 'y']) })
		.map(({ optionals, defaults, receivers }) => [
			client('a', {
				optionalClientScopes: optionals.filter((name) => !defaults.includes(name)),
				defaultClientScopes: defaults,
			}),
			...receivers.map((id) => client(id)),
		]),
	scopes: fc.tuple(...names.map((name) => fc.subarray(['x', 'y']).map((ids) => scope(name, ids.map(audience))))),
	policies: fc.array(arbitraryPolicy, { maxLength: 3 }),
});

test('whatever the policies: what can be had is what some list of scopes gets', () => {
	fc.assert(
		fc.property(arbitraryRealm, (small) => {
			const { realm } = readRealm(document(small));
			const { find } = obtainable(realm);
			const optionals = [...(realm.clients.get('a')?.optionals.keys() ?? [])];
			const lists = Array.from({ length: 2 ** optionals.length }, (_, bits) =>
				optionals.filter((_name, place) => (bits >> place) % 2 === 1),
			);
			const tokens = lists.flatMap((scopes) => {
				const minted = mint(realm, { client: 'a', way: 'as itself', scopes });
				return minted.kind === 'token' ? [minted.claims] : [];
			});
			for (const audienceWanted of [undefined, 'x', 'y']) {
				for (const name of [undefined, ...names]) {
					const there = tokens.some(
						({ aud, scope: said }) =>
							(name === undefined || String(said).split(' ').includes(name)) &&
							(audienceWanted === undefined || [aud].flat().includes(audienceWanted)),
					);
					const wanted = { client: 'a', way: 'as itself', bearer: 'itself' } as const;
					const limits = {
						...(name === undefined ? {} : { scope: name }),
						...(audienceWanted === undefined ? {} : { audience: audienceWanted }),
					};
					const found = find({ ...wanted, ...limits });
					expect(found !== undefined, JSON.stringify([limits, small])).toBe(there);
					if (found === undefined) continue;
					expect(mint(realm, { client: 'a', way: 'as itself', scopes: found.ask })).toMatchObject({ kind: 'token' });
				}
			}
		}),
		{ seed: 20261124, numRuns: 400 },
	);
});

test('ten thousand clients, each with a policy of its own, in linear time', () => {
	const measure = (count: number): number => {
		const ids = Array.from({ length: count }, (_, index) => `client-${index}`);
		const definitions = document({
			clients: ids.map((id, index) =>
				client(id, {
					defaultClientScopes: [`mark-${id}`],
					optionalClientScopes: [0, 1, 2, 3, 4].map((step) => `scope-${(index + step) % count}`),
				}),
			),
			scopes: ids.flatMap((id, index) => [scope(`mark-${id}`, [], false), scope(`scope-${index}`, [audience(id)])]),
			policies: ids.map((id, index) => ({
				mode: 'STRICT',
				conditions: [
					['grant-type', { grant_types: ['client_credentials'] }],
					scopesIs([`scope-${index}`], false),
					['client-scopes', { scopes: [`mark-${id}`], type: 'Default' }],
				],
				executors: reject,
			})),
		});
		const started = performance.now();
		const { realm, problems } = readRealm(definitions);
		const all = mintable(realm);
		const took = performance.now() - started;
		expect([all.length, problems]).toEqual([count * 5, []]);
		return took;
	};
	measure(500);
	const [small, large] = [measure(1000), measure(10_000)];
	// Ten times as much; a hundred times would be quadratic. The rest is for a busy machine.
	expect(large / small).toBeLessThan(40);
	expect(large).toBeLessThan(10_000);
});
