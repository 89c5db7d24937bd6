// A quick way to see that two predicates are the same: both as a union of conjunctions of atoms, where atoms are equal when
// their keys are. Equal formulas are equal sets, whatever the domains; of unequal ones nothing is said.
import { atomKey, type Predicate } from '../traffic/predicate.ts';

/** Conjunctions as bits: two for each atom, that it holds and that it does not. */
type Terms = readonly bigint[];

const most = 400;

/** True when the predicates are seen to hold for the same requests; false when that takes a closer look. */
export function sameFormula(a: Predicate, b: Predicate): boolean {
	if (a === b) return true;
	const literals = new Map<string, bigint>();
	const left = termsOf(a, true, literals);
	const right = left && termsOf(b, true, literals);
	if (left === undefined || right === undefined || left.length !== right.length) return false;
	const found = new Set(left);
	return right.every((term) => found.has(term));
}

/** The irredundant terms of a predicate, or of its negation; undefined when they are too many. */
function termsOf(predicate: Predicate, isWanted: boolean, literals: Map<string, bigint>): Terms | undefined {
	switch (predicate.kind) {
		case 'not':
			return termsOf(predicate.of, !isWanted, literals);
		case 'all':
		case 'any':
			return (predicate.kind === 'all') === isWanted
				? together(predicate.of, isWanted, literals)
				: either(predicate.of, isWanted, literals);
		default: {
			const key = atomKey(predicate);
			const bit = literals.get(key) ?? 1n << BigInt(2 * literals.size);
			literals.set(key, bit);
			return [isWanted ? bit : bit << 1n];
		}
	}
}

function either(parts: readonly Predicate[], isWanted: boolean, literals: Map<string, bigint>): Terms | undefined {
	const terms: bigint[] = [];
	for (const part of parts) {
		const more = termsOf(part, isWanted, literals);
		if (more === undefined) return undefined;
		terms.push(...more);
	}
	return irredundant(terms);
}

function together(parts: readonly Predicate[], isWanted: boolean, literals: Map<string, bigint>): Terms | undefined {
	let terms: Terms = [0n];
	for (const part of parts) {
		const more = termsOf(part, isWanted, literals);
		if (more === undefined || terms.length * more.length > most) return undefined;
		const [only, second] = more;
		const isSingle = only !== undefined && second === undefined;
		terms = isSingle
			? terms.map((term) => term | only)
			: irredundant(terms.flatMap((term) => more.map((x) => x | term)));
		terms = terms.filter((term) => !contradicts(term, literals.size));
	}
	return irredundant(terms);
}

/** True when an atom is to hold and not to hold. */
function contradicts(term: bigint, atoms: number): boolean {
	const firsts = ((1n << BigInt(2 * atoms)) - 1n) / 3n;
	return (term & (term >> 1n) & firsts) !== 0n;
}

/** Without the terms that say more than another one. */
function irredundant(terms: readonly bigint[]): Terms {
	if (terms.length < 2) return terms;
	const kept: bigint[] = [];
	for (const term of new Set(terms)) {
		if (terms.some((other) => other !== term && (term & other) === other)) continue;
		kept.push(term);
	}
	return kept;
}
