// Predicates taken apart and put together again: their atoms, and the same predicate with other ones in their place.
import { type Atom, all, any, everything, not, nothing, type Predicate } from './predicate.ts';

/** All atoms, as often as they stand there. */
export function atomsOf(predicate: Predicate): readonly Atom[] {
	switch (predicate.kind) {
		case 'all':
		case 'any':
			return predicate.of.flatMap(atomsOf);
		case 'not':
			return atomsOf(predicate.of);
		default:
			return [predicate];
	}
}

/** The same predicate with each atom replaced, and what is settled by `everything` or `nothing` left out. */
export function rewrite(predicate: Predicate, replaced: (atom: Atom) => Predicate): Predicate {
	switch (predicate.kind) {
		case 'all': {
			const parts = predicate.of.map((part) => rewrite(part, replaced));
			return parts.some(isNothing) ? nothing : all(parts.filter((part) => !isEverything(part)));
		}
		case 'any': {
			const parts = predicate.of.map((part) => rewrite(part, replaced));
			return parts.some(isEverything) ? everything : any(parts.filter((part) => !isNothing(part)));
		}
		case 'not': {
			const part = rewrite(predicate.of, replaced);
			if (isEverything(part)) return nothing;
			return isNothing(part) ? everything : not(part);
		}
		default:
			return replaced(predicate);
	}
}

const isEverything = (predicate: Predicate): boolean => predicate.kind === 'all' && predicate.of.length === 0;

/** True for `nothing` itself, as `rewrite` leaves it; a predicate that can never hold may look otherwise. */
export const isNothing = (predicate: Predicate): boolean => predicate.kind === 'any' && predicate.of.length === 0;
