// What falls with a part of the bank: by certificate, by its own tokens, by tokens that come by, and what lies behind.
import { expect, test } from 'vitest';
import { authorize } from '../../src/semantics/istio/index.ts';
import { type Opening, policyIn, type Reach, reachOf } from '../../src/survey/index.ts';
import { catalogGround, policy, shopWith, strict, tokens } from './grounds.ts';

const ground = await catalogGround('services.catalog.ts');

const credential = ({ credential: one, through, waits }: Opening): string =>
	`${one.kind}${'way' in one ? ` ${one.way}` : ''}${'client' in one ? ` ${one.client}` : ''}${through === undefined ? '' : ` via ${through}`}${waits ? ' *' : ''}`;

const rows = ({ steps }: Reach) =>
	steps.map(
		({ depth, service, behind, openings }) =>
			`${depth} ${service}: ${depth === 1 ? [...new Set(openings.map(credential))].join(', ') : behind.join(', ')}`,
	);

test.each<[string, string[]]>([
	[
		'payments',
		[
			'1 accounts: own exchange payments *',
			'1 consent: handed mobile-app *, handed mobile-app via edge *',
			'1 customer: identity, handed mobile-app via edge *',
			'1 deposit-calculator: identity',
			'1 limits: own exchange payments *',
			'1 notifications: own exchange payments *',
			'1 statements: handed mobile-app via edge *',
			'2 ledger: accounts',
		],
	],
	[
		'payroll',
		[
			'1 payments: own as itself payroll via edge',
			'2 accounts: payments',
			'2 consent: payments',
			'2 customer: payments',
			'2 deposit-calculator: payments',
			'2 limits: payments',
			'2 notifications: payments',
			'3 ledger: accounts',
		],
	],
	['ledger', ['1 customer: identity', '1 deposit-calculator: identity']],
])('%s', (name, expected) => {
	const reach = reachOf(ground, name, { depth: 9 });
	expect(reach.doubts).toEqual([]);
	expect(rows(reach)).toEqual(expected);
});

test('depth 1 leaves out what lies behind', () => {
	expect(reachOf(ground, 'payroll', { depth: 1 }).steps.map(({ service }) => service)).toEqual(['payments']);
});

test('each direct way passes the evaluator', () => {
	for (const { openings, service } of reachOf(ground, 'payments', { depth: 1 }).steps) {
		const found = ground.scene.found.find(({ name }) => name === service);
		for (const { example } of openings.flatMap(({ entries }) => entries.flatMap(({ operations }) => operations))) {
			expect(found?.enforcer && authorize(ground.world, found.enforcer, example).decision).toBe('allow');
		}
	}
});

test('of manifests the certificate alone is known, and tokens are in question', () => {
	const scoped = policy('cart', 'rules: [{ when: [{ key: "request.auth.claims[scope]", values: [cart.read] }] }]');
	expect(rows(reachOf(shopWith(strict), 'shop/web', { depth: 1 }))).toEqual(['1 shop/cart: identity']);
	expect(rows(reachOf(shopWith(strict, tokens, scoped), 'shop/web', { depth: 1 }))).toEqual(['1 shop/cart: unknown *']);
});

test('what needs no certificate is reached by leaving it away', () => {
	const mode = (name: string) => strict.replace('STRICT', name);
	const notWeb = policy('not-web', 'action: DENY, rules: [{ from: [{ source: { principals: ["*/sa/web"] } }] }]');
	const direct = (...policies: string[]) => rows(reachOf(shopWith(...policies), 'shop/web', { depth: 1 }));
	expect(direct(mode('DISABLE'))).toEqual(['1 shop/cart: none']);
	expect(direct(mode('PERMISSIVE'), notWeb)).toEqual(['1 shop/cart: none']);
	expect(direct(strict, notWeb)).toEqual([]);
	const byToken = policy('cart', 'rules: [{ from: [{ source: { requestPrincipals: ["*"] } }] }]');
	expect(direct(mode('DISABLE'), tokens, byToken)).toEqual(['1 shop/cart: unknown *']);
});

test('pods behind one Service that run under several accounts are asked back', () => {
	const canary = `apiVersion: apps/v1
kind: Deployment
metadata: { name: canary, namespace: shop }
spec: { template: { metadata: { labels: { app: cart } }, spec: { serviceAccountName: other, containers: [] } } }`;
	expect(() => reachOf(shopWith(strict, canary), 'shop/cart', { depth: 1 })).toThrow('several accounts');
	expect(reachOf(shopWith(strict, canary), 'deployment/shop/cart', { depth: 1 }).subject).toBe('shop/cart');
});

test('names nearby are proposed', () => {
	expect(() => reachOf(ground, 'mobile-ap', { depth: 1 })).toThrow('no service, gateway, or client `mobile-ap`');
});

test('a policy in words: what passes by a rule in the end, and what a DENY rule says', () => {
	const [accounts] = policyIn(ground, 'accounts/accounts', 5).objects;
	expect(accounts).toMatchObject({
		kind: 'AuthorizationPolicy',
		follows: ['accounts'],
		rules: [{ rule: 5, passes: [{ entries: [{ operations: [{ text: 'GET /accounts/{id}' }, {}] }] }] }],
	});
	const shop = shopWith(policy('closed', 'action: DENY, rules: [{ to: [{ operation: { paths: [/admin*] } }] }]'));
	expect(policyIn(shop, 'shop/closed', undefined).objects).toMatchObject([
		{
			action: 'DENY',
			follows: ['shop/cart'],
			rules: [{ cases: [{ callers: [], operations: ['ANY /admin*'] }], passes: [] }],
		},
	]);
	expect(() => policyIn(ground, 'accounts/acounts', undefined)).toThrow('there is no policy `accounts/acounts`');
	expect(() => policyIn(ground, 'accounts/accounts', 9)).toThrow('no `rules[9]`');
});
