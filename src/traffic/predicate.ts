// A condition on requests: atoms (one attribute, one pattern) joined by all, any and not. Policies are read into
// predicates, grants are read into predicates, and both can be asked about one request (`compile` here) or compared as
// sets (src/regions). An attribute that is missing matches no atom; `not` of that is true, as in Envoy.
import { type Address, type AddressRange, isWithin } from './address.ts';
import type { Facts, Json, Payload } from './facts.ts';
import { exactText, lengthFirst, matcher, type Pattern, patternKey, someText } from './pattern.ts';

/** Has one text at most. */
export type TextAttribute = 'peer' | 'serverName' | 'method' | 'path' | 'host';

export type AddressAttribute = 'sourceAddress' | 'remoteAddress' | 'destinationAddress';

export type Atom =
	| { readonly kind: 'text'; readonly attribute: TextAttribute; readonly pattern: Pattern }
	/** One of the header's values matches. The name is lower case. */
	| { readonly kind: 'header'; readonly name: string; readonly pattern: Pattern }
	/**
	 * The verified payload has this text at the path, or, unless `alone`, a list there with a text that matches. Nothing else
	 * matches. `someText` is here what Envoy's `.+` is: some text without line breaks.
	 */
	| {
			readonly kind: 'claim';
			readonly path: readonly string[];
			readonly pattern: Pattern;
			readonly alone?: true | undefined;
	  }
	| { readonly kind: 'address'; readonly attribute: AddressAttribute; readonly range: AddressRange }
	| { readonly kind: 'port'; readonly port: number }
	/** A token was verified, whatever it says. */
	| { readonly kind: 'verified' }
	/** The external authorizer of this name agrees, or would if it were asked. */
	| { readonly kind: 'agrees'; readonly provider: string };

export type Predicate =
	| { readonly kind: 'all'; readonly of: readonly Predicate[] }
	| { readonly kind: 'any'; readonly of: readonly Predicate[] }
	| { readonly kind: 'not'; readonly of: Predicate }
	| Atom;

export const everything: Predicate = { kind: 'all', of: [] };
/** Holds for no request. */
export const nothing: Predicate = { kind: 'any', of: [] };

/** Holds where all of them hold. */
export const all = (of: readonly Predicate[]): Predicate => (of.length === 1 && of[0] ? of[0] : { kind: 'all', of });
/** Holds where one of them holds. */
export const any = (of: readonly Predicate[]): Predicate => (of.length === 1 && of[0] ? of[0] : { kind: 'any', of });
/** Holds where the other does not. */
export const not = (of: Predicate): Predicate => ({ kind: 'not', of });

/** The attribute has a text that matches. */
export const text = (attribute: TextAttribute, of: Pattern): Predicate => ({ kind: 'text', attribute, pattern: of });
/** The header of this name, lower case, has a value that matches. */
export const header = (name: string, of: Pattern): Predicate => ({ kind: 'header', name, pattern: of });
/** The verified token has a claim of this name with a text that matches. */
export const claim = (name: string, of: Pattern): Predicate => ({ kind: 'claim', path: [name], pattern: of });
/** A token was verified. */
export const verified: Predicate = { kind: 'verified' };
/** The caller has proved some identity. */
export const hasIdentity: Predicate = text('peer', someText);

/** One name for equal atoms: equal keys mean atoms that hold for the same requests (not the reverse). */
export function atomKey(atom: Atom): string {
	switch (atom.kind) {
		case 'text':
			return `${atom.attribute} ${patternKey(atom.pattern)}`;
		case 'header':
			return `header ${lengthFirst(atom.name)} ${patternKey(atom.pattern)}`;
		case 'claim':
			return `claim ${pathKey(atom.path)} ${atom.alone === true ? 'alone ' : ''}${patternKey(atom.pattern)}`;
		case 'address':
			return `${atom.attribute} ${atom.range.family} ${atom.range.bits}/${atom.range.length}`;
		case 'port':
			return `port ${atom.port}`;
		case 'verified':
			return 'verified';
		case 'agrees':
			return `agrees ${atom.provider}`;
	}
}

/** One name for a claim's path; different paths have different ones. */
export const pathKey = (path: readonly string[]): string =>
	path.length === 1 ? lengthFirst(path[0] ?? '') : JSON.stringify(path);

type Test = (facts: Facts) => boolean;

/** A test for one predicate. Made once, asked often. */
export function compile(predicate: Predicate): Test {
	switch (predicate.kind) {
		// Loops, since a callback for each part costs more than most parts.
		case 'all': {
			const tests = predicate.of.map(compile);
			return (facts) => {
				for (const test of tests) if (!test(facts)) return false;
				return true;
			};
		}
		case 'any': {
			const tests = predicate.of.map(compile);
			return (facts) => {
				for (const test of tests) if (test(facts)) return true;
				return false;
			};
		}
		case 'not': {
			const test = compile(predicate.of);
			return (facts) => !test(facts);
		}
		default:
			return compileAtom(predicate);
	}
}

/** A test for each attribute: faster than `facts[attribute]`, which no engine can foresee. */
const textTests: Readonly<Record<TextAttribute, (matches: (text: string) => boolean) => Test>> = {
	peer:
		(matches) =>
		({ peer }) =>
			peer !== undefined && matches(peer),
	serverName:
		(matches) =>
		({ serverName }) =>
			serverName !== undefined && matches(serverName),
	method:
		(matches) =>
		({ method }) =>
			method !== undefined && matches(method),
	path:
		(matches) =>
		({ path }) =>
			path !== undefined && matches(path),
	host:
		(matches) =>
		({ host }) =>
			host !== undefined && matches(host),
};

/** The same for one text, as most patterns are. */
const exactTests: Readonly<Record<TextAttribute, (text: string) => Test>> = {
	peer:
		(text) =>
		({ peer }) =>
			peer === text,
	serverName:
		(text) =>
		({ serverName }) =>
			serverName === text,
	method:
		(text) =>
		({ method }) =>
			method === text,
	path:
		(text) =>
		({ path }) =>
			path === text,
	host:
		(text) =>
		({ host }) =>
			host === text,
};

function compileAtom(atom: Atom): Test {
	switch (atom.kind) {
		case 'text': {
			const exact = exactText(atom.pattern);
			if (exact !== undefined) return exactTests[atom.attribute](exact);
			return textTests[atom.attribute](matcher(atom.pattern));
		}
		case 'header': {
			const matches = matcher(atom.pattern);
			return ({ headers }) => headers.get(atom.name)?.some(matches) ?? false;
		}
		case 'claim': {
			const { path, alone } = atom;
			const matches = patternKey(atom.pattern) === someKey ? isLine : matcher(atom.pattern);
			return ({ payload }) => payload !== undefined && claimTexts(payload, path, alone).some(matches);
		}
		case 'address': {
			const { attribute, range } = atom;
			return (facts) => isInside(facts[attribute], range);
		}
		case 'port':
			return ({ port }) => port === atom.port;
		case 'verified':
			return ({ payload }) => payload !== undefined;
		case 'agrees':
			return ({ agreeing }) => agreeing.has(atom.provider);
	}
}

const someKey = patternKey(someText);
const isLine = (text: string): boolean => text !== '' && !text.includes('\n');

const isInside = (address: Address | undefined, range: AddressRange): boolean =>
	address !== undefined && isWithin(address, range);

/** The texts that a claim offers to a matcher: itself, or, unless `alone`, those of its list. Nothing for other values. */
export function claimTexts(payload: Payload, path: readonly string[], alone?: boolean): readonly string[] {
	let value: Json | undefined = payload;
	for (const step of path) {
		if (typeof value !== 'object' || value === null || Array.isArray(value)) return [];
		const object: Payload = value as Payload;
		value = Object.hasOwn(object, step) ? object[step] : undefined;
	}
	if (typeof value === 'string') return [value];
	return Array.isArray(value) && alone !== true ? value.filter((item): item is string => typeof item === 'string') : [];
}
