// An output that cannot be written: nobody's bug, so a sentence and no stack.

/** Expected failure of writing; the message says what is wrong, `help` what to do. */
export class OutputError extends Error {
	override readonly name = 'OutputError';
	readonly help: string;

	constructor(message: string, help: string) {
		super(message);
		this.help = help;
	}
}

/** The operating system's error code, such as `ENOENT`, or the empty text. */
export function errorCode(error: unknown): string {
	return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
}
