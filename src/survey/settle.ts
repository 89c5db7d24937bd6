// A predicate of which something is known beforehand: who calls, or which token there is. What is left speaks of the rest.
import { type Atom, all, any, everything, not, nothing, type Predicate } from '../traffic/predicate.ts';

/** True or false where it is known; undefined where it stays open. */
export type Known = (atom: Atom) => boolean | undefined;

/** The same predicate for requests of which this is known. */
export function settle(predicate: Predicate, known: Known): Predicate {
	switch (predicate.kind) {
		case 'all': {
			const parts = predicate.of.map((part) => settle(part, known));
			return parts.some(isNothing) ? nothing : all(parts.filter((part) => !isEverything(part)));
		}
		case 'any': {
			const parts = predicate.of.map((part) => settle(part, known));
			return parts.some(isEverything) ? everything : any(parts.filter((part) => !isNothing(part)));
		}
		case 'not': {
			const part = settle(predicate.of, known);
			if (isEverything(part)) return nothing;
			return isNothing(part) ? everything : not(part);
		}
		default: {
			const is = known(predicate);
			return is === undefined ? predicate : is ? everything : nothing;
		}
	}
}

/** No token, so no claims either. */
export const withoutToken: Known = ({ kind }) => (kind === 'verified' || kind === 'claim' ? false : undefined);

const isEverything = (predicate: Predicate): boolean => predicate.kind === 'all' && predicate.of.length === 0;
/** True for the predicate that holds for no request, as `settle` leaves it. */
export const isNothing = (predicate: Predicate): boolean => predicate.kind === 'any' && predicate.of.length === 0;

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
