import { defineServices } from '../../../src/index.ts';
import { http } from './ports.ts';

export const offerTeam = defineServices({
	pricing: {
		owner: 'team-offer',
		namespace: 'offer',
		serviceAccount: 'pricing',
		selector: { app: 'pricing' },
		ports: { grpc: { port: 9000, protocol: 'grpc' } },
		scopes: { 'pricing.resolve': { operations: ['shop.pricing.v1.Pricing/Resolve'], tenant: 'required' } },
		callers: [{ from: 'orders', scopes: ['pricing.resolve'], as: 'user' }],
	},

	availability: {
		owner: 'team-offer',
		namespace: 'offer',
		serviceAccount: 'availability',
		selector: { app: 'availability' },
		ports: { http },
		scopes: { 'inventory.availability.check': { operations: ['POST /availability/check'], tenant: 'required' } },
		callers: [{ from: 'orders', scopes: ['inventory.availability.check'], as: 'user' }],
	},
});
