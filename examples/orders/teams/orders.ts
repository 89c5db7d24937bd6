import { defineServices } from '../../../src/index.ts';
import { http } from './ports.ts';

export const ordersTeam = defineServices({
	orders: {
		owner: 'team-orders',
		description: 'Confirms an order: price, stock, money, invoice, in that order',
		namespace: 'orders',
		serviceAccount: 'orders',
		selector: { app: 'orders' },
		ports: { http },
		scopes: {
			'order.confirm': { operations: ['POST /orders/{id}/confirm'], tenant: 'required' },
			'order.read': { operations: ['GET /orders', 'GET /orders/{id}'], tenant: 'required' },
			'order.payment.confirm': { operations: ['POST /orders/{id}/payment'], tenant: 'required' },
		},
		callers: [
			{ from: 'storefront', scopes: ['order.confirm', 'order.read'], as: 'user' },
			{
				from: 'payments',
				scopes: ['order.payment.confirm'],
				as: 'service',
				crossTenant: 'the payment provider answers later, when no user is there, for an order of any tenant',
			},
		],
		calls: [
			{ to: 'pricing', scopes: ['pricing.resolve'] },
			{ to: 'availability', scopes: ['inventory.availability.check'] },
			{ to: 'wallet', scopes: ['wallet.reserve'] },
			{ to: 'billing', scopes: ['billing.invoice.create'] },
			{ to: 'payments', scopes: ['payments.start'] },
		],
	},
});
