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
		...(chain.custom.length === 0 ? [] : asked(chain)),
		...chain.deny.map(({ matches }) => not(matches)),
		chain.allow === 'everyone' ? everything : any(chain.allow.map(({ matches }) => matches)),
	]);
}

const hasIdentity: Predicate = { kind: 'text', attribute: 'peer', pattern: someText };

function identity({ mutualTls }: Chain): Predicate {
	if (mutualTls.mode === 'required') return hasIdentity;
	return mutualTls.mode === 'disabled' ? not(hasIdentity) : everything;
}

function asked(chain: Chain): readonly Predicate[] {
	const written = headersWritten(chain);
	return chain.custom.map((guard) => custom(guard, written));
}

/** External authorizers are asked before any token is verified: what a rule says of one finds none. */
const custom = ({ effect, matches, provider }: CustomGuard, written: ReadonlySet<string>): Predicate =>
	any([not(beforeTokens(matches, written)), effect === 'ask' ? { kind: 'agrees', provider } : nothing]);

function beforeTokens(predicate: Predicate, written: ReadonlySet<string>): Predicate {
	switch (predicate.kind) {
		case 'claim':
		case 'verified':
			return nothing;
		case 'header':
			// Not yet what the proxy makes of it. No request can be shown for the difference, so that it stays a doubt.
			return written.has(predicate.name) ? { ...predicate, name: `${predicate.name} as sent` } : predicate;
		case 'all':
		case 'any':
			return { ...predicate, of: predicate.of.map((part) => beforeTokens(part, written)) };
		case 'not':
			return not(beforeTokens(predicate.of, written));
		default:
			return predicate;
	}
}

/** The headers that verified tokens take away or write, in lower case. */
function headersWritten({ verification }: Chain): ReadonlySet<string> {
	const names = verification.flatMap(({ outputPayloadToHeader, outputClaimToHeaders, fromHeaders }) => [
		...(outputPayloadToHeader === undefined ? [] : [outputPayloadToHeader]),
		...outputClaimToHeaders.map(({ header }) => header),
		...fromHeaders.map(({ name }) => name),
	]);
	return new Set(['authorization', ...names.map((name) => name.toLowerCase())]);
}

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
