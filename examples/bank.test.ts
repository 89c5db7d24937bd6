// What the bank of services.catalog.ts promises, as tests. In a repository of your own, import from 'meshgrant/testing'.
import { describe, expect, test } from 'vitest';
import { access, testNegativeCases } from '../src/testing/index.ts';

const today = '2026-11-24';
const catalog = new URL('../services.catalog.ts', import.meta.url);
const bank = await access(catalog, { environment: 'prod', today });
const staging = await access(catalog, { environment: 'staging', today });

test('the policies and tokens admit exactly what is granted', () => {
	expect(bank).toBeProved();
	expect(staging).toBeProved();
});

describe('accounts', () => {
	test('statements read them as themselves, and can do nothing else', () => {
		const call = { from: 'statements', to: 'accounts', as: 'service' } as const;
		expect(bank).toAllow({ ...call, request: 'GET /accounts/1' });
		expect(bank).toDeny({ ...call, request: 'POST /accounts/1/transactions' }, { because: 'no-allow', status: 403 });
		expect(bank).toDeny({ ...call, request: 'GET /accounts/1', tenant: 'business' }, { because: 'no-allow' });
	});

	test('only the fraud desk freezes them', () => {
		expect(bank).toGrantExactly({ to: 'accounts', request: 'POST /accounts/1/freeze' }, [
			{ from: 'back-office', via: 'edge', as: 'user', scopes: ['accounts.freeze'] },
		]);
	});

	test('a customer needs a token of this bank, alive and for this receiver', () => {
		const call = { from: 'mobile-app', to: 'accounts', request: 'GET /accounts/1' };
		expect(bank).toAllow(call);
		expect(bank).toDeny({ ...call, token: 'expired' }, { because: 'token', status: 401, at: 'edge' });
		const stagingIssuer = 'https://idp.staging.bank.example/realms/bank';
		expect(bank).toDeny({ ...call, claims: { iss: stagingIssuer } }, { because: 'token', status: 401 });
		expect(bank).toDeny({ ...call, headers: { 'x-tenant-id': 'business' } }, { because: 'deny' });
	});
});

test('the ledger is for accounts alone', () => {
	expect(bank).toAllow({ from: 'accounts', to: 'ledger', request: 'TCP' });
	for (const from of ['payments', 'statements', 'scheduler', 'edge', 'anyone', 'mobile-app']) {
		expect(bank).toNever({ from, to: 'ledger' });
	}
});

test('the partner has no way in in staging', () => {
	const call = { from: 'payroll', to: 'payments', request: 'POST /payments/batches', as: 'service' } as const;
	expect(bank).toAllow(call);
	expect(staging).toDeny(call, { status: 403 });
});

testNegativeCases(bank);
testNegativeCases(staging);
