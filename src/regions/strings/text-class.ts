// Classes of texts: what a finite set of patterns can tell apart.

/** All texts of a domain that match exactly these patterns. */
export interface TextClass {
	/** Bit i: matches pattern i. */
	readonly mask: bigint;
	/** A shortest member, and among those one that reads well. */
	readonly witness: string;
	/** How it reads: the sum of the ranks of its letters. */
	readonly cost: number;
}

/** Best witness seen so far, for each mask. */
export type Found = Map<bigint, TextClass>;

/** True when the first is to be preferred: it is shorter, or as long and reads better. */
export const isBetter = (length: number, cost: number, than: TextClass): boolean =>
	length < than.witness.length || (length === than.witness.length && cost < than.cost);
