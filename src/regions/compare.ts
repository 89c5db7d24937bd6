// Two predicates held against each other.
import type { Predicate } from '../traffic/predicate.ts';
import { type Cut, cut } from './cut.ts';
import { anyDomains, type Domains } from './domain.ts';
import { sameFormula } from './formula.ts';
import { region } from './region.ts';
import { isEmpty, nowhere, type Region, somewhereOutside, subtract } from './sets.ts';
import { defaultLimits, isUndecided, type Limits, type Undecided } from './undecided.ts';

export type Comparison =
	| { readonly kind: 'equal' }
	/** One of the two regions is not empty. Where the whole of it would have too many boxes, a part stands for it. */
	| {
			readonly kind: 'different';
			readonly cut: Cut;
			readonly onlyLeft: Region;
			readonly onlyRight: Region;
			/** Why nothing is known of one of them, which is empty here; undefined: both are known. */
			readonly doubt: string | undefined;
	  }
	| Undecided;

/** Whether both hold for the same requests of the domains, and if not, where each holds alone. */
export function compare(
	left: Predicate,
	right: Predicate,
	domains: Domains = anyDomains,
	limits: Limits = defaultLimits,
): Comparison {
	if (sameFormula(left, right)) return { kind: 'equal' };
	const made = cut([left, right], domains, limits);
	if (isUndecided(made)) return made;
	const [a, b] = [region(made, left), region(made, right)];
	if (isUndecided(a)) return a;
	if (isUndecided(b)) return b;
	const [onlyLeft, onlyRight] = [difference(made, a, b), difference(made, b, a)];
	// What is known of one direction is worth saying, whatever is with the other.
	const [doubt] = [onlyLeft, onlyRight].filter(isUndecided);
	const known = {
		onlyLeft: isUndecided(onlyLeft) ? nowhere : onlyLeft,
		onlyRight: isUndecided(onlyRight) ? nowhere : onlyRight,
	};
	if (isEmpty(known.onlyLeft) && isEmpty(known.onlyRight)) return doubt ?? { kind: 'equal' };
	return { kind: 'different', cut: made, ...known, doubt: doubt?.why };
}

/** Steps for one box of the limit. */
const patience = 50;

function difference(made: Cut, a: Region, b: Region): Region | Undecided {
	const whole = subtract(made, a, b);
	return isUndecided(whole) ? somewhereOutside(made, a, b, made.limits.boxes * patience) : whole;
}
