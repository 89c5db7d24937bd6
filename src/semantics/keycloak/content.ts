// What scopes put into an access token, as sets: the union of what each of them puts there, with roles applied at the end,
// since a role that one scope lets through can speak by a mapper of another. The same pieces serve a single token (mint.ts)
// and everything that can be had (mintable.ts). Source: TokenManager and the mappers of Keycloak 26.7.5; recorded.
import type { Mapper, Value } from './mapper.ts';
import type { Problem } from './problem.ts';
import { type Client, type Editor, editorOf, type Realm, type Scope } from './realm.ts';
import { clientOfRole, expanded, type Role } from './roles.ts';

/** In whose name a token is: the asking client's, a user's, or (by exchange) another client's. */
export type Bearer = 'itself' | 'user' | 'service';

export interface Pieces {
	/** Names that stand in `scope`. */
	readonly scopes: ReadonlySet<string>;
	readonly audiences: ReadonlySet<string>;
	/** Whether `sub` is written by a mapper. A service's own token has it anyway. */
	readonly subject: boolean;
	readonly resolvesAudiences: boolean;
	readonly claims: readonly ClaimPiece[];
	readonly roleClaims: readonly RolePiece[];
	/** Roles that these scopes let through. */
	readonly roles: ReadonlySet<Role>;
	readonly doubts: readonly Problem[];
}

export interface ClaimPiece {
	readonly path: readonly string[];
	readonly value: Value;
}

export type RolePiece = Extract<Mapper['effect'], { readonly kind: 'realm roles' | 'client roles' }>;

const none: ReadonlySet<never> = new Set();

const nothing: Pieces = {
	scopes: none,
	audiences: none,
	subject: false,
	resolvesAudiences: false,
	claims: [],
	roleClaims: [],
	roles: none,
	doubts: [],
};

/** Reads each scope once, for ordinary and for lightweight tokens. */
export function piecesIn({ clients }: Realm): (scope: Scope, lightweight: boolean) => Pieces {
	const known = [new Map<Scope, Pieces>(), new Map<Scope, Pieces>()] as const;
	const isLive = (id: string): boolean => clients.get(id)?.enabled === true;
	return (scope, lightweight) => {
		const memory = known[lightweight ? 1 : 0];
		const found = memory.get(scope) ?? piecesOf(scope, lightweight, isLive);
		memory.set(scope, found);
		return found;
	};
}

function piecesOf(scope: Scope, lightweight: boolean, isLive: (id: string) => boolean): Pieces {
	const speaking = scope.mappers.filter((mapper) => (lightweight ? mapper.inLightweightTokens : mapper.inAccessTokens));
	const effects = speaking.map(({ effect }) => effect);
	const audiences = effects.flatMap((effect) => {
		if (effect.kind === 'audience') return [effect.audience];
		return effect.kind === 'audience of client' && isLive(effect.client) ? [effect.client] : [];
	});
	return {
		scopes: scope.named ? new Set([scope.name]) : none,
		audiences: audiences.length > 0 ? new Set(audiences) : none,
		subject: effects.some(({ kind }) => kind === 'subject'),
		resolvesAudiences: effects.some(({ kind }) => kind === 'audiences of roles'),
		claims: effects.flatMap((effect) => (effect.kind === 'claim' ? [effect] : [])),
		roleClaims: effects.flatMap((effect) =>
			effect.kind === 'realm roles' || effect.kind === 'client roles' ? [effect] : [],
		),
		roles: scope.roles,
		doubts: scope.doubts,
	};
}

/** What several scopes put there together. */
export const together = (pieces: readonly Pieces[]): Pieces => pieces.reduce(both, nothing);

/** Keeps a side as it is where the other adds nothing: most scopes add one audience and a name to nothing. */
export function both(a: Pieces, b: Pieces): Pieces {
	if (a === nothing) return b;
	return {
		scopes: union(a.scopes, b.scopes),
		audiences: union(a.audiences, b.audiences),
		subject: a.subject || b.subject,
		resolvesAudiences: a.resolvesAudiences || b.resolvesAudiences,
		claims: joined(a.claims, b.claims),
		roleClaims: joined(a.roleClaims, b.roleClaims),
		roles: union(a.roles, b.roles),
		doubts: joined(a.doubts, b.doubts),
	};
}

const union = <T>(a: ReadonlySet<T>, b: ReadonlySet<T>): ReadonlySet<T> =>
	b.size === 0 ? a : a.size === 0 ? b : new Set([...a, ...b]);

const joined = <T>(a: readonly T[], b: readonly T[]): readonly T[] =>
	b.length === 0 ? a : a.length === 0 ? b : [...a, ...b];

/** The roles of its bearer that a client's token may carry; every role where full scope is allowed. */
export function reach(realm: Realm, client: Client, pieces: Pieces): ReadonlySet<Role> | 'all' {
	if (client.fullScope) return 'all';
	const own = realm.roles.ofClient.get(client.id);
	if (own === undefined && pieces.roles.size === 0) return none;
	return expanded(realm.roles, [...(own ?? []), ...pieces.roles]);
}

/** What can be in a token: everything that it holds for some bearer of this kind. */
export interface Content {
	/** Values of `scope`, without `openid`, which anybody may add. */
	readonly scopes: ReadonlySet<string>;
	/** With those that hang on roles of the bearer. */
	readonly audiences: ReadonlySet<string>;
	/** Whether `sid` is there. */
	readonly session: boolean;
	/** Whether `sub` is there. */
	readonly subject: boolean;
	/** Other claims by their first name: those that the server writes for each token are not listed. */
	readonly claims: ReadonlyMap<string, Claim>;
}

export type Claim =
	| { readonly kind: 'fixed'; readonly value: Extract<Value, { kind: 'fixed' }>['value'] }
	/** Whatever this attribute of the user is; absent where they have none. */
	| { readonly kind: 'attribute'; readonly attribute: string; readonly editor: Editor }
	/** May be there, with a value that the definitions do not tell. */
	| { readonly kind: 'varies' };

/** What pieces mean for a kind of bearer. Without any claim of mappers the one empty map is shared. */
export function contentOf(realm: Realm, client: Client, bearer: Bearer, pieces: Pieces, session: boolean): Content {
	const { scopes } = pieces;
	const claims = claimsOf(realm, client, bearer, pieces);
	const subject = bearer !== 'user' || pieces.subject;
	return { scopes, audiences: audiencesOf(realm, client, bearer, pieces), session, subject, claims };
}

function audiencesOf(realm: Realm, client: Client, bearer: Bearer, pieces: Pieces): ReadonlySet<string> {
	if (!pieces.resolvesAudiences) return pieces.audiences;
	const allowed = reach(realm, client, pieces);
	const owners = new Set(pieces.audiences);
	const had = bearer === 'itself' ? rolesOfAccount(realm, client.id) : undefined;
	for (const role of had ?? (allowed === 'all' ? everyRole(realm) : allowed)) {
		const owner = clientOfRole(role);
		if (owner !== '' && owner !== client.id && (allowed === 'all' || allowed.has(role))) owners.add(owner);
	}
	return owners;
}

function* everyRole({ roles }: Realm): Iterable<Role> {
	for (const list of roles.ofClient.values()) yield* list;
}

/** All roles of the account of a client. */
export const rolesOfAccount = ({ accounts, roles }: Realm, client: string): ReadonlySet<Role> =>
	expanded(roles, [roles.defaults, ...(accounts.get(client)?.roles ?? [])]);

const noClaims: ReadonlyMap<string, Claim> = new Map();

function claimsOf(
	realm: Realm,
	client: Client,
	bearer: Bearer,
	{ claims, roleClaims }: Pieces,
): ReadonlyMap<string, Claim> {
	if (claims.length === 0 && roleClaims.length === 0 && !client.bound) return noClaims;
	const found = new Map<string, Claim>();
	for (const { path, value } of claims) {
		const [name = ''] = path;
		const claim = claimFor(realm, client, bearer, value);
		if (claim === undefined) continue;
		// Two mappers of one claim, or a nested one: which of them wins is the server's affair.
		const isPlain = path.length === 1 && !found.has(name);
		found.set(name, isPlain ? claim : { kind: 'varies' });
	}
	for (const { path } of roleClaims) found.set(path[0] ?? '', { kind: 'varies' });
	if (client.bound) found.set('cnf', { kind: 'varies' });
	return found;
}

function claimFor(realm: Realm, client: Client, bearer: Bearer, value: Value): Claim | undefined {
	switch (value.kind) {
		case 'fixed':
		case 'varies':
			return value;
		case 'note': {
			const note = ownNote(client, value.note);
			// Notes of a client's own session are not in a user's, nor in an exchanged one (recorded).
			if (note !== undefined) return bearer === 'itself' ? note : undefined;
			return bearer === 'itself' ? undefined : { kind: 'varies' };
		}
		case 'attribute': {
			const { attribute, several, typed } = value;
			// Made of a text that may be no number: nobody knows what is left of it.
			if (typed) return { kind: 'varies' };
			if (bearer === 'user') return { kind: 'attribute', attribute, editor: editorOf(realm.editors, attribute) };
			if (bearer === 'service') return { kind: 'varies' };
			const values = accountValues(realm, client.id, attribute);
			const [first] = values;
			if (first === undefined) return undefined;
			return { kind: 'fixed', value: several ? values : first };
		}
	}
}

/** Notes of the session in which a client acts as itself (ClientCredentialsGrantType). */
export function ownNote({ id }: Client, note: string): Claim | undefined {
	if (note === 'client_id' || note === 'clientId') return { kind: 'fixed', value: id };
	return note === 'clientHost' || note === 'clientAddress' ? { kind: 'varies' } : undefined;
}

/** Values of an attribute of a client's account; its user name is made up by the server. */
export function accountValues({ accounts }: Realm, client: string, attribute: string): readonly string[] {
	const values = accounts.get(client)?.attributes.get(attribute) ?? [];
	return values.length === 0 && attribute === 'username' ? [`service-account-${client.toLowerCase()}`] : values;
}
