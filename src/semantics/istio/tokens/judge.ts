// One token under one rule. The checks stand in Envoy's order, which decides between 401 and 403 (jwt_authn/authenticator.cc
// and jwt_verify_lib, Envoy 1.39.3): form, issuer, times, audience, signature.
import type { JwtRule } from '../policy.ts';
import type { Token } from '../request.ts';

export type Judgement =
	| { readonly kind: 'good'; readonly token: Token; readonly claims: Claims }
	/** Other rules may know the issuer, so this yields to their failures. */
	| { readonly kind: 'unknown-issuer' }
	| { readonly kind: 'bad'; readonly status: 401 | 403; readonly what: string };

type Claims = Readonly<Record<string, unknown>>;

/** Judges what stands in a place of the rule; undefined: it is no JWT at all. `audiences`: the rule's, bare. */
export function judge(token: Token | undefined, rule: JwtRule, audiences: readonly string[]): Judgement {
	const claims = token?.claims;
	if (token === undefined || claims === undefined || token.state === 'unreadable') return bad('is no readable JWT');
	const malformed = malformedClaim(claims);
	if (malformed !== undefined) return bad(`has a malformed \`${malformed}\``);
	if (rule.issuer !== undefined && claims.iss !== rule.issuer) return { kind: 'unknown-issuer' };
	if (token.state === 'expired') return bad('has expired');
	if (token.state === 'not-yet-valid') return bad('is not valid yet');
	if (!isForAudience(claims.aud, audiences)) {
		return { kind: 'bad', status: 403, what: 'is for another audience' };
	}
	const verifies = token.state === 'valid' && hasKey(rule, token);
	return verifies ? { kind: 'good', token, claims } : bad('has a wrong signature');
}

/** An inline `jwks` is a rule's only source of keys. */
function hasKey({ jwks }: JwtRule, { signedBy }: Token): boolean {
	if (signedBy === undefined) return true;
	return signedBy === 'published' ? jwks === undefined : signedBy.jwks === jwks;
}

const bad = (what: string): Judgement => ({ kind: 'bad', status: 401, what });

const most64Bits = 2 ** 64;

/** The first registered claim whose type is wrong (RFC 7519, section 4.1, as jwt_verify_lib reads it). */
function malformedClaim({ iss, sub, jti, iat, nbf, exp, aud }: Claims): string | undefined {
	if (!isText(iss)) return 'iss';
	if (!isText(sub)) return 'sub';
	if (!isText(jti)) return 'jti';
	if (!isTime(iat)) return 'iat';
	if (!isTime(nbf)) return 'nbf';
	if (!isTime(exp)) return 'exp';
	return aud === undefined || audiencesOf(aud) !== undefined ? undefined : 'aud';
}

const isText = (value: unknown): boolean => value === undefined || typeof value === 'string';
const isTime = (value: unknown): boolean =>
	value === undefined || (typeof value === 'number' && value >= 0 && value < most64Bits);

function audiencesOf(aud: unknown): readonly string[] | undefined {
	if (typeof aud === 'string') return [aud];
	return Array.isArray(aud) && aud.every((item) => typeof item === 'string') ? aud : undefined;
}

const isForAudience = (aud: unknown, audiences: readonly string[]): boolean =>
	audiences.length === 0 || (audiencesOf(aud) ?? []).some((one) => audiences.includes(bareAudience(one)));

/** What is compared, on both sides: without one `http://` or `https://` and one slash at the end. */
export function bareAudience(audience: string): string {
	const text = audience.startsWith('http') ? audience.replace(/^https?:\/\//, '') : audience;
	return text.endsWith('/') ? text.slice(0, -1) : text;
}
