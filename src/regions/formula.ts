// A quick way to see that two predicates are the same: both as a union of conjunctions of atoms, where atoms are equal when
// their keys are. Equal formulas are equal sets, whatever the domains; of unequal ones nothing is said.
//
// A conjunction says what follows from its atoms, too (an exact caller is a caller, a claim is in a verified token), so that
// two that mean the same look the same more often.
import { anyText, isLetter, type Pattern, type Piece, someText } from '../traffic/pattern.ts';
import type { Atom, Predicate } from '../traffic/predicate.ts';
import { add, find, questionsOf } from './asked.ts';
import { head, isInside, mayBeInside } from './box.ts';

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
	const questions = questionsOf([]);
	const own: Term[] = [];
	const whole: (Term | undefined)[] = [];
	let firsts = 0n;
	const indexOf = (atom: Atom): number => {
		const known = find(questions, atom);
		if (known !== undefined) return known.index;
		const { index } = add(questions, atom);
		own[index] = 1n << BigInt(2 * index);
		firsts |= own[index];
		return index;
	};
	const bitOf = (atom: Atom): Term => own[indexOf(atom)] ?? 0n;
	return {
		of: (atom) => {
			const index = indexOf(atom);
			const known = whole[index];
			if (known !== undefined) return known;
			const term = implied(atom).reduce((bits, one) => bits | bitOf(one), bitOf(atom));
			whole[index] = term;
			return term;
		},
		no: (atom) => bitOf(atom) << 1n,
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

/** A text with a letter is some text, and any text. Of a claim, some text is one line. */
function presence(atom: Extract<Atom, { pattern: unknown }>, { pieces }: Pattern): readonly Atom[] {
	const hasLetters = pieces.some((piece) => piece.kind === 'text' || piece.atLeast === 1);
	const isSome = hasLetters && (atom.kind !== 'claim' || pieces.every(isOfOneLine));
	return [{ ...atom, pattern: anyText }, ...(isSome ? [{ ...atom, pattern: someText }] : [])];
}

const isOfOneLine = (piece: Piece): boolean =>
	piece.kind === 'text' ? !piece.text.includes('\n') : !isLetter('\n', piece.of);

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
	let always: Term = 0n;
	for (const part of parts) {
		const more = termsOf(part, isWanted, literals);
		if (more === undefined) return undefined;
		const [only, second] = more;
		if (only === undefined) return [];
		if (second === undefined) always |= only;
		else unions.push(more);
	}
	if (literals.contradicts(always)) return [];
	let terms: readonly Term[] = [always];
	for (const union of unions.sort((a, b) => b.length - a.length)) {
		const next: Term[] = [];
		for (const term of terms) {
			if (union.some((one) => isInside(one, term))) next.push(term);
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
	const saysMore = insideOther(once);
	return once.filter((term) => !saysMore(term));
}

/** Whether a term has all bits of another one and more. */
function insideOther(terms: readonly Term[]): (term: Term) => boolean {
	const heads = terms.map(head);
	return (term) => {
		const first = head(term);
		return terms.some((other, index) => mayBeInside(heads[index], first) && other !== term && isInside(other, term));
	};
}
