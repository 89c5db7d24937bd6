// A scope meant for calls in a user's name must not be had by client credentials, nor the other way round; and only a
// user's token may be exchanged. The receiver's mesh rule refuses the same again, by the claims `client_id` and `sid`.
// Source: tried on Keycloak 26.7.5 (`grant-type` + `client-scopes` + `reject-request` or `jwt-claim-enforcer`, STRICT).
import type { ClientPolicy, ClientProfile, PolicyCondition } from '../../../manifests/keycloak.ts';
import { asksFor, byGrant, wears } from './conditions.ts';
import { clientMarkScope, exchangeMarkScope } from './names.ts';
import type { RealmNeeds } from './needs.ts';
import type { Separation, Separations } from './separations.ts';

const refuse = 'meshgrant-refuse';
const exchange = 'meshgrant-exchange';

export const actorProfiles: readonly ClientProfile[] = [
	{
		name: exchange,
		description: 'Only a user token can be exchanged: a token of a service itself has no `sid`',
		executors: [{ executor: 'jwt-claim-enforcer', configuration: { 'claim-name': 'sid', 'allowed-value': '.+' } }],
	},
	{
		name: refuse,
		description: 'Refuses the request',
		executors: [{ executor: 'reject-request', configuration: {} }],
	},
];

const exchangeGrant = 'urn:ietf:params:oauth:grant-type:token-exchange';
const clientCredentials = ['client_credentials'];
const userGrants = [
	'authorization_code',
	'implicit',
	'password',
	'urn:ietf:params:oauth:grant-type:device_code',
	'urn:ietf:params:oauth:grant-type:jwt-bearer',
	exchangeGrant,
];

/** The policies of a realm that keep actors apart; none where there is nothing to refuse. */
export function actorPolicies({ clients }: RealmNeeds, separations: Separations): readonly ClientPolicy[] {
	const { onlyServices, onlyUsers, onlyItself, onlyItsUsers } = separations;
	return [
		...(clients.some((needs) => needs.exchanges) ? [exchangePolicy] : []),
		...refusal('meshgrant-only-services', 'Scopes that no grant gives for a user', userGrants, onlyServices),
		...onlyItself.flatMap((separation) => single('meshgrant-only-services', userGrants, separation)),
		...refusal('meshgrant-only-users', 'Scopes that no grant gives to a service itself', clientCredentials, onlyUsers),
		...onlyItsUsers.flatMap((separation) => single('meshgrant-only-users', clientCredentials, separation)),
	];
}

const exchangePolicy: ClientPolicy = {
	name: exchange,
	description: 'Clients that exchange tokens',
	enabled: true,
	mode: 'STRICT',
	conditions: [byGrant([exchangeGrant]), wears(exchangeMarkScope)],
	profiles: [exchange],
};

const single = (name: string, grantTypes: readonly string[], { client, scopes }: Separation): readonly ClientPolicy[] =>
	refusal(`${name} ${client}`, `The same, for ${client}`, grantTypes, scopes, [wears(clientMarkScope(client))]);

function refusal(
	name: string,
	description: string,
	grantTypes: readonly string[],
	scopes: readonly string[],
	more: readonly PolicyCondition[] = [],
): readonly ClientPolicy[] {
	if (scopes.length === 0) return [];
	const conditions = [byGrant(grantTypes), asksFor(scopes), ...more];
	return [{ name, description, enabled: true, mode: 'STRICT', conditions, profiles: [refuse] }];
}
