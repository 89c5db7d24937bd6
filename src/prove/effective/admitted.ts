// What a chain lets in, as one predicate. The order of filters does not matter for what passes in the end: every step can
// only refuse.
import type { Chain, CustomGuard, Enforcer } from '../../semantics/istio/index.ts';
import { pattern, someText } from '../../traffic/pattern.ts';
import { all, any, everything, not, nothing, type Predicate } from '../../traffic/predicate.ts';

/**
 * What is true of every request, whatever the policies say: a gateway asks nobody for a certificate, and no token is
 * verified in a CORS preflight (Envoy's jwt_authn, `bypass_cors_preflight`).
 */
export const possible = (enforcer: Enforcer['kind']): Predicate =>
	all([any([not(verified), not(isPreflight)]), ...(enforcer === 'gateway' ? [not(hasIdentity)] : [])]);

/** Requests that reach the workload through this chain. */
export function admitted(chain: Chain, enforcer: Enforcer['kind']): Predicate {
	return all([
		...(enforcer === 'gateway' ? [] : [identity(chain)]),
		token(chain),
		...chain.custom.map(custom),
		...chain.deny.map(({ matches }) => not(matches)),
		chain.allow === 'everyone' ? everything : any(chain.allow.map(({ matches }) => matches)),
	]);
}

const hasIdentity: Predicate = { kind: 'text', attribute: 'peer', pattern: someText };

function identity({ mutualTls }: Chain): Predicate {
	if (mutualTls.mode === 'required') return hasIdentity;
	return mutualTls.mode === 'disabled' ? not(hasIdentity) : everything;
}

const custom = ({ effect, matches, provider }: CustomGuard): Predicate =>
	any([not(matches), effect === 'ask' ? { kind: 'agrees', provider } : nothing]);

const verified: Predicate = { kind: 'verified' };

/** No token, or one that a rule accepts. */
function token({ speaks, verification }: Chain): Predicate {
	if (speaks === 'tcp' || verification.length === 0) return not(verified);
	const accepted = verification.map(({ issuer, audiences }) =>
		all([
			...(issuer === undefined ? [] : [claim('iss', issuer)]),
			...(audiences.length === 0 ? [] : [any(audiences.flatMap(sameAudience).map((name) => claim('aud', name)))]),
		]),
	);
	return any([not(verified), ...accepted]);
}

const claim = (name: string, value: string): Predicate => ({ kind: 'claim', path: [name], pattern: pattern(value) });

/** Envoy's jwt_authn (1.39) drops a scheme and then a closing slash before it compares audiences. */
function sameAudience(audience: string): readonly string[] {
	const bare = audience.replace(/^https?:\/\//, '').replace(/\/$/, '');
	return ['', 'http://', 'https://'].flatMap((scheme) => [`${scheme}${bare}`, `${scheme}${bare}/`]);
}

const header = (name: string): Predicate => ({ kind: 'header', name, pattern: someText });

const isPreflight: Predicate = all([
	{ kind: 'text', attribute: 'method', pattern: pattern('OPTIONS') },
	header('origin'),
	header('access-control-request-method'),
]);
