// What values an attribute can have at all, said by the caller as data. Sets are exact inside these domains: a class of
// values with no member in the domain does not exist, so no difference is found in requests that cannot be sent.
import type { Pattern } from '../traffic/pattern.ts';
import type { AddressAttribute, TextAttribute } from '../traffic/predicate.ts';

/** `never`: on TCP there is no method, and without tokens nothing is verified. */
export type Presence = 'always' | 'maybe' | 'never';

/** Texts made of the letters given, that match all `required` patterns and no `forbidden` one. */
export interface TextDomain {
	/** Letters below U+0080, the most readable first: the order in which witnesses prefer them. */
	readonly letters: string;
	/** True when every letter from U+0080 on may stand in a text, too. */
	readonly beyond: boolean;
	readonly required: readonly Pattern[];
	readonly forbidden: readonly Pattern[];
	/** Witnesses to prefer, best first. Those outside the domain are passed over. */
	readonly examples: readonly string[];
}

/** A claim of which more is known than of others. */
export interface ClaimDomain {
	readonly path: readonly string[];
	/** True when it has one text at most, as `iss` and `sub`. */
	readonly single: boolean;
	readonly texts: TextDomain;
}

export interface Domains {
	readonly texts: Readonly<Record<TextAttribute, { readonly presence: Presence; readonly texts: TextDomain }>>;
	readonly addresses: Readonly<Record<AddressAttribute, Presence>>;
	/** Port numbers that there are; `any` is 1 to 65535. */
	readonly ports: 'any' | readonly number[];
	/** Values of headers; `never`: no headers at all. */
	readonly headers: 'never' | TextDomain;
	/** Whether a token is verified. Claims exist only where one is. */
	readonly verified: Presence;
	readonly claims: readonly ClaimDomain[];
	/** Values of all other claims. They may have several. */
	readonly otherClaims: TextDomain;
	/** Whether external authorizers agree. */
	readonly agrees: Presence;
}

const digits = '0123456789';
const lower = 'abcdefghijklmnopqrstuvwxyz';

/** All letters that print, in ASCII, the most readable first. The space comes last. */
export const printable = `${lower}${lower.toUpperCase()}${digits}-_.~/:@+,;=!*()$&'%?#[]{}<>|\\"^\` `;

const controls = Array.from({ length: 32 }, (_, code) => String.fromCharCode(code)).join('');

/** All texts. */
export const anyTexts: TextDomain = {
	letters: `${printable}${controls}\u007f`,
	beyond: true,
	required: [],
	forbidden: [],
	examples: [],
};

const maybe = { presence: 'maybe', texts: anyTexts } as const;

/** Nothing is known: every attribute may be missing, and has any value. */
export const anyDomains: Domains = {
	texts: { peer: maybe, serverName: maybe, method: maybe, path: maybe, host: maybe },
	addresses: { sourceAddress: 'maybe', remoteAddress: 'maybe', destinationAddress: 'maybe' },
	ports: 'any',
	headers: anyTexts,
	verified: 'maybe',
	claims: [],
	otherClaims: anyTexts,
	agrees: 'maybe',
};
