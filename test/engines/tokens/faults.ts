// Faults that could stand in our definitions, planted on purpose: each is a change of what we would have written, for the
// model of actors.ts, and the findings that must come of it. A suite that does not find them proves nothing.
import type ClientRepresentation from '@keycloak/keycloak-admin-client/lib/defs/clientRepresentation.js';
import type ClientScopeRepresentation from '@keycloak/keycloak-admin-client/lib/defs/clientScopeRepresentation.js';
import type ProtocolMapperRepresentation from '@keycloak/keycloak-admin-client/lib/defs/protocolMapperRepresentation.js';
import type { Realm } from './definitions.ts';

export interface Fault {
	readonly name: string;
	/** Faults of one number stand in one realm together; those that would hide each other have different ones. */
	readonly realm: 1 | 2 | 3 | 4;
	readonly plant: (realm: Realm) => Realm;
	/** Part of a finding as printed; at least one must match. */
	readonly found: RegExp;
}

export const faults: readonly Fault[] = [
	{
		name: 'a second audience in a scope',
		realm: 1,
		plant: onScope('accounts.read', (scope) => withMapper(scope, audienceMapper('payments'))),
		found: /^wrong: statements, as itself, accounts\.read: aud is \["accounts","payments"\], not "accounts"$/,
	},
	{
		name: 'a mapper that adds a claim',
		realm: 1,
		plant: onScope('accounts.close', (scope) => withMapper(scope, hardcoded('role', 'admin'))),
		found: /^wrong: payments, exchange, accounts\.close: role is there: "admin"$/,
	},
	{
		name: 'a scope without its audience',
		realm: 1,
		plant: onScope('payments.create', (scope) => ({ ...scope, protocolMappers: [] })),
		found: /^wrong: partner, as itself, payments\.create: aud is absent, not "payments"$/,
	},
	{
		name: 'an optional scope too many',
		realm: 1,
		plant: onClient('statements', (client) => ({
			...client,
			optionalClientScopes: [...(client.optionalClientScopes ?? []), 'payments.settle'],
		})),
		found: /^excess: statements, as itself, payments\.settle: a token for "payments"$/,
	},
	{
		name: 'an optional scope too few',
		realm: 2,
		plant: onClient('statements', (client) => ({ ...client, optionalClientScopes: [] })),
		found: /^missing: statements, as itself, accounts\.read: 400 invalid_scope/,
	},
	{
		name: 'a scope by default instead of on request',
		realm: 2,
		plant: onClient('partner', (client) => ({
			...client,
			defaultClientScopes: [...(client.defaultClientScopes ?? []), 'payments.settle'],
			optionalClientScopes: ['payments.create'],
		})),
		found: /^wrong: partner, as itself, no scope: aud is "payments", not absent$/,
	},
	{
		name: 'full scope, and the roles that it opens',
		realm: 2,
		plant: onClient('payments', (client) => ({
			...client,
			fullScopeAllowed: true,
			defaultClientScopes: [...(client.defaultClientScopes ?? []), 'roles'],
		})),
		found: /^wrong: payments, exchange, accounts\.read: (aud is .*|realm_access is there)/,
	},
	{
		name: 'no policy that keeps scopes for users from services',
		realm: 2,
		plant: withoutPolicies(/^meshgrant-only-users/),
		found: /^excess: reports, as itself, accounts\.close: a token for "accounts"$/,
	},
	{
		name: 'no policy that keeps scopes for services from users',
		realm: 2,
		plant: withoutPolicies(/^meshgrant-only-services/),
		found: /^excess: desk, sign-in, accounts\.audit: a token for "accounts"$/,
	},
	{
		name: 'no policy that keeps tokens of services from exchange',
		realm: 2,
		plant: withoutPolicies(/^meshgrant-exchange$/),
		found: /^open door: payments, exchange of a token of a service: /,
	},
	{
		name: 'an account for a client that never acts as itself',
		realm: 1,
		plant: onClient('payments', (client) => ({
			...client,
			serviceAccountsEnabled: true,
			defaultClientScopes: [...(client.defaultClientScopes ?? []), 'service_account'],
		})),
		found: /^excess: payments, as itself, no scope: /,
	},
	{
		name: 'exchange for a client that never exchanges',
		realm: 1,
		plant: onClient('statements', (client) => ({
			...client,
			attributes: { ...client.attributes, 'standard.token.exchange.enabled': 'true' },
		})),
		found: /^excess: statements, exchange, accounts\.read: /,
	},
	{
		name: 'a redirect address with a wildcard',
		realm: 1,
		plant: onClient('mobile-app', (client) => ({ ...client, redirectUris: ['https://mobile-app.example/*'] })),
		found: /^open door: mobile-app, redirect below the registered address: /,
	},
	{
		name: 'a wrong redirect address',
		realm: 2,
		plant: onClient('mobile-app', (client) => ({ ...client, redirectUris: ['https://mobile-app.example/other'] })),
		found: /^missing: mobile-app, sign-in, payments\.create: 400 page: Invalid parameter: redirect_uri$/,
	},
	{
		name: 'no PKCE, neither by attribute nor by policy',
		realm: 3,
		plant: (realm) =>
			onClient('mobile-app', (client) => {
				const { 'pkce.code.challenge.method': _method, ...attributes } = client.attributes ?? {};
				return { ...client, attributes };
			})(withoutPolicies(/^meshgrant-login$/)(realm)),
		found: /^open door: mobile-app, sign-in without PKCE: /,
	},
	{
		name: 'a tenant that people may edit',
		realm: 1,
		plant: (realm) => {
			const profile = 'kc.user.profile.config';
			const text = JSON.stringify(realm.components).replaceAll(
				String.raw`\"permissions\":{\"view\":[\"admin\"],\"edit\":[\"admin\"]}`,
				String.raw`\"permissions\":{\"view\":[\"admin\",\"user\"],\"edit\":[\"admin\",\"user\"]}`,
			);
			if (!text.includes(profile)) throw new Error('the realm has no user profile');
			return { ...realm, components: JSON.parse(text) };
		},
		found: /^open door: the realm, a person edits their own tenant: \{"tenant":\["another-tenant"\]\}$/,
	},
	{
		name: 'a client without its tenant scope',
		realm: 3,
		plant: onClient('statements', (client) => ({
			...client,
			defaultClientScopes: (client.defaultClientScopes ?? []).filter((name) => name !== 'meshgrant-tenant'),
		})),
		found: /^wrong: statements, as itself, accounts\.read: the tenant is missing$/,
	},
	{
		name: 'an account with the tenant of another',
		realm: 4,
		plant: (realm) => ({
			...realm,
			users: (realm.users ?? []).map((user) => ({ ...user, attributes: { tenant: ['wholesale'] } })),
		}),
		found: /^wrong: partner, as itself, payments\.create: the tenant is "wholesale", not "business"$/,
	},
	{
		name: 'a lifetime that is too long',
		realm: 1,
		plant: onClient('mobile-app', (client) => ({
			...client,
			attributes: { ...client.attributes, 'access.token.lifespan': '3600' },
		})),
		found: /^wrong: mobile-app, sign-in, payments\.create: it lives for 3600 s, not 120 s at most$/,
	},
	{
		name: 'a shared secret, and no policy against it',
		realm: 3,
		plant: (realm) =>
			onClient('partner', (client) => ({
				...client,
				clientAuthenticatorType: 'client-secret',
				secret: 'secret',
			}))(withoutPolicies(/^meshgrant-confidential$/)(realm)),
		found: /^open door: partner, a guessed secret: /,
	},
	{
		name: 'the service account of another namespace',
		realm: 4,
		plant: onClient('statements', (client) => ({
			...client,
			attributes: {
				...client.attributes,
				'jwt.credential.sub': 'system:serviceaccount:elsewhere:statements',
			},
		})),
		found: /^open door: statements, an assertion of another account: /,
	},
];

/** The faults by the realm in which they are planted. */
export const faultyRealms = ([1, 2, 3, 4] as const).map((number) => ({
	number,
	planted: faults.filter(({ realm }) => realm === number),
}));

function onClient(id: string, change: (client: ClientRepresentation) => ClientRepresentation): Fault['plant'] {
	return (realm) => {
		const clients = realm.clients ?? [];
		if (!clients.some(({ clientId }) => clientId === id)) throw new Error(`no client ${id} to plant a fault in`);
		return { ...realm, clients: clients.map((client) => (client.clientId === id ? change(client) : client)) };
	};
}

function onScope(
	name: string,
	change: (scope: ClientScopeRepresentation) => ClientScopeRepresentation,
): Fault['plant'] {
	return (realm) => {
		const scopes = realm.clientScopes ?? [];
		if (!scopes.some((scope) => scope.name === name)) throw new Error(`no scope ${name} to plant a fault in`);
		return { ...realm, clientScopes: scopes.map((scope) => (scope.name === name ? change(scope) : scope)) };
	};
}

function withoutPolicies(names: RegExp): Fault['plant'] {
	return (realm) => {
		const policies = realm.clientPolicies?.policies ?? [];
		const left = policies.filter(({ name = '' }) => !names.test(name));
		if (left.length === policies.length) throw new Error(`no policy ${names} to leave out`);
		return { ...realm, clientPolicies: { policies: left } };
	};
}

const withMapper = (scope: ClientScopeRepresentation, mapper: ProtocolMapperRepresentation) => ({
	...scope,
	protocolMappers: [...(scope.protocolMappers ?? []), mapper],
});

const audienceMapper = (audience: string): ProtocolMapperRepresentation => ({
	name: `audience ${audience}`,
	protocol: 'openid-connect',
	protocolMapper: 'oidc-audience-mapper',
	config: { 'included.client.audience': audience, 'access.token.claim': 'true', 'id.token.claim': 'false' },
});

const hardcoded = (claim: string, value: string): ProtocolMapperRepresentation => ({
	name: claim,
	protocol: 'openid-connect',
	protocolMapper: 'oidc-hardcoded-claim-mapper',
	config: { 'claim.name': claim, 'claim.value': value, 'jsonType.label': 'String', 'access.token.claim': 'true' },
});
