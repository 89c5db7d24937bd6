// An order system of several teams. Each team keeps its services in a file of its own and is asked to review changes to
// it; this file joins them with what is common: mesh, issuer, tenants, the way in.
import { defineCatalog } from '../../src/index.ts';
import { moneyTeam } from './teams/money.ts';
import { offerTeam } from './teams/offer.ts';
import { ordersTeam } from './teams/orders.ts';
import { webTeam } from './teams/web.ts';

export default defineCatalog({
	name: 'orders',
	mesh: { trustDomain: 'shop.example', istio: '1.30', dataPlane: 'sidecar', egress: 'scoped' },
	namespaces: { money: 'owned', offer: 'owned', orders: 'owned', web: 'owned', 'istio-ingress': 'shared' },
	environments: { prod: {} },
	issuers: {
		shop: {
			keycloak: { url: 'https://login.shop.example', realm: 'shop' },
			kubernetesIssuer: 'https://cluster.shop.example',
		},
	},
	tenant: { claim: 'tenant', header: 'x-tenant-id' },

	services: { ...moneyTeam, ...offerTeam, ...ordersTeam, ...webTeam },

	gateways: {
		'front-door': {
			owner: 'team-platform',
			namespace: 'istio-ingress',
			serviceAccount: 'front-door',
			selector: { istio: 'front-door' },
			ports: { https: { port: 443, targetPort: 8443, protocol: 'http' } },
			hosts: { shop: ['shop.example'], hooks: ['hooks.shop.example'] },
			routes: [
				{ host: 'shop', path: '/', to: 'storefront', public: ['storefront.use'] },
				{
					host: 'hooks',
					path: '/payment-provider',
					rewrite: '/outcomes',
					to: 'payments',
					public: ['payments.outcome.notify'],
				},
			],
		},
	},
});
