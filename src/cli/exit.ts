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

/** A command that cannot be carried out as asked: one sentence and what to do, no stack. Ends with `badInput`. */
export class UsageError extends Error {
	override readonly name = 'UsageError';
	readonly help: string;

	constructor(message: string, help: string) {
		super(message);
		this.help = help;
	}
}
