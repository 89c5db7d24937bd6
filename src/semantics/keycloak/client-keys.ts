// What a client says beside what is read of it (read-client.ts). Source: the ClientRepresentation of Keycloak 26.7.5.
import type { Part } from './document.ts';
import { empty, fine, judged, judgeKeys, off, only, type Rule, type Rules } from './key-rules.ts';
import type { Problem } from './problem.ts';

/** A problem for each key of a client that could change its tokens, or who gets them, and is not understood. */
export const judgeClientKeys = (part: Part): readonly Problem[] => judgeKeys(part, keys);

const keys: Rules = new Map<string, Rule | 'fine'>([
	// Read elsewhere.
	...fine('clientId', 'enabled', 'protocol', 'publicClient', 'bearerOnly', 'clientAuthenticatorType', 'secret'),
	...fine('standardFlowEnabled', 'implicitFlowEnabled', 'directAccessGrantsEnabled', 'serviceAccountsEnabled'),
	...fine('fullScopeAllowed', 'redirectUris', 'defaultClientScopes', 'optionalClientScopes'),
	...fine('protocolMappers', 'attributes'),
	...judged(off('opens services whose tokens are not understood'), 'authorizationServicesEnabled'),
	// Words and looks.
	...fine('id', 'name', 'description', 'alwaysDisplayInConsole', 'access', 'origin', 'type'),
	// Where the client is reached and how people leave; sign-ins end at redirect addresses only.
	...fine('rootUrl', 'baseUrl', 'adminUrl', 'frontchannelLogout', 'surrogateAuthRequired'),
	...fine('registeredNodes', 'nodeReRegistrationTimeout'),
	...judged(only('makes tokens of before that time worthless', 0), 'notBefore'),
	...judged(off('asks people first, who may say no'), 'consentRequired'),
	// Pages that may read answers; a public client has no secret to lose to them.
	...fine('webOrigins'),
	...judged(empty('changes how people sign in, which is not understood'), 'authenticationFlowBindingOverrides'),
	...judged(empty('are not understood'), 'authorizationSettings'),
	...judged(empty('gives roles to everybody'), 'defaultRoles'),
]);
