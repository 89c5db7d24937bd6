// A failure that is nobody's bug: what was asked for cannot be done, and the person who asked can mend it. Shells print it
// as a sentence, without a stack.

/** The message says what is wrong, in lower case and without a full stop; `help` says what to do. */
export class ExpectedError extends Error {
	override readonly name = 'ExpectedError';
	readonly help: string;

	constructor(message: string, help: string) {
		super(message);
		this.help = help;
	}
}
