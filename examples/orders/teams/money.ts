import { defineServices } from '../../../src/index.ts';
import { http } from './ports.ts';

export const moneyTeam = defineServices({
	wallet: {
		owner: 'team-money',
		namespace: 'money',
		serviceAccount: 'wallet',
		selector: { app: 'wallet' },
		ports: { http },
		scopes: { 'wallet.reserve': { operations: ['POST /wallets/{id}/reservations'], tenant: 'required' } },
		callers: [{ from: 'orders', scopes: ['wallet.reserve'], as: 'user' }],
	},

	billing: {
		owner: 'team-money',
		namespace: 'money',
		serviceAccount: 'billing',
		selector: { app: 'billing' },
		ports: { http },
		scopes: {
			'billing.invoice.create': { operations: ['POST /invoices'], tenant: 'required' },
			'billing.invoice.list': { operations: ['GET /invoices'], tenant: 'required' },
		},
		callers: [
			{ from: 'orders', scopes: ['billing.invoice.create'], as: 'user' },
			{
				from: 'reconciliation',
				scopes: ['billing.invoice.list'],
				as: 'service',
				crossTenant: 'the bank sends one file for all tenants, each night',
			},
		],
	},

	payments: {
		owner: 'team-money',
		namespace: 'money',
		serviceAccount: 'payments',
		selector: { app: 'payments' },
		ports: { http },
		scopes: {
			'payments.start': { operations: ['POST /payments'], tenant: 'required' },
			'payments.list': { operations: ['GET /payments'], tenant: 'required' },
			'payments.outcome.notify': ['POST /outcomes'],
		},
		callers: [
			{ from: 'orders', scopes: ['payments.start'], as: 'user' },
			{
				from: 'reconciliation',
				scopes: ['payments.list'],
				as: 'service',
				crossTenant: 'the bank sends one file for all tenants, each night',
			},
			{
				from: 'anyone',
				via: 'front-door',
				scopes: ['payments.outcome.notify'],
				as: 'anyone',
				because: 'webhook of the payment provider: signed body, no token; the tenant is looked up after the check',
			},
		],
		calls: [{ to: 'orders', scopes: ['order.payment.confirm'] }],
	},

	// Nightly, without a user, across tenants: each of these is said where it is granted.
	reconciliation: {
		owner: 'team-money',
		namespace: 'money',
		serviceAccount: 'reconciliation',
		selector: { job: 'reconciliation' },
		calls: [
			{ to: 'billing', scopes: ['billing.invoice.list'] },
			{ to: 'payments', scopes: ['payments.list'] },
		],
	},
});
