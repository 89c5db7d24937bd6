// What a chain lets in, as one predicate. The order of filters does not matter for what passes in the end: every step can
// only refuse.
import type { Chain, CustomGuard, Enforcer } from '../../semantics/istio/index.ts';
import { anyText, pattern, someText } from '../../traffic/pattern.ts';
import {
	all,
	any,
	claim,
	everything,
	hasIdentity,
	header,
	not,
	nothing,
	type Predicate,
	text,
	verified,
} from '../../traffic/predicate.ts';

/**
 * What is true of every request, whatever the policies say: no token is verified in a CORS preflight (Envoy's jwt_authn,
 * `bypass_cors_preflight`); and else a header that tokens write is taken away before tokens are looked for, so that policies
 * see it only where a token that was verified has written it. Of such claims only texts are thought of: no Keycloak that we
 * write gives others.
 */
export const possible = (chain: Chain): Predicate =>
	all([
		...(verifies(chain) ? [any([not(verified), not(isPreflight)])] : []),
		...[...writers(chain)].map(([name, written]) => any([not(header(name, anyText)), isPreflight, ...written])),
	]);

/** By lower-case header name: what a token has that writes it. */
function writers({ verification }: Chain): ReadonlyMap<string, readonly Predicate[]> {
	const found = new Map<string, Predicate[]>();
	const add = (name: string, written: Predicate) => {
		const key = name.toLowerCase();
		found.set(key, [...(found.get(key) ?? []), written]);
	};
	for (const { outputPayloadToHeader, outputClaimToHeaders } of verification) {
		if (outputPayloadToHeader !== undefined) add(outputPayloadToHeader, verified);
		for (const each of outputClaimToHeaders) {
			add(each.header, { kind: 'claim', path: each.claim.split('.'), pattern: someText });
		}
	}
	return found;
}

/** Requests that reach the workload through this chain. Where no token is verified, rules find none, whatever is sent. */
export function admitted(chain: Chain, enforcer: Enforcer['kind']): Predicate {
	const seen = (predicate: Predicate) => asSeen(chain, predicate);
	return all([
		...(enforcer === 'gateway' ? [] : [identity(chain)]),
		...(verifies(chain) ? [token(chain)] : []),
		...(chain.custom.length === 0 ? [] : asked(chain)),
		...chain.deny.map(({ matches }) => not(seen(matches))),
		chain.allow === 'everyone' ? everything : any(chain.allow.map(({ matches }) => seen(matches))),
	]);
}

/** No token, or one that the proxy takes; anything where it looks at none. */
export const acceptedTokens = (chain: Chain): Predicate => (verifies(chain) ? token(chain) : everything);

/** What a rule says, as the proxy finds it: where no token is verified, there is none. */
export const asSeen = (chain: Chain, predicate: Predicate): Predicate =>
	verifies(chain) ? predicate : withoutTokens(predicate);

const verifies = ({ speaks, verification }: Chain): boolean => speaks === 'http' && verification.length > 0;

function withoutTokens(predicate: Predicate): Predicate {
	switch (predicate.kind) {
		case 'claim':
		case 'verified':
			return nothing;
		case 'all':
		case 'any':
			return { ...predicate, of: predicate.of.map(withoutTokens) };
		case 'not':
			return not(withoutTokens(predicate.of));
		default:
			return predicate;
	}
}

function identity({ mutualTls }: Chain): Predicate {
	if (mutualTls.mode === 'required') return hasIdentity;
	return mutualTls.mode === 'disabled' ? not(hasIdentity) : everything;
}

function asked(chain: Chain): readonly Predicate[] {
	const written = headersWritten(chain);
	return chain.custom.map((guard) => custom(guard, written));
}

/** Behind the name of a header: as the client sent it, where the proxy then writes it anew. No header is called so. */
export const asSent = ' as sent';

const custom = (guard: CustomGuard, written: ReadonlySet<string>): Predicate => {
	const { effect, provider } = guard;
	return any([not(asAsked(guard, written)), effect === 'ask' ? { kind: 'agrees', provider } : nothing]);
};

/** What a rule of an external authorizer says: it is asked before any token is verified, so the rule finds none. */
const asAsked = ({ matches }: CustomGuard, written: ReadonlySet<string>): Predicate =>
	asItIsSent(withoutTokens(matches), written);

/** Requests about which the external authorizer of a rule is asked, or which it refuses. */
export const askedBy = (chain: Chain, guard: CustomGuard): Predicate => asAsked(guard, headersWritten(chain));

/** Before the proxy makes of headers what it makes of them. */
function asItIsSent(predicate: Predicate, written: ReadonlySet<string>): Predicate {
	switch (predicate.kind) {
		case 'header':
			return written.has(predicate.name) ? { ...predicate, name: `${predicate.name}${asSent}` } : predicate;
		case 'all':
		case 'any':
			return { ...predicate, of: predicate.of.map((part) => asItIsSent(part, written)) };
		case 'not':
			return not(asItIsSent(predicate.of, written));
		default:
			return predicate;
	}
}

/** The headers that tokens are taken from or written to: when tokens are verified they change. Lower case. */
const headersWritten = (chain: Chain): ReadonlySet<string> =>
	new Set([
		'authorization',
		...writers(chain).keys(),
		...chain.verification.flatMap(({ fromHeaders }) => fromHeaders.map(({ name }) => name.toLowerCase())),
	]);

/** No token, or one that a rule accepts. */
function token({ verification }: Chain): Predicate {
	const accepted = verification.map(({ issuer, audiences }) =>
		all([
			...(issuer === undefined ? [] : [claim('iss', pattern(issuer))]),
			...(audiences.length === 0
				? []
				: [any(audiences.flatMap(sameAudience).map((name) => claim('aud', pattern(name))))]),
		]),
	);
	return any([not(verified), ...accepted]);
}

/** Envoy's jwt_authn (1.39) drops a scheme and then a closing slash before it compares audiences. */
function sameAudience(audience: string): readonly string[] {
	const bare = audience.replace(/^https?:\/\//, '').replace(/\/$/, '');
	return ['', 'http://', 'https://'].flatMap((scheme) => [`${scheme}${bare}`, `${scheme}${bare}/`]);
}

const isPreflight: Predicate = all([
	text('method', pattern('OPTIONS')),
	header('origin', someText),
	header('access-control-request-method', someText),
]);
