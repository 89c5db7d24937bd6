// Authorization rules over known facts: the external authorizer first, then DENY, then ALLOW (istio.io "Authorization policy
// precedence"). The one step that settles it is the reason.
import type { Facts } from '../../traffic/facts.ts';
import type { Reason } from './decision.ts';
import type { Prepared } from './prepared.ts';

type Verdict = Extract<Reason, { readonly step: 'deny' | 'allow' | 'no-allow' | 'no-policy' }>;
type External = Extract<Reason, { readonly step: 'external' | 'external-unusable' }>;

/** Why CUSTOM refuses, if it does: a rule matches whose authorizer does not agree, or cannot be asked. */
export function askExternal({ custom }: Prepared, facts: Facts, agrees: boolean): External | undefined {
	for (const { guard, matches } of custom) {
		const refuses = guard.effect === 'deny' || !agrees;
		if (!refuses || !matches(facts)) continue;
		const { policy, rule, provider } = guard;
		return { step: guard.effect === 'deny' ? 'external-unusable' : 'external', policy, rule, provider };
	}
	return undefined;
}

/** What DENY and ALLOW say. No policy that allows at all means that everyone may. */
export function applyRules({ deny, allow, chain }: Prepared, facts: Facts): Verdict {
	for (const { guard, matches } of deny) {
		if (matches(facts)) return { step: 'deny', policy: guard.policy, rule: guard.rule };
	}
	if (allow === 'everyone') return { step: 'no-policy' };
	for (const { guard, matches } of allow) {
		if (matches(facts)) return { step: 'allow', policy: guard.policy, rule: guard.rule };
	}
	return { step: 'no-allow', policies: chain.allowPolicies };
}
