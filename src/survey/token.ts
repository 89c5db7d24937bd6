// Which token a rule asks for, out of its conditions on claims: the claims of OAuth by name, all others as they stand.
import type { JwtRule } from '../semantics/istio/index.ts';
import type { Predicate } from '../traffic/predicate.ts';
import { isSome, literalsOf, valuesText } from './conditions.ts';
import { claimName, type Term } from './terms.ts';

export type TokenNeed = { readonly kind: 'none' } | NeededToken;

/** Lists are alternatives; an empty one: the rule does not ask. */
export interface NeededToken {
	readonly kind: 'needed';
	readonly issuers: readonly string[];
	/** `azp`: the client to which it was given. */
	readonly clients: readonly string[];
	readonly audiences: readonly string[];
	readonly scopes: readonly string[];
	/** By `sid` and `client_id`, as Keycloak writes them: whose call it is. */
	readonly bearer: 'user' | 'service' | 'either';
	/** Other claims, such as `tenant retail`, `some tenant`. */
	readonly claims: readonly string[];
}

const lists = { issuers: 'iss', clients: 'azp', audiences: 'aud', scopes: 'scope' } as const;

/** What the term asks of the token, for a proxy that verifies by these rules. */
export function tokenOf(term: Term, verification: readonly JwtRule[]): NeededToken {
	const named = new Map(Object.entries(lists).map(([list, claim]) => [claimName(claim), list]));
	const found: Record<string, readonly string[]> = {};
	const claims: string[] = [];
	let bearer: NeededToken['bearer'] = 'either';
	for (const { attribute, predicate } of term) {
		if (!attribute.startsWith('claim ')) continue;
		const list = named.get(attribute);
		const literals = literalsOf(predicate);
		if (list !== undefined && literals !== undefined) found[list] = [...new Set(literals)];
		else if (attribute === claimName('client_id') && literals?.length === 1) bearer = 'service';
		else if (attribute === claimName('sid') && asksForSome(predicate)) bearer = 'user';
		else if (!isUsual(attribute) || !asksForSome(predicate)) claims.push(claimText(predicate));
	}
	return {
		kind: 'needed',
		issuers: found.issuers ?? issuersOf(verification),
		clients: found.clients ?? [],
		audiences: found.audiences ?? audiencesOf(verification),
		scopes: found.scopes ?? [],
		bearer,
		claims,
	};
}

/** Every token has them, so that asking for one says nothing. */
const isUsual = (attribute: string): boolean => attribute === claimName('iss') || attribute === claimName('sub');

const asksForSome = (predicate: Predicate): boolean => predicate.kind === 'claim' && isSome(predicate.pattern);

/** Whoever's tokens the proxy takes, where each of its rules names an issuer. */
const issuersOf = (verification: readonly JwtRule[]): readonly string[] => {
	const issuers = verification.flatMap(({ issuer }) => issuer ?? []);
	return issuers.length < verification.length ? [] : [...new Set(issuers)];
};

const audiencesOf = (verification: readonly JwtRule[]): readonly string[] =>
	verification.some(({ audiences }) => audiences.length === 0)
		? []
		: [...new Set(verification.flatMap(({ audiences }) => audiences))];

/** `tenant retail`, `some tenant`, `roles not admin`. */
function claimText(predicate: Predicate): string {
	const name = nameIn(predicate);
	if (asksForSome(predicate)) return `some ${name}`;
	if (predicate.kind === 'not' && asksForSome(predicate.of)) return `no ${name}`;
	return `${name} ${valuesText(predicate)}`;
}

function nameIn(predicate: Predicate): string {
	switch (predicate.kind) {
		case 'all':
		case 'any':
			return predicate.of[0] === undefined ? '' : nameIn(predicate.of[0]);
		case 'not':
			return nameIn(predicate.of);
		case 'claim':
			return predicate.path.length === 1
				? (predicate.path[0] ?? '')
				: predicate.path.map((step) => `[${step}]`).join('');
		case 'header':
			return predicate.name;
		default:
			return predicate.kind;
	}
}

/** `header x-api-key is there`, `source address is 10.0.0.0/8`. */
export function furtherText(attribute: string, predicate: Predicate): string {
	const atom = predicate.kind === 'not' ? predicate.of : predicate;
	const asksPresence = atom.kind === 'header' && isSome(atom.pattern);
	const name = attribute.startsWith('header ')
		? `header ${attribute.slice('header '.length)}`
		: (names[attribute] ?? attribute);
	if (asksPresence) return `${name} is ${predicate.kind === 'not' ? 'not ' : ''}there`;
	return attribute === 'verified' ? valuesText(predicate) : `${name} is ${valuesText(predicate)}`;
}

const names: Readonly<Record<string, string>> = {
	sourceAddress: 'source address',
	remoteAddress: 'client address',
	destinationAddress: 'destination address',
	serverName: 'SNI',
	host: 'host',
	port: 'port',
};

/** True for the attribute of a condition on the token. */
export const isClaim = (attribute: string): boolean => attribute.startsWith('claim ') || attribute === 'verified';
