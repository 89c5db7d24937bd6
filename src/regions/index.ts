// Exact sets of requests: predicates cut all requests into finitely many kinds, and sets of kinds are compared, with a
// request to show for every difference.
export type { Box } from './box.ts';
export { type Comparison, compare } from './compare.ts';
export { type Cut, cut } from './cut.ts';
export {
	anyDomains,
	anyTexts,
	type Domains,
	printable,
	type TextDomain,
} from './domain.ts';
export { explain } from './explain.ts';
export { sameFormula } from './formula.ts';
export { region } from './region.ts';
export {
	complement,
	intersect,
	isEmpty,
	isSubset,
	merged,
	type Region,
	subtract,
	union,
	universe,
} from './sets.ts';
export { isUndecided, type Undecided } from './undecided.ts';
export { factsOf, variantsOf, type Witness, witness, witnessOf } from './witness.ts';
