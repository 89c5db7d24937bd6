// Everything that can be had from a realm: for each client, each way and each scope, what a token holds, and what it takes
// to get it. The prover compares this with what is granted.
//
// Single scopes suffice. A token's content is the union of what its scopes put there (content.ts), and one more scope never
// takes anything away. What policies refuse grows with the scopes too, but for one case: a negated condition on scopes can
// fall silent when one more scope is asked for. So each entry has the smallest list of scopes that gets past all policies
// (`ask`), looked for exactly; and a question about two things that come from two scopes (`Obtainable.find`) asks for both
// at once. Where one scope lets a role through and another turns roles into audiences, the two have an entry together.
// `audience` in an exchange only takes away, and needs no entries of its own.
import { isOn } from './attributes.ts';
import { canEnter } from './authenticate.ts';
import {
	type Bearer,
	both,
	type Content,
	contentOf,
	type Pieces,
	piecesIn,
	rolesOfAccount,
	together,
} from './content.ts';
import { helpersOf, needsPkce, passageOf } from './passage.ts';
import type { Need, Policy } from './policy.ts';
import { policiesBy } from './policy-index.ts';
import type { Subject } from './policy-vote.ts';
import type { Problem } from './problem.ts';
import type { Way } from './question.ts';
import type { Client, Proof, Realm, Scope } from './realm.ts';
import { expanded } from './roles.ts';
import { isPermitted } from './scopes.ts';
import { wayRules, ways } from './ways.ts';

export interface Mintable {
	/** The `azp` of the token. */
	readonly client: string;
	readonly way: Way;
	/** In whose name: its own, a user's, or, by exchange of a service's token, that service's. */
	readonly bearer: Bearer;
	/** The optional scope that this is about; empty for what comes without asking. */
	readonly scope: string;
	/** All scopes to ask for, this one among them. */
	readonly ask: readonly string[];
	readonly content: Content;
	/** Scopes that put nothing into it for a bearer with no more than the default role. */
	readonly gated: readonly string[];
	/** What a token must carry to be exchanged, beside this client in `aud`. */
	readonly needs: readonly Need[];
	/** Only scopes of the token to exchange come into this one. */
	readonly downscoped: boolean;
	readonly entrance: Entrance;
	/** Not understood, and could change this entry: then it is neither there for sure nor absent. */
	readonly doubts: readonly Problem[];
}

/** What holds for all tokens of a client. */
export interface Entrance {
	/** Whoever has this is the client. */
	readonly proof: Proof;
	/** None where nobody can sign in. */
	readonly redirectUris: readonly string[];
	/** What a sign-in cannot do without: the client's setting, or that of a policy. */
	readonly pkce: 'S256' | 'plain' | 'not needed';
	readonly lifetimeSeconds: number;
}

/** Every entry, by client as in the realm, then way, bearer and scope. Linear in clients and links between clients and scopes. */
export function mintable(realm: Realm): readonly Mintable[] {
	const read = piecesIn(realm);
	const servicesHaveSessions = [...realm.clients.values()].some(keepsOwnSession);
	const entries: Mintable[] = [];
	const policiesOf = policiesBy(realm.policies);
	for (const client of realm.clients.values()) {
		if (!realm.enabled || !canEnter(realm, client)) continue;
		const policies = policiesOf(client);
		const lists = listsOf(client);
		const entrance = entranceOf(policies, client);
		for (const way of ways) {
			if (wayRules[way].shut(client) !== undefined || isClosed(realm, client, way)) continue;
			for (const bearer of bearersOf(way)) {
				const row = rowOf({ realm, policies, client, way, bearer, entrance, read, servicesHaveSessions });
				for (const list of lists) {
					const entry = row(list);
					if (entry !== undefined) entries.push(entry);
				}
			}
		}
	}
	return entries;
}

/** Nothing, each scope, and pairs of which one lets roles through and the other turns them into audiences. */
function listsOf({ optionals }: Client): readonly (readonly Scope[])[] {
	const scopes = [...optionals.values()];
	const gates = scopes.filter(({ roles }) => roles.size > 0);
	const pairs = scopes
		.filter(resolves)
		.flatMap((one) => gates.filter((gate) => gate !== one).map((gate) => [one, gate]));
	return [[], ...scopes.map((scope) => [scope]), ...pairs];
}

/** True for a scope that turns roles into audiences. */
export const resolves = ({ mappers }: Scope): boolean =>
	mappers.some(({ effect }) => effect.kind === 'audiences of roles');

const bearersOf = (way: Way): readonly Bearer[] =>
	way === 'as itself' ? ['itself'] : way === 'exchange' ? ['user', 'service'] : ['user'];

function isClosed({ accounts }: Realm, client: Client, way: Way): boolean {
	if (way === 'as itself') return accounts.get(client.id)?.enabled === false;
	if (way === 'exchange') return client.kind === 'public';
	return (way === 'sign-in' || way === 'implicit') && client.redirectUris.length === 0;
}

const keepsOwnSession = ({ attributes }: Client): boolean => isOn(attributes, 'client_credentials.use_refresh_token');

export interface Row {
	readonly realm: Realm;
	/** Those that can concern the client. */
	readonly policies: readonly Policy[];
	readonly client: Client;
	readonly way: Way;
	readonly bearer: Bearer;
	readonly entrance: Entrance;
	readonly read: (scope: Scope, lightweight: boolean) => Pieces;
	readonly servicesHaveSessions: boolean;
}

/** Entries of one client, way and bearer: for the scopes given, at least; undefined where policies refuse them whatever else is asked for. */
export function rowOf(row: Row): (scopes: readonly Scope[]) => Mintable | undefined {
	const { realm, client, way, bearer, entrance, read } = row;
	const subject: Subject = { kind: 'any', session: bearer === 'user' || row.servicesHaveSessions };
	const gate = { policies: row.policies, client, way, subject };
	const helping = helpersOf(row.policies, client);
	const had = bearer === 'itself' ? rolesOfAccount(realm, client.id) : undefined;
	const isIn = (scope: Scope): boolean => had === undefined || isPermitted(realm, scope, had);
	const gates = had === undefined ? gatesOf(realm, client) : noGates;
	const gated = gates.size === 0 ? none : client.defaults.filter((scope) => gates.has(scope));
	const bases = new Map<boolean, Pieces>();
	const baseOf = (lightweight: boolean): Pieces => {
		const base =
			bases.get(lightweight) ??
			together([...client.defaults.filter(isIn), client.own].map((each) => read(each, lightweight)));
		bases.set(lightweight, base);
		return base;
	};
	return (scopes) => {
		const passage = passageOf(gate, scopes, helping);
		if (passage === undefined) return undefined;
		const lightweight = client.lightweight || passage.lightweight;
		const asked = passage.scopes.filter(isIn).map((each) => read(each, lightweight));
		const pieces = asked.reduce(both, baseOf(lightweight));
		const content = contentOf(realm, client, bearer, pieces, hasSession(row));
		const doubts = [...passage.problems, ...client.doubts, ...pieces.doubts];
		return {
			client: client.id,
			way,
			bearer,
			scope: scopes[0]?.name ?? '',
			ask: passage.scopes.map(({ name }) => name),
			content,
			gated:
				gates.size === 0
					? none
					: [...gated, ...passage.scopes.filter((scope) => gates.has(scope))].map(({ name }) => name),
			needs: passage.needs,
			downscoped: passage.downscoped,
			entrance,
			doubts: doubts.length === 0 ? none : [...new Set(doubts)],
		};
	};
}

const none: readonly never[] = [];
const noGates: ReadonlySet<Scope> = new Set();

/** Scopes that drop out for whoever has no more than the default role. */
function gatesOf(realm: Realm, { defaults, optionals }: Client): ReadonlySet<Scope> {
	const withRoles = [...defaults, ...optionals.values()].filter(({ roles }) => roles.size > 0);
	if (withRoles.length === 0) return noGates;
	const everybody = expanded(realm.roles, [realm.roles.defaults]);
	return new Set(withRoles.filter((scope) => !isPermitted(realm, scope, everybody)));
}

function hasSession({ client, way, bearer, servicesHaveSessions }: Row): boolean {
	if (bearer === 'itself') return keepsOwnSession(client);
	if (bearer === 'service') return servicesHaveSessions;
	// A foreign assertion makes a session that does not last.
	return way !== 'assertion';
}

function entranceOf(policies: readonly Policy[], client: Client): Entrance {
	const { proof, flows, lifetimeSeconds } = client;
	const redirectUris = flows.code || flows.implicit ? client.redirectUris : none;
	const set = client.pkce === 'S256' || client.pkce === 'plain' ? client.pkce : 'not needed';
	const pkce = flows.code && needsPkce(policies, client) ? 'S256' : set;
	return { proof, redirectUris, pkce, lifetimeSeconds };
}
