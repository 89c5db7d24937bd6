// A scope meant for calls in a user's name must not be had by client credentials, nor the other way round. Keycloak says
// this by grant type and requested scope (26.7.5: `grant-type` + `client-scopes` + `reject-request`, STRICT). Where one
// client may do what another may not, a third condition names the client. What Keycloak cannot say is listed by
// `unenforcedSeparations`; the receiver's mesh rule refuses that alone.
import type { ClientPolicy, ClientProfile, PolicyCondition } from '../../../manifests/keycloak.ts';
import { asksFor, byGrant, markedWith } from './conditions.ts';
import { clientMark } from './names.ts';
import type { ClientNeeds, RealmNeeds } from './needs.ts';

export const refusal: ClientProfile = {
	name: 'meshgrant-refuse',
	description: 'Refuses the request',
	executors: [{ executor: 'reject-request', configuration: {} }],
};

const exchangeGrant = 'urn:ietf:params:oauth:grant-type:token-exchange';
const clientCredentials = ['client_credentials'];
const loginGrants = [
	'authorization_code',
	'implicit',
	'password',
	'urn:ietf:params:oauth:grant-type:device_code',
	'urn:ietf:params:oauth:grant-type:jwt-bearer',
];

/** A client for which a scope is for one actor only, although other clients use it for the other. */
export interface Separation {
	readonly client: string;
	readonly scopes: readonly string[];
}

/** Policies for scopes of one actor kind, then those for single clients; sorted by name. */
export function actorPolicies({ clients }: RealmNeeds): readonly ClientPolicy[] {
	const { service, user } = usesOf(clients);
	const onlyUsers = [...user].filter((scope) => !service.has(scope));
	const onlyServices = [...service].filter((scope) => !user.has(scope));
	return [
		...refuse('meshgrant-only-services', 'Scopes that no grant gives for a user', onlyServices, [
			...loginGrants,
			exchangeGrant,
		]),
		...mixed(clients, (needs) => signsIn(needs) && servicesOnly(needs, user)).flatMap(({ client, scopes }) =>
			refuse(`meshgrant-only-services ${client}`, `Not for users of ${client}`, scopes, loginGrants, client),
		),
		...refuse('meshgrant-only-users', 'Scopes that no grant gives to a service itself', onlyUsers, clientCredentials),
		...mixed(clients, (needs) => needs.asItself.length > 0 && usersOnly(needs, service)).flatMap(({ client, scopes }) =>
			refuse(`meshgrant-only-users ${client}`, `Not for ${client} itself`, scopes, clientCredentials, client),
		),
	];
}

/**
 * Clients that can exchange a user's token for a scope that they hold as themselves, because other clients hold it for
 * users: on an exchange Keycloak 26.7.5 has no condition that tells clients apart.
 */
export function unenforcedSeparations({ clients }: RealmNeeds): readonly Separation[] {
	const { user } = usesOf(clients);
	return mixed(clients, (needs) => needs.exchanges && servicesOnly(needs, user));
}

function usesOf(clients: readonly ClientNeeds[]): { service: ReadonlySet<string>; user: ReadonlySet<string> } {
	return {
		service: new Set(clients.flatMap((needs) => needs.asItself)),
		user: new Set(clients.flatMap((needs) => needs.forUsers)),
	};
}

const signsIn = ({ client }: ClientNeeds): boolean => client.login.kind === 'browser';

const servicesOnly = (needs: ClientNeeds, user: ReadonlySet<string>): readonly string[] =>
	needs.asItself.filter((scope) => user.has(scope) && !needs.forUsers.includes(scope));

const usersOnly = (needs: ClientNeeds, service: ReadonlySet<string>): readonly string[] =>
	needs.forUsers.filter((scope) => service.has(scope) && !needs.asItself.includes(scope));

function mixed(
	clients: readonly ClientNeeds[],
	scopesOf: (needs: ClientNeeds) => false | readonly string[],
): readonly Separation[] {
	return clients.flatMap((needs) => {
		const scopes = scopesOf(needs);
		return scopes === false || scopes.length === 0 ? [] : [{ client: needs.client.id, scopes }];
	});
}

function refuse(
	name: string,
	description: string,
	scopes: readonly string[],
	grantTypes: readonly string[],
	client?: string,
): readonly ClientPolicy[] {
	if (scopes.length === 0) return [];
	const conditions: readonly PolicyCondition[] = [
		byGrant(grantTypes),
		asksFor(scopes),
		...(client === undefined ? [] : [markedWith({ [clientMark.client]: client })]),
	];
	return [{ name, description, enabled: true, mode: 'STRICT', conditions, profiles: [refusal.name] }];
}
