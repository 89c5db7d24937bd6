// The answers of one realm as plain data, without anything that differs from run to run, so that they can be compared,
// judged and recorded.
import type { Seen } from './seen.ts';

export type Way = (typeof ways)[number];

export const ways = ['as itself', 'exchange', 'sign-in'] as const;

export interface Matrix {
	readonly cells: readonly Cell[];
	readonly probes: readonly ProbeResult[];
}

/** What came of a trick (probes.ts). */
export interface ProbeResult {
	readonly name: string;
	/** Empty where it is about the realm. */
	readonly client: string;
	readonly outcome: Seen;
}

export interface Cell {
	readonly client: string;
	readonly way: Way;
	/** The one scope asked for; empty where none was. */
	readonly scope: string;
	readonly outcome: Seen;
}
