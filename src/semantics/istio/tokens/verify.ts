// The token filter: verification of a request's tokens by all rules that select the workload. Istio asks Envoy for
// ANY[P1, …, Pn, ALL[P1 or missing, …, Pn or missing]] (one rule: P1 or missing), tried from left to right until one holds
// (pilot/pkg/security/authn/policy_applier.go, Istio 1.31; jwt_authn/verifier.cc, Envoy 1.39.3). The tree is walked here as
// it stands, because trying a rule changes the request, whatever becomes of it: its headers for claims are taken away, and
// what it verified is stripped even when a later token of the same rule fails. So a header sent twice, first with a bad
// token, then with a good one, passes where there are two rules [measured].
import type { JwtRule } from '../policy.ts';
import { bareAudience, judge } from './judge.ts';
import { type Message, removeHeader, tokenOf } from './message.ts';
import { type Outputs, outputsOf, writeOutputs } from './output.ts';
import { payloadFor } from './payload.ts';
import { findTokens, type Place, placesOf, strip } from './places.ts';

/** A rule with what is worked out once. */
export interface Verifier {
	readonly rule: JwtRule;
	readonly places: readonly Place[];
	readonly audiences: readonly string[];
	readonly outputs: Outputs;
}

export interface TokenRefusal {
	readonly issuer: string;
	readonly status: 401 | 403;
	readonly what: string;
}

/** The rule, read for verification. */
export const verifierOf = (rule: JwtRule): Verifier => ({
	rule,
	places: placesOf(rule),
	audiences: rule.audiences.map(bareAudience),
	outputs: outputsOf(rule),
});

type Attempt =
	| { readonly kind: 'passed' }
	| { readonly kind: 'missing' }
	| { readonly kind: 'unknown-issuer'; readonly refusal: TokenRefusal }
	| { readonly kind: 'failed'; readonly refusal: TokenRefusal };

const passed: Attempt = { kind: 'passed' };
const missing: Attempt = { kind: 'missing' };

/** Runs the filter, which changes the message. Undefined: the request goes on, with or without a payload. */
export function verify(verifiers: readonly Verifier[], message: Message): TokenRefusal | undefined {
	let outcome: Attempt = missing;
	for (const verifier of verifiers) {
		const attempt = tryRule(verifier, message);
		if (attempt.kind === 'passed') return undefined;
		outcome = worse(outcome, attempt);
	}
	if (verifiers.length > 1) {
		const attempt = tryAll(verifiers, message);
		if (attempt.kind === 'passed') return undefined;
		outcome = worse(outcome, attempt);
	}
	return outcome.kind === 'failed' || outcome.kind === 'unknown-issuer' ? outcome.refusal : undefined;
}

/** A token that no rule was meant for yields to any failure, and of failures the last one is told. */
const worse = (before: Attempt, attempt: Attempt): Attempt =>
	attempt.kind === 'failed' || before.kind === 'missing' ? attempt : before;

function tryAll(verifiers: readonly Verifier[], message: Message): Attempt {
	for (const verifier of verifiers) {
		const attempt = tryRule(verifier, message);
		if (attempt.kind === 'failed' || attempt.kind === 'unknown-issuer') return attempt;
	}
	return passed;
}

/** All tokens in the places of one rule have to be good; the last one's payload counts. */
function tryRule({ rule, places, audiences, outputs }: Verifier, message: Message): Attempt {
	for (const name of outputs.headers) removeHeader(message, name);
	const found = findTokens(places, message);
	for (const { place, text } of found) {
		const judgement = judge(tokenOf(text, message.tokens), rule, audiences);
		const issuer = rule.issuer ?? rule.jwksUri ?? rule.object;
		if (judgement.kind === 'unknown-issuer') {
			return { kind: 'unknown-issuer', refusal: { issuer, status: 401, what: 'is of another issuer' } };
		}
		if (judgement.kind === 'bad') {
			return { kind: 'failed', refusal: { issuer, status: judgement.status, what: judgement.what } };
		}
		writeOutputs(outputs, judgement.claims, message);
		if (!rule.forwardOriginalToken) strip(message, place);
		message.payload = payloadFor(rule, judgement.claims);
	}
	return found.length === 0 ? missing : passed;
}
