// An outcome as it can be compared and kept: without what is new each time.
import { sortedBy } from '../../../src/core/order.ts';
import { type Claims, isRecord, type Outcome, type Refused } from './outcome.ts';

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
	return {
		kind: 'token',
		lifetime: Math.round((Number(exp) - Number(iat)) / 5) * 5,
		subject: sub === person ? 'person' : 'other',
		claims: inOrder('sid' in rest ? { ...rest, sid: 'a session' } : rest),
	};
}

/** The order of claims, audiences, roles and scopes is the server's whim, and tells nothing. */
function inOrder(claims: Claims): Claims {
	const sorted = sortedBy(Object.entries(claims), ([name]) => name);
	return Object.fromEntries(
		sorted.map(([name, value]) => {
			if (name === 'scope') return [name, sortedBy(String(value).split(' '), openidFirst).join(' ')];
			if (Array.isArray(value)) return [name, sortedBy(value, (each) => JSON.stringify(each))];
			return [name, isRecord(value) ? inOrder(value) : value];
		}),
	);
}

const openidFirst = (scope: string): string => (scope === 'openid' ? '' : scope);
