// A quick way to see that two predicates are the same: both as a union of conjunctions of atoms, where atoms are equal when
// their keys are. Equal formulas are equal sets, whatever the domains; of unequal ones nothing is said.
//
// A conjunction says what follows from its atoms, too (an exact caller is a caller, a claim is in a verified token), so that
// two that mean the same look the same more often.
import { anyText, someText } from '../traffic/pattern.ts';
import { type Atom, atomKey, type Predicate } from '../traffic/predicate.ts';

/** A conjunction as bits: two for each atom, that it holds and that it does not. */
type Term = bigint;

/** More terms are no quick way any more. */
const most = 20_000;
/** Of so many terms, those that say more than another one are looked for. */
const mostPairs = 300;

/** True when the predicates are seen to hold for the same requests; false when that takes a closer look. */
export function sameFormula(a: Predicate, b: Predicate): boolean {
	if (a === b) return true;
	const literals = literalsOf();
	const left = termsOf(a, true, literals);
	const right = left && termsOf(b, true, literals);
	if (left === undefined || right === undefined || left.length !== right.length) return false;
	const found = new Set(left);
	return right.every((term) => found.has(term));
}

interface Literals {
	/** What holds where the atom does: itself, and what follows from it. */
	readonly of: (atom: Atom) => Term;
	/** That the atom does not hold. */
	readonly no: (atom: Atom) => Term;
	/** True when an atom is to hold and not to hold. */
	readonly contradicts: (term: Term) => boolean;
}

function literalsOf(): Literals {
	const own = new Map<string, Term>();
	const whole = new Map<string, Term>();
	let firsts = 0n;
	const bitOf = (key: string): Term => {
		const known = own.get(key);
		if (known !== undefined) return known;
		const bit = 1n << BigInt(2 * own.size);
		firsts |= bit;
		own.set(key, bit);
		return bit;
	};
	return {
		of: (atom) => {
			const key = atomKey(atom);
			const known = whole.get(key);
			if (known !== undefined) return known;
			const term = implied(atom).reduce((bits, one) => bits | bitOf(atomKey(one)), bitOf(key));
			whole.set(key, term);
			return term;
		},
		no: (atom) => bitOf(atomKey(atom)) << 1n,
		contradicts: (term) => (term & (term >> 1n) & firsts) !== 0n,
	};
}

const verified: Atom = { kind: 'verified' };

/** Atoms that hold wherever this one does. */
function implied(atom: Atom): readonly Atom[] {
	switch (atom.kind) {
		case 'text':
			return presence(atom, atom.pattern);
		case 'header':
			return presence(atom, atom.pattern);
		case 'claim':
			return [verified, ...presence(atom, atom.pattern)];
		default:
			return [];
	}
}

/** A literal text, if it is not empty, is some text, and any text. */
function presence(atom: Extract<Atom, { pattern: unknown }>, { pieces }: typeof anyText): readonly Atom[] {
	const hasLetters = pieces.some((piece) => piece.kind === 'text' || piece.atLeast === 1);
	return [{ ...atom, pattern: anyText }, ...(hasLetters ? [{ ...atom, pattern: someText }] : [])];
}

/** The terms of a predicate, or of its negation; undefined when they are too many. */
function termsOf(predicate: Predicate, isWanted: boolean, literals: Literals): readonly Term[] | undefined {
	switch (predicate.kind) {
		case 'not':
			return termsOf(predicate.of, !isWanted, literals);
		case 'all':
		case 'any':
			return (predicate.kind === 'all') === isWanted
				? together(predicate.of, isWanted, literals)
				: either(predicate.of, isWanted, literals);
		default:
			return [isWanted ? literals.of(predicate) : literals.no(predicate)];
	}
}

function either(parts: readonly Predicate[], isWanted: boolean, literals: Literals): readonly Term[] | undefined {
	const terms: Term[] = [];
	for (const part of parts) {
		const more = termsOf(part, isWanted, literals);
		if (more === undefined || terms.length + more.length > most) return undefined;
		terms.push(...more);
	}
	return irredundant(terms);
}

/** The longest union first: its terms mostly say what the shorter ones ask for, and stay as they are. */
function together(parts: readonly Predicate[], isWanted: boolean, literals: Literals): readonly Term[] | undefined {
	const unions: (readonly Term[])[] = [];
	for (const part of parts) {
		const more = termsOf(part, isWanted, literals);
		if (more === undefined) return undefined;
		unions.push(more);
	}
	let terms: readonly Term[] = [0n];
	for (const union of unions.sort((a, b) => b.length - a.length)) {
		const next: Term[] = [];
		for (const term of terms) {
			if (union.some((one) => (term & one) === one)) next.push(term);
			else for (const one of union) if (!literals.contradicts(term | one)) next.push(term | one);
			if (next.length > most) return undefined;
		}
		terms = irredundant(next);
	}
	return terms;
}

/** Each once and, where they are few, without those that say more than another one. */
function irredundant(terms: readonly Term[]): readonly Term[] {
	if (terms.length < 2) return terms;
	const once = [...new Set(terms)];
	if (once.length > mostPairs) return once;
	return once.filter((term) => !once.some((other) => other !== term && (term & other) === other));
}
