// The third answer. A limit that is reached says so, and nothing built on it can say anything else.

/** Too many classes, states or boxes. Never to be taken for a yes or a no. */
export interface Undecided {
	readonly kind: 'undecided';
	readonly why: string;
}

export interface Limits {
	/** States of all automata that one attribute needs. */
	readonly states: number;
	/** Boxes of one region, at any moment. */
	readonly boxes: number;
}

/** Far above what catalogs need; about a second of work each. */
export const defaultLimits: Limits = { states: 20_000, boxes: 4_000 };

/** What is left of a limit, for work that is shared out. */
export interface Budget {
	left: number;
}

/** The answer where a limit was reached. */
export const undecided = (why: string): Undecided => ({ kind: 'undecided', why });

/** True for the third answer. */
export const isUndecided = (answer: object): answer is Undecided => 'kind' in answer && answer.kind === 'undecided';
