// Where one client may use a scope for one actor only, while other clients use it for the other. The server tells such
// clients apart by a mark: an empty default client scope of their own. Such a policy asks about scopes anyway, so that it
// needs one kind of condition beside the grant. An attribute of the client would tell them apart as well, at token exchange,
// too (condition `client-attributes`, 26.7.5, measured).
import type { ClientScope } from '../../../manifests/keycloak.ts';
import { clientMarkScope, exchangeMarkScope } from './names.ts';
import type { ClientNeeds, RealmNeeds } from './needs.ts';

export interface Separation {
	readonly client: string;
	readonly scopes: readonly string[];
}

/** What the scopes of a realm are for. Lists are sorted. */
export interface Separations {
	/** Scopes that some client uses in its own name, and no client for a user. */
	readonly onlyServices: readonly string[];
	readonly onlyUsers: readonly string[];
	/** Scopes that others use for users, but this client, which acts for users elsewhere, only in its own name. */
	readonly onlyItself: readonly Separation[];
	/** Scopes that others use in their own name, but this client, which acts as itself elsewhere, only for users. */
	readonly onlyItsUsers: readonly Separation[];
	/** Ids of the clients of the two lists above. */
	readonly apart: ReadonlySet<string>;
}

/** How the scopes of a realm are split between actors, in general and by client. */
export function separationsOf({ clients, scopes }: RealmNeeds): Separations {
	const service = new Set(clients.flatMap((needs) => needs.asItself));
	const user = new Set(clients.flatMap((needs) => needs.forUsers));
	const names = scopes.map((scope) => scope.name);
	const onlyItself = separate(clients, (needs) =>
		actsForUsers(needs) ? needs.asItself.filter((scope) => user.has(scope) && !needs.forUsers.includes(scope)) : [],
	);
	const onlyItsUsers = separate(clients, ({ asItself, forUsers }) =>
		asItself.length > 0 ? forUsers.filter((scope) => service.has(scope) && !asItself.includes(scope)) : [],
	);
	return {
		onlyServices: names.filter((scope) => service.has(scope) && !user.has(scope)),
		onlyUsers: names.filter((scope) => user.has(scope) && !service.has(scope)),
		onlyItself,
		onlyItsUsers,
		apart: new Set([...onlyItself, ...onlyItsUsers].map(({ client }) => client)),
	};
}

/** A client that neither exchanges nor signs users in has no way to a user's token. */
const actsForUsers = ({ client, exchanges }: ClientNeeds): boolean => exchanges || client.login.kind === 'browser';

const separate = (
	clients: readonly ClientNeeds[],
	scopesOf: (needs: ClientNeeds) => readonly string[],
): readonly Separation[] =>
	clients
		.map((needs) => ({ client: needs.client.id, scopes: scopesOf(needs) }))
		.filter(({ scopes }) => scopes.length > 0);

/** The marks that a client wears as default scopes: that it exchanges, and its own where it must be told apart. */
export function marksOf(needs: ClientNeeds, { apart }: Separations): readonly string[] {
	const { id } = needs.client;
	return [...(needs.exchanges ? [exchangeMarkScope] : []), ...(apart.has(id) ? [clientMarkScope(id)] : [])];
}

/** The client scopes behind all marks of a realm. They put nothing into any token. */
export function markScopes(realm: RealmNeeds, separations: Separations): readonly ClientScope[] {
	const marks = new Set(realm.clients.flatMap((needs) => marksOf(needs, separations)));
	return [...marks].map((name) => ({
		name,
		description: 'A mark by which client policies find the clients that wear it; puts nothing into tokens',
		protocol: 'openid-connect',
		attributes: {
			'include.in.token.scope': 'false',
			'display.on.consent.screen': 'false',
			'include.in.openid.provider.metadata': 'false',
		},
		protocolMappers: [],
	}));
}
