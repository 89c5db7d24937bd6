// How the grants of one environment differ from those of another, which the reader has just seen.
import type { AccessFacts, GrantFact } from './facts.ts';

export interface GrantDifference {
	/** In this environment only. */
	readonly added: readonly GrantFact[];
	/** In the other one only. */
	readonly missing: readonly GrantFact[];
}

/** Compares grants by everything that a reader sees of them; where they stand in the catalog does not count. */
export function grantDifference(facts: AccessFacts, base: AccessFacts): GrantDifference {
	const here = new Set(facts.grants.map(sight));
	const there = new Set(base.grants.map(sight));
	return {
		added: facts.grants.filter((grant) => !there.has(sight(grant))),
		missing: base.grants.filter((grant) => !here.has(sight(grant))),
	};
}

const sight = ({ origin: _, ...grant }: GrantFact): string => JSON.stringify(grant);
