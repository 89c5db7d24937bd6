// An outcome as it can be compared and kept: without what is new each time.
import { byText, sortedBy } from '../../../src/core/order.ts';
import type { Claims, Outcome, Refused } from './outcome.ts';

export type Seen = Refused | SeenToken;

export interface SeenToken {
	readonly kind: 'token';
	/** Seconds from `iat` to `exp`, to the nearest five: a busy server reads its clock twice. */
	readonly lifetime: number;
	/** Whose it is: the signed-in person's, or somebody else's, such as a service account's. */
	readonly subject: 'person' | 'other';
	/** The rest, but for `iat`, `exp`, `auth_time`, `jti` and `sub`; the value of `sid` is replaced. */
	readonly claims: Claims;
}

/** `person` is the `sub` of the person who signed in. */
export function seen(outcome: Outcome, person: string): Seen {
	if (outcome.kind === 'refused') return outcome;
	const { iat, exp, auth_time: _time, jti: _id, sub, ...rest } = outcome.claims;
	const claims = Object.fromEntries(sortedBy(Object.entries(rest), ([name]) => name).map(lasting));
	return {
		kind: 'token',
		lifetime: Math.round((Number(exp) - Number(iat)) / 5) * 5,
		subject: sub === person ? 'person' : 'other',
		claims,
	};
}

/** The order of several audiences, as that of claims, is the server's whim. */
function lasting([name, value]: [string, unknown]): [string, unknown] {
	if (name === 'sid') return [name, 'a session'];
	return [name, name === 'aud' && Array.isArray(value) ? value.map(String).sort(byText) : value];
}
