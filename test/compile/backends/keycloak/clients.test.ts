// What each kind of client looks like, and that one that is off keeps nothing but its name.
import { expect, test } from 'vitest';
import { keycloak } from '../../../../src/compile/backends/keycloak/index.ts';
import {
	bankIssuer,
	clientGrant,
	clientOf,
	gateway,
	grant,
	issuer,
	modelOf,
	outsideClient,
	scope,
	service,
} from '../../model.ts';
import { bank, clientIn, mobile, partOf, realmOf } from './bank.ts';

const part = partOf(bank);

const links: readonly [string, readonly string[], readonly string[]][] = [
	['accounts', ['basic'], []],
	['archive', [], []],
	[
		'desk',
		['basic', 'meshgrant-client-desk', 'meshgrant-tenant', 'service_account'],
		['accounts.audit', 'accounts.read'],
	],
	['limits', ['basic'], []],
	['mobile-app', ['basic', 'meshgrant-tenant'], ['accounts.read', 'limits.check', 'payments.create', 'reports.use']],
	['partner', ['basic', 'meshgrant-tenant', 'service_account'], ['payments.create']],
	[
		'payments',
		['basic', 'meshgrant-client-payments', 'meshgrant-exchange', 'meshgrant-tenant', 'service_account'],
		['accounts.close', 'accounts.read', 'limits.check'],
	],
	[
		'reports',
		['basic', 'meshgrant-client-reports', 'meshgrant-exchange', 'service_account'],
		['accounts.close', 'accounts.read'],
	],
	['scheduler', ['basic', 'service_account'], ['accounts.read', 'payments.settle']],
	['statements', ['basic', 'meshgrant-tenant', 'service_account'], ['accounts.read']],
];

test.each(links)('scope links of %s are exactly those of its grants', (id, defaults, optionals) => {
	const client = clientIn(part, id);
	expect(client.defaultClientScopes).toEqual(defaults);
	expect(client.optionalClientScopes).toEqual(optionals);
});

test('there are no other clients', () => {
	expect(part.clients.map((client) => client.clientId)).toEqual(links.map(([id]) => id));
});

test('a service authenticates with its Kubernetes service account', () => {
	expect(clientIn(part, 'payments')).toMatchObject({
		clientAuthenticatorType: 'federated-jwt',
		publicClient: false,
		standardFlowEnabled: false,
		serviceAccountsEnabled: true,
		attributes: {
			'jwt.credential.issuer': 'kubernetes',
			'jwt.credential.sub': 'system:serviceaccount:payments:payments',
			'access.token.lifespan': '300',
			'standard.token.exchange.enabled': 'true',
		},
	});
	expect(part.identityProviders).toEqual([
		{
			alias: 'kubernetes',
			providerId: 'kubernetes',
			enabled: true,
			hideOnLogin: true,
			config: { issuer: 'https://oidc.cluster.example' },
		},
	]);
});

test('a partner authenticates with its own key, by URL', () => {
	const { clientAuthenticatorType, attributes } = clientIn(part, 'partner');
	expect(clientAuthenticatorType).toBe('client-jwt');
	expect(attributes).toMatchObject({
		'use.jwks.url': 'true',
		'jwks.url': 'https://partner.example/jwks',
		'use.jwks.string': 'false',
	});
});

test('a service that only receives tokens cannot get any: no flow, no credentials', () => {
	const client = clientIn(part, 'accounts');
	expect(client).toMatchObject({
		enabled: true,
		standardFlowEnabled: false,
		serviceAccountsEnabled: false,
		directAccessGrantsEnabled: false,
	});
	expect(Object.keys(client.attributes).filter((key) => /jwt\.credential|jwks|x509/.test(key))).toEqual([]);
});

test('a public client signs users in with PKCE S256, exact URIs, and nothing else', () => {
	expect(clientIn(part, 'mobile-app')).toMatchObject({
		publicClient: true,
		standardFlowEnabled: true,
		serviceAccountsEnabled: false,
		redirectUris: ['https://mobile-app.example/callback'],
		webOrigins: ['https://mobile-app.example'],
		attributes: {
			'pkce.code.challenge.method': 'S256',
			'use.refresh.tokens': 'true',
			'access.token.lifespan': '120',
			'meshgrant.login': 'browser',
		},
	});
});

test('a service that signs users in, too, has PKCE and its own key', () => {
	expect(clientIn(part, 'desk')).toMatchObject({
		publicClient: false,
		standardFlowEnabled: true,
		serviceAccountsEnabled: true,
		redirectUris: ['https://desk.example/cb'],
		webOrigins: [],
		attributes: { 'pkce.code.challenge.method': 'S256' },
	});
});

test('a disabled client is off: no flow, no scope, no redirect, no account of its own', () => {
	const client = clientIn(part, 'archive');
	expect(client).toMatchObject({
		enabled: false,
		standardFlowEnabled: false,
		serviceAccountsEnabled: false,
		redirectUris: [],
		defaultClientScopes: [],
		optionalClientScopes: [],
	});
	expect(part.users.map((user) => user.serviceAccountClientId)).not.toContain('archive');
});

test('a disabled front end loses its redirect URIs as well', () => {
	const off = { ...mobile, state: { kind: 'disabled', because: 'old version' } } as const;
	const to = scope(service('to'), 'to.read', ['GET /']);
	const model = modelOf({ clients: [clientOf(to.receiver), off], scopes: [to] });
	expect(clientIn(partOf(model), 'mobile-app')).toMatchObject({ enabled: false, redirectUris: [], webOrigins: [] });
});

test('a client leads back to the catalog: file and path, owner, grants, and a digest of itself', () => {
	expect(clientIn(part, 'statements').attributes).toMatchObject({
		'meshgrant.source': 'services.catalog.ts services.statements',
		'meshgrant.owner': 'team-statements',
		'meshgrant.grants': 'accounts/accounts.read/statements/service',
		'meshgrant.digest': expect.stringMatching(/^[0-9a-f]{16}$/),
	});
});

test('a change of one client changes the digest of that client alone', () => {
	const changed = partOf({
		...bank,
		clients: bank.clients.map((each) => (each.id === 'limits' ? { ...each, lifetimeSeconds: 60 } : each)),
	});
	const differing = part.clients.filter(
		(client) =>
			clientIn(changed, client.clientId).attributes['meshgrant.digest'] !== client.attributes['meshgrant.digest'],
	);
	expect(differing.map((client) => client.clientId)).toEqual(['limits']);
});

test('every catalog scope is in the realm, even one that nobody is granted; that one is linked to nobody', () => {
	const names = part.clientScopes.map((each) => each.name).filter((name) => !name.startsWith('meshgrant-'));
	expect(names).toEqual(bank.scopes.map((each) => each.name));
	for (const client of part.clients) expect(client.optionalClientScopes).not.toContain('limits.raise');
});

test('a scope of a receiver without tokens is not in the realm', () => {
	const ledger = scope(service('ledger'), 'ledger.connect', ['TCP']);
	const model = modelOf({ ...bank, grants: [...bank.grants, grant(service('payments'), ledger, 'identity')] });
	expect(partOf(model).clientScopes.map((each) => each.name)).not.toContain('ledger.connect');
});

test('a token for an audience without a client is our own bug', () => {
	const to = scope(service('to'), 'to.read', ['GET /']);
	expect(() => keycloak(modelOf({ grants: [grant(service('from'), to, 'service')] }))).toThrow(
		'no client for the audience to',
	);
});

test('a token that crosses issuers is our own bug', () => {
	const other = issuer('partners');
	const to = scope(service('to'), 'to.read', ['GET /']);
	const model = modelOf({
		clients: [clientOf(to.receiver, { issuer: other })],
		grants: [grant(service('from'), to, 'service')],
	});
	expect(() => keycloak(model)).toThrow('to/to.read/from/service crosses issuers');
});

test('service accounts of an unknown cluster cannot be trusted: our own bug', () => {
	const blind = issuer('blind', { kubernetes: { kind: 'none' } });
	const from = service('from');
	const to = scope(service('to'), 'to.read', ['GET /']);
	const model = modelOf({
		clients: [clientOf(to.receiver, { issuer: blind, authentication: { kind: 'none' } })],
		grants: [grant(from, to, 'service', { client: clientOf(from, { issuer: blind }) })],
	});
	expect(() => keycloak(model)).toThrow('service accounts of no known issuer');
});

test('one pair of files for each issuer, and none without issuers', () => {
	const paths = (model: Parameters<typeof keycloak>[0]) => keycloak(model).map((file) => file.path);
	expect(paths(bank)).toEqual(['prod/keycloak/bank.config-cli.yaml', 'prod/keycloak/bank.realm.json']);
	expect(paths(modelOf({}))).toEqual([]);
	const partners = issuer('partners');
	expect(paths(modelOf({ environment: 'staging', issuers: [bankIssuer, partners] }))).toEqual([
		'staging/keycloak/bank.config-cli.yaml',
		'staging/keycloak/bank.realm.json',
		'staging/keycloak/partners.config-cli.yaml',
		'staging/keycloak/partners.realm.json',
	]);
});

const pair = (stem: string) => [`prod/keycloak/${stem}.config-cli.yaml`, `prod/keycloak/${stem}.realm.json`];

test.each([
	['of one name', 'second', 'bank'],
	['of one name in another case', 'second', 'Bank'],
])('two servers with a realm %s do not write to one file', (_about, name, realm) => {
	const twin = issuer(name, { realm });
	const files = keycloak(modelOf({ issuers: [bankIssuer, twin] }));
	expect(files.map((file) => file.path)).toEqual([...pair('bank'), ...pair('second')]);
});

test('nor does a third whose realm is called like an issuer', () => {
	const issuers = [bankIssuer, issuer('second', { realm: 'bank' }), issuer('third', { realm: 'bank.second' })];
	const files = keycloak(modelOf({ issuers: [...issuers, issuer('fourth', { realm: 'second' })] }));
	expect(files.map((file) => file.path)).toEqual(['bank', 'fourth', 'second', 'third'].flatMap(pair));
});

test('each issuer gets its own clients and scopes only', () => {
	const partners = issuer('partners');
	const hub = service('hub');
	const use = scope(hub, 'hub.use', ['GET /']);
	const outside = outsideClient('agency', { issuer: partners });
	const model = modelOf({
		...bank,
		clients: [...bank.clients, clientOf(hub, { issuer: partners, authentication: { kind: 'none' } })],
		grants: [...bank.grants, clientGrant(outside, gateway('edge').workload, use)],
	});
	const [ours, , theirs] = keycloak(model);
	expect(ours).toHaveProperty('content.clients', part.clients);
	expect(theirs).toMatchObject({
		content: { clients: [{ clientId: 'agency' }, { clientId: 'hub' }], clientScopes: [{ name: 'hub.use' }], users: [] },
	});
});

test('both files hold the same part of ours', () => {
	const realm = realmOf(bank);
	const ids = new Set(part.clients.map((client) => client.clientId));
	expect(realm.clients.filter((client) => ids.has(client.clientId))).toEqual(part.clients);
	expect(realm).toMatchObject({
		realm: part.realm,
		users: part.users,
		clientPolicies: part.clientPolicies,
		clientProfiles: part.clientProfiles,
		identityProviders: part.identityProviders,
		defaultRole: { name: 'default-roles-bank' },
		registrationAllowed: false,
		sslRequired: 'external',
	});
});
