// Definitions that nobody compiles but anybody may have: each changes the model of actors.ts where the meaning of a rule is
// not told by our own output.
import type ClientRepresentation from '@keycloak/keycloak-admin-client/lib/defs/clientRepresentation.js';
import type ClientScopeRepresentation from '@keycloak/keycloak-admin-client/lib/defs/clientScopeRepresentation.js';
import type { Realm } from './definitions.ts';

interface ForeignRule {
	readonly name: string;
	readonly change: (realm: Realm) => Realm;
}

type Policy = NonNullable<NonNullable<Realm['clientPolicies']>['policies']>[number];
type Condition = NonNullable<Policy['conditions']>[number];

const exchangeGrant = 'urn:ietf:params:oauth:grant-type:token-exchange';
const condition = (id: string, configuration: object): Condition => ({ condition: id, configuration }) as Condition;

export const foreignRules: readonly ForeignRule[] = [
	{
		name: 'exchange kept from services by attributes, scopes kept apart without STRICT',
		change: (realm) =>
			withPolicies(realm, (policy) => {
				if (policy.name === 'meshgrant-exchange') {
					const attributes = JSON.stringify([{ key: 'meshgrant.login', value: 'none' }]);
					const grant = condition('grant-type', { grant_types: [exchangeGrant] });
					return { ...policy, conditions: [grant, condition('client-attributes', { attributes })] };
				}
				const { mode: _mode, ...lax } = policy as Policy & { mode?: string };
				return /^meshgrant-only/.test(policy.name ?? '') ? lax : policy;
			}),
	},
	{
		name: 'claims of foreign mappers, gated scopes, lightweight tokens, a session of its own',
		change: (realm) => {
			const gated = { clientScope: 'payments.settle', roles: ['nobodys'] };
			const everyones = { clientScope: 'reports.use', roles: ['offline_access'] };
			const roles = {
				...realm.roles,
				realm: [...(realm.roles?.realm ?? []), { name: 'nobodys', composite: false }],
			};
			const changed = withScope(realm, 'accounts.close', [
				mapper('a', 'oidc-hardcoded-claim-mapper', fixed('client_id', 'forged')),
				mapper('b', 'oidc-hardcoded-claim-mapper', fixed('deep.er', '7', 'int')),
				mapper('c', 'oidc-hardcoded-claim-mapper', fixed('dot\\.ted', 'true', 'boolean')),
				mapper('d', 'oidc-hardcoded-claim-mapper', fixed('iss', 'forged')),
				mapper('f', 'oidc-audience-mapper', { 'included.custom.audience': 'text', 'access.token.claim': 'true' }),
			]);
			const lightweight = { 'client.use.lightweight.access.token.enabled': 'true' };
			return {
				...withClients(changed, {
					statements: (client) => withAttributes(client, lightweight),
					office: (client) => withAttributes(client, lightweight),
					partner: (client) => withAttributes(client, { 'client_credentials.use_refresh_token': 'true' }),
					reports: (client) => ({ ...client, defaultClientScopes: [...(client.defaultClientScopes ?? []), 'roles'] }),
				}),
				roles,
				scopeMappings: [...(realm.scopeMappings ?? []), gated, everyones],
			};
		},
	},
];

const fixed = (claim: string, value: string, type = 'String') => ({
	'claim.name': claim,
	'claim.value': value,
	'jsonType.label': type,
	'access.token.claim': 'true',
});

const mapper = (name: string, protocolMapper: string, config: Readonly<Record<string, string>>) => ({
	name,
	protocol: 'openid-connect',
	protocolMapper,
	config,
});

function withPolicies(realm: Realm, change: (policy: Policy) => Policy): Realm {
	return { ...realm, clientPolicies: { policies: (realm.clientPolicies?.policies ?? []).map(change) } };
}

function withClients(
	realm: Realm,
	changes: Readonly<Record<string, (client: ClientRepresentation) => ClientRepresentation>>,
): Realm {
	const clients = (realm.clients ?? []).map((client) => changes[client.clientId ?? '']?.(client) ?? client);
	return { ...realm, clients };
}

const withAttributes = (client: ClientRepresentation, attributes: Readonly<Record<string, string>>) => ({
	...client,
	attributes: { ...client.attributes, ...attributes },
});

function withScope(realm: Realm, name: string, mappers: readonly ReturnType<typeof mapper>[]): Realm {
	const add = (scope: ClientScopeRepresentation): ClientScopeRepresentation => ({
		...scope,
		protocolMappers: [...(scope.protocolMappers ?? []), ...mappers],
	});
	return { ...realm, clientScopes: (realm.clientScopes ?? []).map((each) => (each.name === name ? add(each) : each)) };
}
