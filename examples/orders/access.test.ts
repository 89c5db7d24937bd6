// What the order system promises, as tests. In a repository of your own, import from 'meshgrant/testing'.
import { expect, test } from 'vitest';
import { access, testNegativeCases } from '../../src/testing/index.ts';

const orders = await access(new URL('services.catalog.ts', import.meta.url), { today: '2026-11-24' });

test('the policies and tokens admit exactly what is granted', () => {
	expect(orders).toBeProved();
});

test('a tenant comes from the token: without one, nothing is priced', () => {
	const call = { from: 'orders', to: 'pricing', request: 'shop.pricing.v1.Pricing/Resolve' };
	expect(orders).toAllow({ ...call, tenant: 'acme' });
	expect(orders).toDeny({ ...call, claims: { tenant: null } }, { because: 'no-allow' });
});

test('the webhook of the payment provider is the only way in without a token', () => {
	expect(orders).toGrantExactly({ to: 'payments' }, [
		{ from: 'anyone', via: 'front-door', as: 'anyone', scopes: ['payments.outcome.notify'] },
		{ from: 'orders', as: 'user', scopes: ['payments.start'] },
		{ from: 'reconciliation', as: 'service', scopes: ['payments.list'] },
	]);
});

test('the nightly job reads across tenants, and no user ever does', () => {
	expect(orders).toAllow({ from: 'reconciliation', to: 'payments', request: 'GET /payments', as: 'service' });
	expect(orders).toDeny({ from: 'orders', to: 'payments', request: 'GET /payments', as: 'user' }, { status: 403 });
	expect(orders).toNever({ from: 'reconciliation', to: 'wallet' });
});

testNegativeCases(orders);
