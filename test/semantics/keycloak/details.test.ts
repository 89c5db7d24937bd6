// Small words of definitions, as Keycloak 26.7.5 read them when it was asked: switches, lengths, protocols, addresses made of
// others, gates, and what stands there twice or is filled in.
import { expect, test } from 'vitest';
import { leftOpen, mint, mintable, readRealm } from '../../../src/semantics/keycloak/index.ts';
import { audience, client, document, mapper, read, realmOf, type SmallRealm, scope } from './small-realm.ts';

const problems = (small: SmallRealm): readonly string[] =>
	read(small).problems.map(({ where, what }) => `${where} ${what}`);

const asItself = (small: SmallRealm, ...scopes: readonly string[]) =>
	mint(realmOf(small), { client: 'a', way: 'as itself', scopes });

test.each<[string, boolean, boolean]>([
	['true', true, true],
	['TRUE', true, true],
	['True', true, true],
	[' true', false, false],
	['false', false, true],
	['FALSE', false, true],
	['x', false, false],
	['', false, false],
])('a switch that says `%s` is on: %s, and understood: %s', (said, isOn, isUnderstood) => {
	const small = { clients: [client('a', { attributes: { 'standard.token.exchange.enabled': said } })] };
	expect(realmOf(small).clients.get('a')?.flows.exchange).toBe(isOn);
	const where = 'clients.a.attributes.standard.token.exchange.enabled is neither `true` nor `false`';
	expect(problems(small)).toEqual(isUnderstood ? [] : [where]);
});

test.each<[string | undefined, boolean]>([
	[undefined, true],
	['true', true],
	['TRUE', true],
	['False', false],
	['no', false],
	['0', false],
	['', false],
])('a scope whose name is to be included, `%s`: %s', (said, isNamed) => {
	const attributes = said === undefined ? {} : { 'include.in.token.scope': said };
	const small = {
		clients: [client('a', { optionalClientScopes: ['s'] })],
		scopes: [{ ...scope('s'), attributes }],
	};
	const minted = asItself(small, 's');
	const isClear = said === undefined || /^(true|false)$/i.test(said);
	expect(minted.kind === 'token' ? minted.claims.scope : minted.kind).toBe(
		isClear ? (isNamed ? 's' : '') : 'undecided',
	);
	expect(realmOf(small).clients.get('a')?.optionals.get('s')?.named).toBe(isNamed);
});

test('mappers speak where they say exactly `true`', () => {
	const speaking = (said: string) => [
		mapper('oidc-audience-mapper', { 'included.custom.audience': 'x', 'access.token.claim': said }),
	];
	const aud = (said: string) => {
		const small = { clients: [client('a', { defaultClientScopes: ['s'] })], scopes: [scope('s', speaking(said))] };
		const minted = asItself(small);
		return minted.kind === 'token' ? minted.claims.aud : minted.kind;
	};
	expect(['true', 'TRUE', 'True'].map(aud)).toEqual(['x', undefined, undefined]);
});

test.each<[string, number | undefined]>([
	['', 300],
	['120', 120],
	['+120', 120],
	['0', 0],
	['-5', -5],
	['-1', 36_000],
	['0x10', undefined],
	['3e2', undefined],
	[' 300', undefined],
	['2147483648', undefined],
])('a lifetime of `%s` is %s', (said, seconds) => {
	const small = { clients: [client('a', { attributes: { 'access.token.lifespan': said } })] };
	const minted = asItself(small);
	expect(minted.kind === 'token' ? minted.lifetimeSeconds : undefined).toBe(seconds);
});

test('a client of another protocol gets in nowhere', () => {
	const small = {
		clients: [client('a', { protocol: 'saml', redirectUris: ['https://a.example/'], standardFlowEnabled: true })],
	};
	const wrong = { kind: 'refused', status: 400, description: 'Wrong client protocol.' };
	expect(asItself(small)).toEqual({ ...wrong, at: 'token', error: 'invalid_client' });
	const signIn = mint(realmOf(small), { client: 'a', way: 'sign-in', scopes: [] });
	expect(signIn).toEqual({ ...wrong, at: 'authorization', error: 'page' });
	expect(mintable(realmOf(small))).toEqual([]);
});

test.each<['whole' | 'part', string | undefined, readonly string[], readonly string[]]>([
	['part', 'https://a.example', [], ['https://a.example/*']],
	['part', 'https://a.example/', [], ['https://a.example/*']],
	['part', '', [], ['/*']],
	['part', undefined, [], []],
	['part', 'https://a.example', ['https://b.example/'], ['https://b.example/']],
	['whole', 'https://a.example', [], []],
])('%s: of the root `%s` and the addresses %j come %j', (form, rootUrl, redirectUris, wanted) => {
	const a = client('a', { redirectUris, standardFlowEnabled: true, ...(rootUrl === undefined ? {} : { rootUrl }) });
	const { realm } = readRealm(document({ clients: [a] }), { form });
	expect(realm.clients.get('a')?.redirectUris).toEqual(wanted);
	const signIn = mintable(realm).find(({ way }) => way === 'sign-in');
	expect(signIn?.entrance.redirectUris).toEqual(wanted.length === 0 ? undefined : wanted);
});

test('an address that begins with `/` is at the server', () => {
	const clients = [client('a', { redirectUris: ['/*'], standardFlowEnabled: true })];
	const at = (redirectUri: string) =>
		mint(realmOf({ clients }), { client: 'a', way: 'sign-in', scopes: [], redirectUri }).kind;
	expect(['https://idp.example/x', 'https://evil.example/x'].map(at)).toEqual(['token', 'refused']);
});

test('a scope that a part does not hold is a doubt; in a whole realm it does not exist', () => {
	const definitions = document({ clients: [client('a', { optionalClientScopes: ['elsewhere', 'profile'] })] });
	const of = (form: 'whole' | 'part') => {
		const { realm, problems } = readRealm(definitions, { form });
		return [problems.map(({ where }) => where), mint(realm, { client: 'a', way: 'as itself', scopes: [] }).kind];
	};
	expect(of('part')).toEqual([['clients.a.optionalClientScopes'], 'undecided']);
	expect(of('whole')).toEqual([[], 'token']);
});

test('a gate is known for users who have no more than everybody', () => {
	const gated = (role: string) => {
		const small = {
			clients: [client('a', { directAccessGrantsEnabled: true, optionalClientScopes: ['s', 't'] })],
			scopes: [scope('s', [audience('a')]), scope('t')],
			more: {
				roles: {
					realm: [{ name: 'default-roles-small', composites: { realm: ['all'] } }, { name: 'all' }, { name: 'vip' }],
				},
				scopeMappings: [{ clientScope: 's', roles: [role] }],
			},
		};
		const entries = mintable(realmOf(small)).filter(({ way }) => way === 'password');
		return entries.map((entry) => [entry.scope, entry.gated]);
	};
	expect(gated('vip')).toEqual([
		['', []],
		['s', ['s']],
		['t', []],
	]);
	expect(gated('all')).toEqual([
		['', []],
		['s', []],
		['t', []],
	]);
});

test('what is there twice is a problem in each list of names', () => {
	const twice = [scope('s'), scope('s')];
	expect(problems({ scopes: twice })).toEqual(['clientScopes.s is there twice']);
	const roles = { realm: [{ name: 'r' }, { name: 'r' }], client: { a: [{ name: 'r' }, { name: 'r' }] } };
	expect(problems({ more: { roles } })).toEqual(['roles.realm.r is there twice', 'roles.client.a.r is there twice']);
	const mappers = [audience('a'), audience('a')];
	expect(problems({ scopes: [scope('s', mappers)] })).toEqual([
		'clientScopes.s.protocolMappers.oidc-audience-mapper is there twice',
	]);
});

test.each<['whole' | 'part', unknown, readonly string[]]>([
	['whole', { displayName: `\${X}` }, ['displayName']],
	['whole', { '${X}': 'x' }, [`\${X}`, `\${X}`]],
	['whole', { displayName: `\${role_offline-access} \${client_account} \${username}` }, []],
	['whole', { displayName: `$(env:X) costs $5 {}` }, []],
	['whole', { supportedLocales: ['en', `\${LOCALE:de}`] }, ['supportedLocales.1']],
	['part', { displayName: `\${X}` }, []],
	['part', { displayName: '$(env:X)' }, ['displayName']],
])('%s: filled in from outside, %j', (form, more, wanted) => {
	const { problems } = readRealm({ ...document({}), ...(more as object) }, { form });
	expect(problems.map(({ where }) => where).sort()).toEqual([...wanted].sort());
});

test('what a part leaves open', () => {
	const attributes = {
		'access.token.lifespan': '60',
		'standard.token.exchange.enabled': 'false',
		'oauth2.device.authorization.grant.enabled': 'false',
		'oidc.ciba.grant.enabled': 'false',
		'oauth2.jwt.authorization.grant.enabled': 'false',
		'client_credentials.use_refresh_token': 'false',
		'client.use.lightweight.access.token.enabled': 'false',
	};
	const said = client('a', { consentRequired: false, authorizationServicesEnabled: false, attributes });
	const places = (change: object) => leftOpen({ ...document({}), ...change }).map(({ where }) => where);
	expect(places({ clients: [said] })).toEqual([]);
	expect(places({ clients: [{ ...said, publicClient: null, redirectUris: undefined }] })).toEqual([
		'clients.a.publicClient',
		'clients.a.redirectUris',
	]);
	expect(places({ clientScopes: [{ name: 's', protocol: 'openid-connect', protocolMappers: [] }] })).toEqual([
		'clientScopes.s.attributes.include.in.token.scope',
	]);
	expect(places({ users: [{ username: 'u' }], enabled: null })).toEqual(['enabled', 'users.u.enabled']);
	expect(
		[leftOpen(undefined), leftOpen([1]), leftOpen({ enabled: true, clients: 7 })].map((each) => each.length),
	).toEqual([0, 0, 2]);
});

test('what clients that come later get', () => {
	const small = {
		scopes: [scope('s'), scope('t')],
		more: { defaultDefaultClientScopes: ['s'], defaultOptionalClientScopes: ['t', 'u'] },
	};
	expect(realmOf(small).forNewClients.map(({ name }) => name)).toEqual(['s', 't']);
});
