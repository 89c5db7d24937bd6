// What a part of a realm that lives must say: a client, scope or account that is there already keeps whatever is not said, so
// that nobody can read from the definitions what it is. Source: keycloak-config-cli, which patches what it finds.
import { isValues } from './document.ts';
import type { Problem } from './problem.ts';

/** A problem for each key that decides about tokens, and is absent. Those who read answers take an absent key for a new object's. */
export function leftOpen(definitions: unknown): readonly Problem[] {
	if (!isValues(definitions)) return [];
	const { clients, clientScopes, users } = definitions;
	return [
		...lacking(definitions, '', ofRealm),
		...among(clients, 'clients', 'clientId', ofClient, ofClientAttributes),
		...among(clientScopes, 'clientScopes', 'name', ofScope, ofScopeAttributes),
		...among(users, 'users', 'username', ofAccount),
	];
}

type Names = readonly string[];

function among(list: unknown, key: string, name: string, keys: Names, attributes: Names = []): readonly Problem[] {
	if (!Array.isArray(list)) return [];
	return list.filter(isValues).flatMap((each) => {
		const where = `${key}.${String(each[name])}.`;
		const inner = isValues(each.attributes) ? each.attributes : {};
		return [...lacking(each, where, keys), ...lacking(inner, `${where}attributes.`, attributes)];
	});
}

const lacking = (values: Readonly<Record<string, unknown>>, where: string, keys: Names): readonly Problem[] =>
	keys
		.filter((key) => values[key] === undefined || values[key] === null)
		.map((key) => ({ where: where + key, what: 'is not said, so that it stays as the realm has it' }));

const ofRealm = ['enabled', 'clientProfiles', 'clientPolicies'];

const ofClient = [
	'enabled',
	'protocol',
	'publicClient',
	'bearerOnly',
	'consentRequired',
	'standardFlowEnabled',
	'implicitFlowEnabled',
	'directAccessGrantsEnabled',
	'serviceAccountsEnabled',
	'authorizationServicesEnabled',
	'fullScopeAllowed',
	'redirectUris',
	'defaultClientScopes',
	'optionalClientScopes',
	'protocolMappers',
];

const ofClientAttributes = [
	'access.token.lifespan',
	'standard.token.exchange.enabled',
	'oauth2.device.authorization.grant.enabled',
	'oidc.ciba.grant.enabled',
	'oauth2.jwt.authorization.grant.enabled',
	'client_credentials.use_refresh_token',
	'client.use.lightweight.access.token.enabled',
];

const ofScope = ['protocol', 'protocolMappers'];
const ofScopeAttributes = ['include.in.token.scope'];

const ofAccount = ['enabled'];
