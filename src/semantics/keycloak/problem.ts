// What the reader or the model does not understand. A problem is uncertainty, never silence: whatever it touches is
// undecided, and nobody may call it proved.

export interface Problem {
	/** The place in the definitions, such as `clientScopes.accounts.read.protocolMappers.role`. */
	readonly where: string;
	/** Lower case, no full stop; names of the definitions in backticks. */
	readonly what: string;
}
