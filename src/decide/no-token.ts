// What a question says of a token that it does not send would count for nothing, and is refused.
import { ExpectedError } from '../core/expected.ts';
import type { ShortQuestion } from '../questions/index.ts';

/** Throws an ExpectedError for it. Where the question brings a payload of its own, that is sent, and has a state. */
export function checkNoToken({ token, scopes, tenant, claims, state }: ShortQuestion): void {
	const isSent = claims !== undefined && token !== 'none';
	const said = { claims: isSent ? undefined : claims, scope: scopes?.[0], tenant, state: isSent ? undefined : state };
	const [named] = Object.entries(said).find(([, value]) => value !== undefined) ?? [];
	if (named === undefined) return;
	throw new ExpectedError(
		`no token is sent, and \`${named}\` says what is in it`,
		token === 'none' ? `leave out \`${named}\`, or the token \`none\`` : 'leave it out, or say which token is sent',
	);
}
