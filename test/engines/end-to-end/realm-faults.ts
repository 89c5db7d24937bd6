// Faults planted in the realm of the token issuer, each with the line that catches it: what a real token says beyond its
// grant, or a grant whose real token no longer passes.
import type { Realm } from '../tokens/definitions.ts';

export interface RealmFault {
	readonly name: string;
	/** Throws an Error if there is nothing to change. */
	readonly plant: (realm: Realm) => Realm;
	readonly caughtBy: RegExp;
}

type Scope = NonNullable<Realm['clientScopes']>[number];
type Client = NonNullable<Realm['clients']>[number];

/** They do not hide each other, so they stand in one realm. */
export const realmFaults: readonly RealmFault[] = [
	{
		name: 'an extra mapper: a second audience',
		plant: onScope('figures.refresh', (scope) => ({
			...scope,
			protocolMappers: [
				...(scope.protocolMappers ?? []),
				{
					name: 'audience service-a',
					protocol: 'openid-connect',
					protocolMapper: 'oidc-audience-mapper',
					config: { 'included.client.audience': 'service-a', 'access.token.claim': 'true' },
				},
			],
		})),
		caughtBy: /^token service-b\/figures\.refresh\/.* → aud is \["service-(a","service-b|b","service-a)"\]/,
	},
	{
		name: 'an extra scope link: one that comes unasked',
		plant: onClient('exporter', (client) => ({
			...client,
			defaultClientScopes: [...(client.defaultClientScopes ?? []), 'figures.refresh'],
		})),
		caughtBy: /^token service-a\/reports\.read\/exporter.* → scope is .*figures\.refresh/,
	},
	{
		name: 'a scope without its audience',
		plant: onScope('reports.read', (scope) => ({ ...scope, protocolMappers: [] })),
		caughtBy: /^granted service-a \(receiver\), GET \/reports.*: as granted → 403, not allow/,
	},
];

function onScope(name: string, change: (scope: Scope) => Scope): RealmFault['plant'] {
	return (realm) => {
		const clientScopes = (realm.clientScopes ?? []).map((scope) => (scope.name === name ? change(scope) : scope));
		if (!clientScopes.some((scope) => scope.name === name)) throw new Error(`no scope ${name} to plant a fault in`);
		return { ...realm, clientScopes };
	};
}

function onClient(id: string, change: (client: Client) => Client): RealmFault['plant'] {
	return (realm) => {
		const clients = (realm.clients ?? []).map((client) => (client.clientId === id ? change(client) : client));
		if (!clients.some(({ clientId }) => clientId === id)) throw new Error(`no client ${id} to plant a fault in`);
		return { ...realm, clients };
	};
}
