import fc from 'fast-check';
import { expect, test } from 'vitest';
import { connectionFacts } from '../../../src/semantics/istio/facts/index.ts';
import { prepare } from '../../../src/semantics/istio/prepared.ts';
import { applyRules, askExternal } from '../../../src/semantics/istio/rules.ts';
import { everything, nothing } from '../../../src/traffic/predicate.ts';
import { bytes, chain, custom, guard, sidecar } from './scene.ts';

const facts = connectionFacts(sidecar, bytes(), undefined, false);
const yes = guard(everything, 'shop/yes', 3);
const no = guard(nothing, 'shop/no');

test.each([
	['no policy at all', {}, { step: 'no-policy' }],
	['ALLOW without rules', { allow: [], allowPolicies: ['shop/none'] }, { step: 'no-allow', policies: ['shop/none'] }],
	[
		'ALLOW that does not match',
		{ allow: [no], allowPolicies: ['shop/no'] },
		{ step: 'no-allow', policies: ['shop/no'] },
	],
	['the first ALLOW that matches', { allow: [no, yes, guard()] }, { step: 'allow', policy: 'shop/yes', rule: 3 }],
	['DENY before ALLOW', { deny: [yes], allow: [guard()] }, { step: 'deny', policy: 'shop/yes', rule: 3 }],
	['DENY that does not match', { deny: [no] }, { step: 'no-policy' }],
] as const)('%s', (_, more, wanted) => {
	expect(applyRules(prepare(chain(more)), facts)).toEqual(wanted);
});

test.each([
	['agreed', [custom('ask')], true, undefined],
	['refused', [custom('ask')], false, { step: 'external', policy: 'shop/custom', rule: 0, provider: 'ext' }],
	['not asked', [custom('ask', nothing)], false, undefined],
	[
		'cannot be asked',
		[custom('deny')],
		true,
		{ step: 'external-unusable', policy: 'shop/custom', rule: 0, provider: 'ext' },
	],
	['cannot be asked, not needed', [custom('deny', nothing)], true, undefined],
	['the first in order', [custom('ask'), custom('deny')], false, { step: 'external' }],
	['agreed, then cannot be asked', [custom('ask'), custom('deny')], true, { step: 'external-unusable' }],
] as const)('the external authorizer: %s', (_, guards, agrees, wanted) => {
	const refusal = askExternal(prepare(chain({ custom: guards })), facts, agrees);
	if (wanted === undefined) expect(refusal).toBeUndefined();
	else expect(refusal).toMatchObject(wanted);
});

const guards = fc.array(
	fc.boolean().map((matches) => guard(matches ? everything : nothing)),
	{ maxLength: 4 },
);

test('laws: DENY wins; with ALLOW, one match is needed; order does not matter', () => {
	fc.assert(
		fc.property(guards, fc.option(guards), (deny, allow) => {
			const step = (one: typeof deny, other: typeof allow) =>
				applyRules(prepare(chain({ deny: one, allow: other ?? 'everyone' })), facts).step;
			const denied = deny.some(({ matches }) => matches === everything);
			const allowed = allow === null || allow.some(({ matches }) => matches === everything);
			const wanted = denied ? 'deny' : allowed ? (allow === null ? 'no-policy' : 'allow') : 'no-allow';
			expect(step(deny, allow)).toBe(wanted);
			expect(step([...deny].reverse(), allow && [...allow].reverse())).toBe(wanted);
		}),
		{ seed: 11, numRuns: 300 },
	);
});
