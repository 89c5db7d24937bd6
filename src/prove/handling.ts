// How a proxy handles tokens and identity headers, held against the catalog: whose keys it trusts, where it looks for a
// token, what it hands on. Predicates speak of what was verified; this is about how.
import type { AccessModel, Grant } from '../access/model.ts';
import type { JwtRule } from '../semantics/istio/index.ts';
import type { Ground, Site } from './context.ts';
import type { Finding } from './finding.ts';
import type { Concern, Taken } from './intended/index.ts';

/**
 * One finding for each departure of a rule, at whatever port: what a proxy takes for a token it takes at all of them. Pods
 * that the catalog does not name take none.
 */
export function handlingFindings({ model }: Ground, site: Site): readonly Finding[] {
	const { concern, wanted, chain, place } = site;
	return chain.verification.flatMap((rule) =>
		[
			keys(rule, wanted.tokens),
			places(rule),
			...(concern === undefined ? [] : [handedOn(rule, concern), ...writtenHeaders(rule, model, concern)]),
			...writtenTwice(rule),
			rule.spaceDelimitedClaims.length === 0
				? undefined
				: `splits the claims ${rule.spaceDelimitedClaims.join(', ')} at spaces, so that one value counts as several`,
		].flatMap((what): readonly Finding[] =>
			what === undefined ? [] : [{ kind: 'handling', place, object: rule.object, what, origin: place.origin }],
		),
	);
}

/** The same departures, each once for a workload and object: a rule belongs to a proxy, whichever of its ports is looked at. */
export function onceForEachProxy(findings: readonly Finding[]): readonly Finding[] {
	const found = new Map<string, Finding>();
	for (const finding of findings) {
		if (finding.kind !== 'handling') continue;
		const { place, object, what } = finding;
		// Pods of a workload that have more labels than it asks for are of the workload, too.
		const workload = place.workload.split(',', 1);
		const key = JSON.stringify([place.namespace, workload, object, what]);
		if (!found.has(key)) found.set(key, finding);
	}
	return [...found.values()];
}

function keys({ issuer, jwks, jwksUri }: JwtRule, tokens: readonly Taken[]): string | undefined {
	const taken = tokens.find((each) => each.issuer.issuer === issuer);
	const named = issuer ?? 'any issuer';
	if (taken === undefined) return `verifies tokens of ${named}, which the catalog does not take here`;
	if (jwks !== undefined) return `verifies tokens of ${named} with a key set of its own`;
	if (jwksUri === taken.issuer.jwksUri) return undefined;
	return `verifies tokens of ${named} with keys from ${jwksUri ?? 'a discovery document'}, not from ${taken.issuer.jwksUri}`;
}

/** The `Authorization` header alone: an address is logged, and a page of another site can send a cookie (RFC 9700, 4.3.2). */
function places({ fromHeaders, fromParams, fromCookies }: JwtRule): string | undefined {
	const [first, ...others] = fromHeaders;
	const isUsual = first?.name.toLowerCase() === 'authorization' && first.prefix === 'Bearer ' && others.length === 0;
	if (isUsual && fromParams.length === 0 && fromCookies.length === 0) return undefined;
	const found = [
		...fromHeaders.map(({ name, prefix }) => `header ${name} after "${prefix}"`),
		...fromParams.map((name) => `parameter ${name}`),
		...fromCookies.map((name) => `cookie ${name}`),
	];
	const where = found.length > 0 ? found.join(', ') : 'the default places, the parameter access_token among them';
	return `takes tokens from ${where}, not from the header Authorization alone`;
}

/** A gateway hands the token to the receiver; a service needs it where it exchanges or forwards it. Nobody else sees it. */
function handedOn({ forwardOriginalToken }: JwtRule, { workload, presented }: Concern): string | undefined {
	const isNeeded = workload.kind === 'gateway' || presented.some(continuesUser);
	if (isNeeded === forwardOriginalToken) return undefined;
	return isNeeded
		? 'takes the token away, which is needed behind it'
		: 'hands on the token, which nobody needs behind it';
}

const continuesUser = ({ actor }: Grant): boolean => actor.kind === 'user' && actor.obtained !== 'login';

function* writtenHeaders(
	{ outputClaimToHeaders, outputPayloadToHeader }: JwtRule,
	{ tenancy }: AccessModel,
	{ workload }: Concern,
): Iterable<string> {
	const wanted = tenancy.kind === 'claim' && workload.kind !== 'gateway' ? tenancy : undefined;
	const isWanted = ({ header, claim }: { readonly header: string; readonly claim: string }): boolean =>
		header.toLowerCase() === wanted?.header.toLowerCase() && claim === wanted.claim;
	if (wanted !== undefined && !outputClaimToHeaders.some(isWanted)) {
		yield `does not write the header ${wanted.header} from the claim ${wanted.claim}: a copy that the client sends survives`;
	}
	for (const each of outputClaimToHeaders) {
		if (!isWanted(each)) yield `writes the claim ${each.claim} to the header ${each.header}, which no receiver expects`;
	}
	if (outputPayloadToHeader !== undefined) yield `writes the whole token to the header ${outputPayloadToHeader}`;
}

/** A header that several claims of one rule are written to holds all of them, joined. */
function* writtenTwice({ outputClaimToHeaders }: JwtRule): Iterable<string> {
	const names = outputClaimToHeaders.map(({ header }) => header.toLowerCase());
	for (const name of new Set(names.filter((each, index) => names.indexOf(each) !== index))) {
		yield `writes the header ${name} more than once, so that it has several values`;
	}
}
