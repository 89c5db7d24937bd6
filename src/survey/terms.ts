// A predicate taken apart for people: alternatives ("terms"), each a list of conditions ("factors") on one attribute each.
// Nothing is gained or lost: the predicate is the union of its terms, and a term the conjunction of its factors.
import { type Atom, all, any, not, type Predicate, pathKey } from '../traffic/predicate.ts';

/** A condition on one attribute: a text attribute, a header, a claim, an address, `port`, `verified`, or an authorizer. */
export interface Factor {
	readonly attribute: string;
	readonly predicate: Predicate;
}

export type Term = readonly Factor[];

const most = 1_000;

/** The terms; none where nothing fulfils the predicate, undefined where they are too many to be shown. */
export function termsOf(predicate: Predicate): readonly Term[] | undefined {
	const single = attributeOf(predicate);
	if (single !== undefined) return [[{ attribute: single, predicate }]];
	switch (predicate.kind) {
		case 'all':
			return predicate.of.reduce((terms: readonly Term[] | undefined, part) => both(terms, termsOf(part)), [[]]);
		case 'any':
			return either(predicate.of);
		case 'not':
			return termsOf(negated(predicate.of));
		default:
			return [[{ attribute: nameOf(predicate), predicate }]];
	}
}

/** The one attribute that the predicate speaks of; undefined where it speaks of none or of several. */
function attributeOf(predicate: Predicate): string | undefined {
	switch (predicate.kind) {
		case 'all':
		case 'any': {
			const names = new Set(predicate.of.map(attributeOf));
			const [only] = names;
			return names.size === 1 ? only : undefined;
		}
		case 'not':
			return attributeOf(predicate.of);
		default:
			return nameOf(predicate);
	}
}

/** The name of a claim as an attribute. */
export const claimName = (...path: readonly string[]): string => `claim ${pathKey(path)}`;

function nameOf(atom: Atom): string {
	switch (atom.kind) {
		case 'text':
		case 'address':
			return atom.attribute;
		case 'header':
			return `header ${atom.name}`;
		case 'claim':
			return claimName(...atom.path);
		case 'agrees':
			return `agrees ${atom.provider}`;
		case 'port':
		case 'verified':
			return atom.kind;
	}
}

function negated(predicate: Predicate): Predicate {
	switch (predicate.kind) {
		case 'all':
			return any(predicate.of.map(negated));
		case 'any':
			return all(predicate.of.map(negated));
		case 'not':
			return predicate.of;
		default:
			return not(predicate);
	}
}

/** Alternatives about one attribute stay together. */
function either(parts: readonly Predicate[]): readonly Term[] | undefined {
	const terms: Term[] = [];
	const alike = new Map<string, Predicate[]>();
	for (const part of parts) {
		const attribute = attributeOf(part);
		if (attribute === undefined) {
			const more = termsOf(part);
			if (more === undefined) return undefined;
			terms.push(...more);
			continue;
		}
		const known = alike.get(attribute);
		if (known === undefined) alike.set(attribute, [part]);
		else known.push(part);
	}
	const single = [...alike].map(([attribute, of]): Term => [{ attribute, predicate: any(of) }]);
	return terms.length + single.length > most ? undefined : [...terms, ...single];
}

function both(a: readonly Term[] | undefined, b: readonly Term[] | undefined): readonly Term[] | undefined {
	if (a === undefined || b === undefined || a.length * b.length > most) return undefined;
	return a.flatMap((one) => b.map((other) => joined(one, other)));
}

/** Conditions on one attribute become one factor. */
function joined(a: Term, b: Term): Term {
	const factors = [...a];
	for (const factor of b) {
		const index = factors.findIndex(({ attribute }) => attribute === factor.attribute);
		const known = factors[index];
		if (known === undefined) factors.push(factor);
		else factors[index] = { attribute: factor.attribute, predicate: all([known.predicate, factor.predicate]) };
	}
	return factors;
}

/** What the term demands of an attribute; undefined: nothing. */
export const factorOf = (term: Term, attribute: string): Predicate | undefined =>
	term.find((factor) => factor.attribute === attribute)?.predicate;

/** The alternatives of a condition on one attribute, such as the paths of a rule; one where it is no list of them. */
export const alternativesOf = (predicate: Predicate): readonly Predicate[] =>
	predicate.kind === 'any' ? predicate.of.flatMap(alternativesOf) : [predicate];
