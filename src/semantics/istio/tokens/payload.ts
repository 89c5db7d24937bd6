// The payload that authorization rules see: the token's, in which some texts have become lists of words (Istio
// pilot/pkg/security/authn/policy_applier.go, buildSpaceDelimitedClaims; Envoy normalize_payload_in_metadata).
import type { Json, Payload } from '../../../traffic/facts.ts';
import type { JwtRule } from '../policy.ts';

const always = ['scope', 'permission'];

/**
 * The claims with `scope`, `permission` and the rule's spaceDelimitedClaims split at spaces; claims at the top only. A text
 * without any word stays as it is.
 */
export function payloadFor(rule: JwtRule, claims: Readonly<Record<string, unknown>>): Payload {
	// A token's payload was read from JSON, so its values are nothing else.
	const payload = claims as Payload;
	let split: Record<string, Json> | undefined;
	const splitAt = (name: string): void => {
		const words = wordsOf(payload[name]);
		if (words === undefined) return;
		split ??= { ...payload };
		split[name] = words;
	};
	for (const name of always) splitAt(name);
	for (const name of rule.spaceDelimitedClaims) splitAt(name);
	return split ?? payload;
}

function wordsOf(value: Json | undefined): readonly string[] | undefined {
	if (typeof value !== 'string' || value === '') return undefined;
	if (!value.includes(' ')) return [value];
	const words = value.split(' ').filter((word) => word !== '');
	return words.length === 0 ? undefined : words;
}
