// Failures as test runners show them.
import { ExpectedError } from '../core/expected.ts';

/** What it gives; a failure that the person who asks can mend is thrown as an Error that says how. */
export function clearly<T>(ask: () => T): T {
	try {
		return ask();
	} catch (error) {
		if (!(error instanceof ExpectedError)) throw error;
		throw new Error(`${error.message}\n  help: ${error.help}`);
	}
}
