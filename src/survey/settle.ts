// A predicate of which something is known beforehand: who calls, or which token there is. What is left speaks of the rest.
import { type Atom, everything, nothing, type Predicate } from '../traffic/predicate.ts';
import { rewrite } from '../traffic/rewrite.ts';

/** True or false where it is known; undefined where it stays open. */
export type Known = (atom: Atom) => boolean | undefined;

/** The same predicate for requests of which this is known. */
export const settle = (predicate: Predicate, known: Known): Predicate =>
	rewrite(predicate, (atom) => {
		const is = known(atom);
		return is === undefined ? atom : is ? everything : nothing;
	});

/** No token, so no claims either. */
export const withoutToken: Known = ({ kind }) => (kind === 'verified' || kind === 'claim' ? false : undefined);
