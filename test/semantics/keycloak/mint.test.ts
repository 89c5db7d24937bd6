// Rules that no recorded realm shows, each on a realm of a few lines. Source of each: see the file that it is about.
import { expect, test } from 'vitest';
import { type Minted, mint, type Question } from '../../../src/semantics/keycloak/index.ts';
import {
	audience,
	client,
	mapper,
	read,
	realmOf,
	reject,
	type SmallPolicy,
	type SmallRealm,
	scope,
} from './small-realm.ts';

const ask = (small: SmallRealm, question: Partial<Question> = {}): Minted =>
	mint(realmOf(small), { client: 'a', way: 'as itself', scopes: [], ...question });

/** `token`, or the refusal's error and description. */
const said = (minted: Minted): string =>
	minted.kind === 'refused' ? `${minted.status} ${minted.error}: ${minted.description}` : minted.kind;

const claimsOf = (minted: Minted): Readonly<Record<string, unknown>> => {
	if (minted.kind !== 'token') throw new Error(JSON.stringify(minted));
	return minted.claims;
};

const browser = { standardFlowEnabled: true, redirectUris: ['https://a.example/in', 'https://a.example/app/*'] };
const exchanging = { attributes: { 'standard.token.exchange.enabled': 'true' } };
const subject = (change: object = {}) => ({
	of: 'user' as const,
	payload: { azp: 'front', aud: 'a', sid: 's', scope: 'openid read', ...change },
});

test('the least token: no audience, no scope, the own name twice only by a mapper', () => {
	expect(ask({ clients: [client('a')] })).toEqual({
		kind: 'token',
		of: 'itself',
		claims: { azp: 'a', iss: 'https://idp.example/realms/small', scope: '', sub: 'made by the server', typ: 'Bearer' },
		varying: new Set(['sub']),
		lifetimeSeconds: 300,
	});
	const note = mapper('oidc-usersessionmodel-note-mapper', {
		'claim.name': 'client_id',
		'user.session.note': 'client_id',
	});
	const small = { clients: [client('a', { ...browser, protocolMappers: [note] })] };
	expect(claimsOf(ask(small))).toMatchObject({ client_id: 'a' });
	expect(claimsOf(ask(small, { way: 'sign-in' }))).not.toHaveProperty('client_id');
});

test.each([
	['a scope that the client has not', ['read'], '400 invalid_scope: Invalid scopes: read'],
	['one that it has, and one that it has not', ['own', 'read'], '400 invalid_scope: Invalid scopes: own read'],
	['one that nobody has', ['nothing'], '400 invalid_scope: Invalid scopes: nothing'],
	['its own', ['own'], 'token'],
	['openid', ['openid'], 'token'],
	['a default one', ['always'], 'token'],
] as const)('scopes: %s', (_name, scopes, wanted) => {
	const small = {
		clients: [client('a', { optionalClientScopes: ['own'], defaultClientScopes: ['always'] })],
		scopes: [scope('own'), scope('read'), scope('always')],
	};
	expect(said(ask(small, { scopes }))).toBe(wanted);
});

test('a scope that is default and optional stays default; a scope that does not exist is no scope', () => {
	const { realm } = read({
		clients: [client('a', { defaultClientScopes: ['x', 'gone'], optionalClientScopes: ['x', 'y'] })],
		scopes: [scope('x'), scope('y')],
	});
	const found = realm.clients.get('a');
	expect(found?.defaults.map(({ name }) => name)).toEqual(['x']);
	expect([...(found?.optionals.keys() ?? [])]).toEqual(['y']);
});

test('a disabled receiver leaves the audience, a text audience stays', () => {
	const text = mapper('oidc-audience-mapper', { 'included.custom.audience': 'text' });
	const a = client('a', { optionalClientScopes: ['read'] });
	const scopes = [scope('read', [audience('b'), text, audience('nobody')])];
	expect(claimsOf(ask({ clients: [a, client('b')], scopes }, { scopes: ['read'] })).aud).toEqual(['b', 'text']);
	expect(claimsOf(ask({ clients: [a, client('b', { enabled: false })], scopes }, { scopes: ['read'] })).aud).toBe(
		'text',
	);
});

test('lightweight tokens hold what mappers put there by name, and the scope', () => {
	const heavy = mapper('oidc-hardcoded-claim-mapper', { 'claim.name': 'heavy', 'claim.value': 'x' });
	const light = mapper('oidc-hardcoded-claim-mapper', {
		'claim.name': 'light',
		'claim.value': '7',
		'jsonType.label': 'int',
		'lightweight.claim': 'true',
	});
	const attributes = { 'client.use.lightweight.access.token.enabled': 'true' };
	const small = (change: object) => ({ clients: [client('a', { protocolMappers: [heavy, light], ...change })] });
	expect(claimsOf(ask(small({})))).toMatchObject({ heavy: 'x', light: 7 });
	expect(claimsOf(ask(small({ attributes })))).toMatchObject({ light: 7, scope: '' });
	expect(claimsOf(ask(small({ attributes })))).not.toHaveProperty('heavy');
	const policies: readonly SmallPolicy[] = [
		{ conditions: [['any-client', {}]], executors: [['use-lightweight-access-token', {}]] },
	];
	expect(claimsOf(ask({ ...small({}), policies }))).not.toHaveProperty('heavy');
});

// Measured on a living 26.7.5, where the model had it otherwise at first.
test('a user’s lightweight token has no `sub` unless its mapper says so, and keeps `sid`', () => {
	const sub = (config: object) => mapper('oidc-sub-mapper', { ...config });
	const attributes = { 'client.use.lightweight.access.token.enabled': 'true' };
	const small = (config: object, change: object) => ({
		clients: [client('a', { ...browser, protocolMappers: [sub(config)], ...change })],
	});
	const signIn = { way: 'sign-in' } as const;
	expect(claimsOf(ask(small({}, {}), signIn))).toHaveProperty('sub');
	expect(claimsOf(ask(small({}, { attributes }), signIn))).not.toHaveProperty('sub');
	expect(claimsOf(ask(small({}, { attributes }), signIn))).toHaveProperty('sid');
	expect(claimsOf(ask(small({ 'lightweight.claim': 'true' }, { attributes }), signIn))).toHaveProperty('sub');
});

test('where a code is redeemed, a policy’s refusal is called an invalid grant', () => {
	const policies = [{ conditions: [grant('client_credentials'), optional('read')], executors: reject }];
	const a = client('a', { ...browser, optionalClientScopes: ['read'] });
	const minted = ask({ clients: [a], scopes: [scope('read')], policies }, { way: 'sign-in', scopes: ['read'] });
	expect(said(minted)).toBe('400 invalid_grant: Request not allowed');
});

test('a mapper can forge the `client_id` of a user’s token', () => {
	const forged = mapper('oidc-hardcoded-claim-mapper', { 'claim.name': 'client_id', 'claim.value': 'forged' });
	const a = client('a', { ...browser, protocolMappers: [forged] });
	expect(claimsOf(ask({ clients: [a] }, { way: 'sign-in' }))).toMatchObject({ client_id: 'forged' });
});

test('a nested claim, one with a dot, and one that no mapper may set', () => {
	const fixed = (name: string) => mapper('oidc-hardcoded-claim-mapper', { 'claim.name': name, 'claim.value': 'x' });
	const claims = claimsOf(
		ask({
			clients: [client('a', { protocolMappers: ['deep.er', 'deep.est', 'a\\.b', 'iss', 'scope', ''].map(fixed) })],
		}),
	);
	expect(claims).toMatchObject({
		deep: { er: 'x', est: 'x' },
		'a.b': 'x',
		iss: 'https://idp.example/realms/small',
		scope: '',
	});
});

test.each(['sub', 'azp', 'sid', 'aud'])('a mapper of `%s` leaves everything undecided', (name) => {
	const forged = mapper('oidc-hardcoded-claim-mapper', { 'claim.name': name, 'claim.value': 'x' });
	expect(said(ask({ clients: [client('a', { protocolMappers: [forged] })] }))).toBe('undecided');
	const muted = { ...forged, config: { 'claim.name': name, 'claim.value': 'x', 'access.token.claim': 'false' } };
	expect(said(ask({ clients: [client('a', { protocolMappers: [muted] })] }))).toBe('token');
});

const grant = (...grants: readonly string[]) => ['grant-type', { grant_types: grants }] as const;
const optional = (name: string, negative = false) =>
	['client-scopes', { scopes: [name], type: 'Optional', 'is-negative-logic': negative }] as const;
const marked = (value: string) =>
	['client-attributes', { attributes: JSON.stringify([{ key: 'meshgrant.mark', value }]) }] as const;
const type = (...types: readonly string[]) => ['client-access-type', { type: types }] as const;

test.each<[string, SmallPolicy['conditions'], string | undefined, boolean]>([
	['no condition', [], 'STRICT', false],
	['any client', [['any-client', {}]], undefined, true],
	['the right grant', [grant('client_credentials')], 'STRICT', true],
	['another grant', [grant('password')], 'STRICT', false],
	['the right scope', [optional('read')], 'STRICT', true],
	['another scope', [optional('other')], 'STRICT', false],
	['not another scope', [optional('other', true)], 'STRICT', true],
	['a mark', [marked('yes')], 'STRICT', true],
	['another mark', [marked('no')], 'STRICT', false],
	['a kind of client', [type('confidential')], 'STRICT', true],
	['one yes and one no', [optional('read'), marked('no')], undefined, false],
	['an abstention in STRICT mode', [optional('read'), ['client-updater-context', {}]], 'STRICT', false],
	['an abstention otherwise', [optional('read'), ['client-updater-context', {}]], undefined, true],
	['abstentions only', [['client-updater-context', {}]], undefined, false],
	[
		'a scope of the client that is not asked for',
		[['client-scopes', { scopes: ['always'], type: 'Optional' }]],
		'STRICT',
		false,
	],
	['a default scope', [['client-scopes', { scopes: ['always'], type: 'Default' }]], 'STRICT', true],
	['any of both', [['client-scopes', { scopes: ['always', 'other'], type: 'Any' }]], 'STRICT', true],
])('a policy on %s', (_name, conditions, mode, refuses) => {
	const attributes = { 'meshgrant.mark': 'yes' };
	const a = client('a', { defaultClientScopes: ['always'], optionalClientScopes: ['read', 'other'], attributes });
	const policy = { conditions, executors: reject, ...(mode === undefined ? {} : { mode }) };
	const small = { clients: [a], scopes: ['read', 'other', 'always'].map((name) => scope(name)), policies: [policy] };
	expect(said(ask(small, { scopes: ['read'] }))).toBe(refuses ? '400 invalid_request: Request not allowed' : 'token');
});

test('a condition or executor that is not understood: undecided where it could matter, and only there', () => {
	const small = (policy: SmallPolicy) => ({ clients: [client('a')], policies: [policy] });
	const unknown = ['acr-condition', {}] as const;
	expect(said(ask(small({ conditions: [unknown], executors: reject })))).toBe('undecided');
	expect(said(ask(small({ mode: 'STRICT', conditions: [unknown, grant('password')], executors: reject })))).toBe(
		'token',
	);
	expect(said(ask(small({ conditions: [['any-client', {}]], executors: [['made-up', {}]] })))).toBe('undecided');
	expect(said(ask(small({ conditions: [grant('password')], executors: [['made-up', {}]] })))).toBe('token');
	// A sure refusal stays one.
	const both = [['made-up', {}], ...reject] as const;
	expect(said(ask(small({ conditions: [['any-client', {}]], executors: both })))).toBe(
		'400 invalid_request: Request not allowed',
	);
	// About the form of a sign-in: client credentials never meet it.
	expect(said(ask(small({ conditions: [['any-client', {}]], executors: [['secure-response-type', {}]] })))).toBe(
		'token',
	);
	expect(read(small({ conditions: [unknown], executors: [['made-up', {}]] })).problems).toHaveLength(2);
});

test('without STRICT, a condition on the grant falls silent at the answer, and the policy reaches other grants', () => {
	const small = (mode: string) => ({
		clients: [client('a', { optionalClientScopes: ['read'] })],
		scopes: [scope('read')],
		policies: [{ mode, conditions: [grant('client_credentials', 'none'), optional('read')], executors: reject }],
	});
	const others = (mode: string) => ({
		...small(mode),
		policies: [{ mode, conditions: [grant('authorization_code'), optional('read')], executors: reject }],
	});
	expect(said(ask(small('STRICT'), { scopes: ['read'] }))).toContain('400 invalid_request');
	expect(said(ask(others('STRICT'), { scopes: ['read'] }))).toBe('token');
	expect(said(ask(others('DEFAULT'), { scopes: ['read'] }))).toContain('400 invalid_request');
});

test('executors on the client and its proof', () => {
	const policy = (executor: string, configuration: object = {}) => ({
		conditions: [['any-client', {}] as const],
		executors: [[executor, configuration as Record<string, unknown>] as const],
	});
	const secure = policy('secure-client-authenticator', { 'allowed-client-authenticators': ['federated-jwt'] });
	expect(said(ask({ clients: [client('a')], policies: [secure] }))).toBe(
		'400 invalid_request: Configured client authentication method not allowed for client',
	);
	const open = client('a', { ...browser, publicClient: true });
	expect(said(ask({ clients: [open], policies: [policy('confidential-client')] }, { way: 'sign-in' }))).toBe(
		'302 invalid_client: invalid client access type: public',
	);
	const pkce = { clients: [open], policies: [policy('pkce-enforcer')] };
	expect(said(ask(pkce, { way: 'sign-in', pkce: 'none' }))).toBe(
		'302 invalid_request: Missing parameter: code_challenge_method',
	);
	expect(said(ask(pkce, { way: 'sign-in' }))).toBe('token');
	const password = client('a', { directAccessGrantsEnabled: true });
	expect(said(ask({ clients: [password] }, { way: 'password' }))).toBe('token');
	expect(said(ask({ clients: [password], policies: [policy('reject-ropc-grant')] }, { way: 'password' }))).toBe(
		'400 invalid_grant: resource owner password credentials grant is prohibited.',
	);
});

test.each<[string, Partial<Question>, string]>([
	['a token that names it', { subject: subject() }, 'token'],
	['its own token', { subject: subject({ azp: 'a', aud: 'b' }) }, 'token'],
	[
		'a token for others',
		{ subject: subject({ aud: ['b', 'c'] }) },
		'403 access_denied: Client is not within the token audience',
	],
	['an audience that comes with the scope', { subject: subject(), scopes: ['read'], audiences: ['b'] }, 'token'],
	[
		'an audience without its scope',
		{ subject: subject(), audiences: ['b'] },
		'400 invalid_request: Requested audience not available: b',
	],
	[
		'an audience that is no client',
		{ subject: subject(), audiences: ['nobody'] },
		'400 invalid_client: Audience not found',
	],
	['a disabled audience', { subject: subject(), audiences: ['off'] }, '400 invalid_client: Client disabled'],
	['a wrong scope', { subject: subject(), scopes: ['x'] }, '400 invalid_scope: Invalid scopes: x'],
])('exchange of %s', (_name, question, wanted) => {
	const small = {
		clients: [
			client('a', { ...exchanging, optionalClientScopes: ['read', 'more'] }),
			client('b'),
			client('c'),
			client('off', { enabled: false }),
		],
		scopes: [scope('read', [audience('b')]), scope('more', [audience('c')])],
	};
	expect(said(ask(small, { way: 'exchange', ...question }))).toBe(wanted);
});

test('an exchange for an audience takes the others away, and scopes of other clients with their roles', () => {
	const small = {
		clients: [
			client('a', { ...exchanging, optionalClientScopes: ['read', 'more', 'gated'] }),
			client('b'),
			client('c'),
		],
		scopes: [scope('read', [audience('b')]), scope('more', [audience('c')]), scope('gated', [audience('b')])],
		more: { clientScopeMappings: { c: [{ clientScope: 'gated', roles: ['r'] }] } },
	};
	const question = {
		way: 'exchange',
		subject: subject(),
		scopes: ['read', 'more', 'gated'],
		user: { attributes: {}, roles: ['c\nr'] },
	} as const;
	expect(claimsOf(ask(small, question))).toMatchObject({ aud: ['b', 'c'], scope: 'gated more read' });
	expect(claimsOf(ask(small, { ...question, audiences: ['b'] }))).toMatchObject({ aud: 'b', scope: 'more read' });
});

test('an exchanged token has the session of its subject; a claim can be demanded of it', () => {
	const claim = (name: string, value: string): SmallPolicy => ({
		conditions: [['any-client', {}]],
		executors: [['jwt-claim-enforcer', { 'claim-name': name, 'allowed-value': value }]],
	});
	const a = client('a', exchanging);
	const service = { of: 'service' as const, payload: { azp: 'job', aud: 'a' } };
	expect(claimsOf(ask({ clients: [a] }, { way: 'exchange', subject: subject() }))).toHaveProperty('sid');
	expect(claimsOf(ask({ clients: [a] }, { way: 'exchange', subject: service }))).not.toHaveProperty('sid');
	const enforced = (policy: SmallPolicy) =>
		said(ask({ clients: [a], policies: [policy] }, { way: 'exchange', subject: subject({ level: 'gold' }) }));
	expect(enforced(claim('level', 'gold|silver'))).toBe('token');
	expect(enforced(claim('level', 'gol'))).toContain('400 invalid_request');
	expect(enforced(claim('rank', '.+'))).toBe("400 invalid_request: Required claim 'rank' is missing from the token");
	expect(enforced(claim('level', '(?<!x'))).toBe('undecided');
});

test('downscoping: scopes that the subject token lacks are refused, and default ones that it lacks fall away', () => {
	const small = {
		clients: [
			client('a', { ...exchanging, optionalClientScopes: ['read', 'write'], defaultClientScopes: ['always', 'quiet'] }),
		],
		scopes: [scope('read'), scope('write'), scope('always'), scope('quiet', [audience('a')], false)],
		policies: [
			{ conditions: [['any-client', {}] as const], executors: [['downscope-assertion-grant-enforcer', {}] as const] },
		],
	};
	expect(claimsOf(ask(small, { way: 'exchange', subject: subject(), scopes: ['read'] }))).toMatchObject({
		scope: 'read',
		aud: 'a',
	});
	expect(said(ask(small, { way: 'exchange', subject: subject(), scopes: ['write'] }))).toContain(
		'400 invalid_scope: Scopes [write]',
	);
});

test('a service that keeps its sessions gets tokens that look like a user’s', () => {
	const attributes = { 'client_credentials.use_refresh_token': 'true' };
	expect(claimsOf(ask({ clients: [client('a', { attributes })] }))).toHaveProperty('sid');
});

test.each([
	['https://a.example/in', 'token'],
	['https://a.example/in/', 'refused'],
	['https://a.example/in?x=1', 'refused'],
	['https://a.example/app/any/where?x=1', 'token'],
	['https://a.example/app', 'token'],
	['https://a.example/app/../in', 'refused'],
	['https://a.example/application', 'refused'],
	['https://b.example/in', 'refused'],
])('redirect to %s: %s', (redirectUri, kind) => {
	expect(ask({ clients: [client('a', browser)] }, { way: 'sign-in', redirectUri }).kind).toBe(kind);
});

test.each<[string, Readonly<Record<string, unknown>>, Question['proof'], string]>([
	['its key', {}, { kind: 'key', of: 'a' }, 'token'],
	['the key of another', {}, { kind: 'key', of: 'b' }, '401 invalid_client'],
	['nothing', {}, { kind: 'nothing' }, '400 invalid_client'],
	[
		'a key where none is registered',
		{ attributes: { 'use.jwks.url': 'false' } },
		{ kind: 'key', of: 'a' },
		'401 invalid_client',
	],
	['its secret', { clientAuthenticatorType: 'client-secret', secret: 'x' }, { kind: 'secret', secret: 'x' }, 'token'],
	[
		'a wrong secret',
		{ clientAuthenticatorType: 'client-secret', secret: 'x' },
		{ kind: 'secret', secret: 'y' },
		'401 unauthorized_client',
	],
	[
		'a guess at a made-up secret',
		{ clientAuthenticatorType: 'client-secret' },
		{ kind: 'secret', secret: '' },
		'401 unauthorized_client',
	],
	['what it should, disabled', { enabled: false }, undefined, '401 invalid_client'],
])('a client that shows %s', (_name, change, proof, wanted) => {
	const question = proof === undefined ? {} : { proof };
	expect(said(ask({ clients: [client('a', change)] }, question))).toContain(wanted);
});

test('two clients with one foreign account: neither gets in', () => {
	const attributes = { 'jwt.credential.issuer': 'kubernetes', 'jwt.credential.sub': 'system:serviceaccount:n:s' };
	const twin = (id: string) => client(id, { clientAuthenticatorType: 'federated-jwt', attributes });
	const more = { identityProviders: [{ alias: 'kubernetes', providerId: 'kubernetes', enabled: true }] };
	expect(said(ask({ clients: [twin('a')], more }))).toBe('token');
	expect(said(ask({ clients: [twin('a'), twin('b')], more }))).toContain('401 invalid_client');
	expect(said(ask({ clients: [twin('a')] }))).toContain('401 invalid_client');
	const off = { identityProviders: more.identityProviders.map((provider) => ({ ...provider, enabled: false })) };
	expect(said(ask({ clients: [twin('a')], more: off }))).toContain('401 invalid_client');
});

test('a client that does not exist', () => {
	expect(said(ask({}))).toBe('401 invalid_client: Invalid client or Invalid client credentials');
	expect(said(ask({}, { way: 'sign-in' }))).toBe('400 page: Client not found.');
});
