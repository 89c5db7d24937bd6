// What the car rental promises, as tests. In a repository of your own, import from 'meshgrant/testing'.
import { describe, expect, test } from 'vitest';
import { access, testNegativeCases } from '../../src/testing/index.ts';

const rental = await access(new URL('services.catalog.ts', import.meta.url), {
	environment: 'prod',
	today: '2026-11-24',
});

test('the policies and tokens admit exactly what is granted', () => {
	expect(rental).toBeProved();
});

describe('people', () => {
	test('look at cars without an account, and book with one', () => {
		expect(rental).toAllow({ from: 'anyone', to: 'booking', request: 'GET /cars' });
		expect(rental).toAllow({ from: 'web', to: 'booking', request: 'POST /bookings', as: 'user' });
		expect(rental).toDeny({ from: 'anyone', to: 'booking', request: 'POST /bookings' }, { at: 'ingress', status: 403 });
	});

	test('do not get in with an old token', () => {
		const call = { from: 'web', to: 'profile', request: 'GET /me' };
		expect(rental).toDeny({ ...call, token: 'expired' }, { because: 'token', status: 401 });
	});
});

test('the address of a customer is for billing alone, and for nobody signed in', () => {
	expect(rental).toGrantExactly({ to: 'profile', request: 'GET /profiles/7/address' }, [
		{ from: 'billing', as: 'service', scopes: ['profiles.address.read'] },
	]);
	const call = { from: 'billing', to: 'profile', request: 'GET /profiles/7/address' } as const;
	expect(rental).toAllow({ ...call, as: 'service' });
	expect(rental).toDeny({ ...call, as: 'user' }, { at: 'profile', status: 403 });
});

test('mail is sent by notification, and booking never sends any by itself', () => {
	expect(rental).toAllow({ from: 'notification', to: 'messaging', request: 'POST /mails', as: 'service' });
	expect(rental).toNever({ from: 'booking', to: 'messaging' });
	expect(rental).toNever({ from: 'web', to: 'messaging' });
});

testNegativeCases(rental);
