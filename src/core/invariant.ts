// The line between a user's mistake (a diagnostic) and ours (a thrown error, exit code 4).

/** Thrown only for a bug in Meshgrant itself. */
export class InvariantError extends Error {
	override readonly name = 'InvariantError';
}

/** Throws an InvariantError unless the condition holds. */
export function invariant(condition: unknown, what: string): asserts condition {
	if (!condition) throw new InvariantError(what);
}

/** Ends an exhaustive switch: a new kind does not compile until it is handled. */
export function unreachable(value: never): never {
	throw new InvariantError(`unexpected value ${JSON.stringify(value)}`);
}
