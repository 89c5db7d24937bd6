// What a matcher finds: plain data for any test runner.

export interface Outcome {
	readonly holds: boolean;
	/** What was expected, what happened, and why: for a failure, also of the opposite expectation. */
	readonly message: () => string;
}

/** The finding, its text made when it is asked for. */
export const outcome = (holds: boolean, message: () => string): Outcome => ({ holds, message });
