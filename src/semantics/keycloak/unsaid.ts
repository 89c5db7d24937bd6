// What a part of a realm that lives must say: a client, scope or account that is there already keeps whatever is not said, so
// that nobody can read from the definitions what it is. Source: keycloak-config-cli, which patches what it finds.
import { type Part, partOf } from './document.ts';
import type { Problem } from './problem.ts';

/** A problem for each key that decides about tokens, and is absent. Those who read answers take an absent key for a new object's. */
export function leftOpen(definitions: unknown): readonly Problem[] {
	const document = partOf(definitions, '', []);
	return [
		...lacking(document, ofRealm),
		...document.parts('clients', 'clientId').flatMap((part) => lacking(part, ofClient, ofClientAttributes)),
		...document.parts('clientScopes', 'name').flatMap((part) => lacking(part, ofScope, ofScopeAttributes)),
		...document.parts('users', 'username').flatMap((part) => lacking(part, ['enabled'])),
	];
}

function lacking(part: Part, keys: readonly string[], attributes: readonly string[] = []): readonly Problem[] {
	const inner = part.part('attributes');
	const what = 'is not said, so that it stays as the realm has it';
	return [
		...keys.filter((key) => !part.has(key)).map((key) => part.doubt(what, key)),
		...attributes.filter((name) => !inner.has(name)).map((name) => inner.doubt(what, name)),
	];
}

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
