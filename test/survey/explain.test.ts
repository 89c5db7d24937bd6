// What a policy does is said with its doubts: others that cannot be read, and itself.
import { expect, test } from 'vitest';
import { policyIn } from '../../src/survey/index.ts';
import { policy, shopWith, strict } from './grounds.ts';

const broken = (name: string): string => policy(name, 'action: DENY, rules: 7');

test('an unreadable policy beside it puts it in doubt', () => {
	const ground = shopWith(strict, policy('allow', 'rules: [{}]'), broken('denyall'));
	expect(policyIn(ground, 'shop/allow', undefined)).toMatchObject({
		objects: [{ name: 'shop/allow' }],
		unread: [],
		doubts: [expect.stringContaining('shop/denyall')],
	});
	expect(policyIn(shopWith(strict, policy('allow', 'rules: [{}]')), 'shop/allow', undefined).doubts).toEqual([]);
});

test('a policy that cannot be read is there, and nobody knows what it does', () => {
	const ground = shopWith(broken('denyall'));
	const expected = { objects: [], unread: ['AuthorizationPolicy shop/denyall'], doubts: [expect.any(String)] };
	expect(policyIn(ground, 'shop/denyall', undefined)).toEqual(expected);
	expect(policyIn(ground, 'shop/denyall', 3)).toEqual(expected);
	expect(() => policyIn(ground, 'shop/denyal', undefined)).toThrow('there is no policy');
});

test.each(['DENY', 'ALLOW'])('a %s policy on trial is told as it is written', (action) => {
	const dry = policy('dry', `action: ${action}, rules: [{ to: [{ operation: { paths: [/a] } }] }]`).replace(
		'namespace: shop }',
		'namespace: shop, annotations: { istio.io/dry-run: "true" } }',
	);
	expect(policyIn(shopWith(dry), 'shop/dry', undefined).objects).toMatchObject([
		{ dryRun: true, rules: [{ cases: [{ operations: ['ANY /a'] }], passes: [] }] },
	]);
});

test('a policy that only logs is told as it is written', () => {
	const audit = policy('audit', 'action: AUDIT, rules: [{ to: [{ operation: { methods: [GET] } }] }]');
	expect(policyIn(shopWith(audit), 'shop/audit', undefined).objects).toMatchObject([
		{ action: 'AUDIT', rules: [{ cases: [{ operations: ['GET any path'] }] }] },
	]);
});
