// How a run ends, for scripts: the one table of exit codes.

export const exitCodes = {
	/** Everything holds. */
	holds: 0,
	/** Findings or differences. */
	findings: 1,
	/** The input cannot be used: a wrong catalog, a wrong argument, a folder that cannot be written. */
	badInput: 2,
	/** A limit was reached before an answer. Never to be taken for success. */
	undecided: 3,
	/** A bug in Meshgrant. */
	bug: 4,
} as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];
