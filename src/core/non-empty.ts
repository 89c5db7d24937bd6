// Lists that hold at least one item, by type. In an Istio rule an empty list means "anything" and an absent one too, so
// no list of our output may be empty by accident.
import { invariant } from './invariant.ts';

export type NonEmpty<T> = readonly [T, ...T[]];

/** The same list, known to hold at least one item; throws an InvariantError that names `what` when it holds none. */
export function nonEmpty<T>(items: readonly T[], what: string): NonEmpty<T> {
	const [first, ...rest] = items;
	invariant(first !== undefined, `${what} must not be empty`);
	return [first, ...rest];
}
