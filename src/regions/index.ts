// Exact sets of requests: predicates cut all requests into finitely many kinds, and sets of kinds are compared, with a
// request to show for every difference.
export type { Box } from './box.ts';
export { type Comparison, compare } from './compare.ts';
export { type Cut, cut } from './cut.ts';
export type { Dimension } from './dimension.ts';
export {
	anyDomains,
	anyTexts,
	type ClaimDomain,
	type Domains,
	type Presence,
	printable,
	type TextDomain,
} from './domain.ts';
export { type Condition, explain } from './explain.ts';
export { sameFormula } from './formula.ts';
export { region } from './region.ts';
export {
	complement,
	intersect,
	isEmpty,
	isSubset,
	merged,
	nowhere,
	type Region,
	subtract,
	union,
	universe,
} from './sets.ts';
export { defaultLimits, isUndecided, type Limits, type Undecided } from './undecided.ts';
export { factsOf, type Witness, witness, witnessOf } from './witness.ts';
