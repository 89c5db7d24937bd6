// Bookinfo, mended: each version of `reviews` has an account of its own, so that v1, which never asks for ratings, may not.
import { defineCatalog } from '../../src/index.ts';

const owner = 'bookinfo';
const namespace = 'bookinfo';

export default defineCatalog({
	name: 'bookinfo',
	mesh: { trustDomain: 'cluster.local', istio: '1.30', dataPlane: 'sidecar' },
	namespaces: { bookinfo: 'owned', 'istio-system': 'shared' },
	environments: { demo: {} },
	withoutTokens: 'Bookinfo issues no tokens: its login is a name typed into a form and kept in a session cookie',
	services: {
		productpage: {
			owner,
			namespace,
			serviceAccount: 'bookinfo-productpage',
			selector: { app: 'productpage', version: 'v1' },
			ports: { http: { port: 9080, protocol: 'http' } },
			scopes: {
				'pages.read': ['GET /productpage', 'GET /static/**'],
				'pages.login': ['POST /login', 'GET /logout'],
				'products.read': [
					'GET /api/v1/products',
					'GET /api/v1/products/{id}',
					'GET /api/v1/products/{id}/reviews',
					'GET /api/v1/products/{id}/ratings',
				],
			},
			callers: [
				{
					from: 'anyone',
					via: 'istio-ingressgateway',
					scopes: ['pages.read', 'pages.login', 'products.read'],
					as: 'anyone',
					because: 'a sample for everyone: its login is a name typed into a form',
				},
			],
			calls: [
				{ to: 'details', scopes: ['details.read'] },
				{ to: 'reviews-v1', scopes: ['reviews-v1.read'] },
				{ to: 'reviews-v2', scopes: ['reviews-v2.read'] },
				{ to: 'reviews-v3', scopes: ['reviews-v3.read'] },
				{ to: 'ratings', scopes: ['ratings.read'] },
			],
		},

		details: {
			owner,
			namespace,
			serviceAccount: 'bookinfo-details',
			selector: { app: 'details', version: 'v1' },
			ports: { http: { port: 9080, protocol: 'http' } },
			scopes: { 'details.read': ['GET /details/{id}'] },
			callers: [{ from: 'productpage', scopes: ['details.read'] }],
		},

		ratings: {
			owner,
			namespace,
			serviceAccount: 'bookinfo-ratings',
			selector: { app: 'ratings', version: 'v1' },
			ports: { http: { port: 9080, protocol: 'http' } },
			scopes: { 'ratings.read': ['GET /ratings/{id}'] },
			callers: [
				{ from: 'productpage', scopes: ['ratings.read'] },
				{ from: 'reviews-v2', scopes: ['ratings.read'] },
				{ from: 'reviews-v3', scopes: ['ratings.read'] },
			],
		},

		'reviews-v1': {
			owner,
			namespace,
			serviceAccount: 'bookinfo-reviews-v1',
			selector: { app: 'reviews', version: 'v1' },
			ports: { http: { port: 9080, protocol: 'http' } },
			scopes: { 'reviews-v1.read': ['GET /reviews/{id}'] },
			callers: [{ from: 'productpage', scopes: ['reviews-v1.read'] }],
		},

		'reviews-v2': {
			owner,
			namespace,
			serviceAccount: 'bookinfo-reviews-v2',
			selector: { app: 'reviews', version: 'v2' },
			ports: { http: { port: 9080, protocol: 'http' } },
			scopes: { 'reviews-v2.read': ['GET /reviews/{id}'] },
			callers: [{ from: 'productpage', scopes: ['reviews-v2.read'] }],
			calls: [{ to: 'ratings', scopes: ['ratings.read'] }],
		},

		'reviews-v3': {
			owner,
			namespace,
			serviceAccount: 'bookinfo-reviews-v3',
			selector: { app: 'reviews', version: 'v3' },
			ports: { http: { port: 9080, protocol: 'http' } },
			scopes: { 'reviews-v3.read': ['GET /reviews/{id}'] },
			callers: [{ from: 'productpage', scopes: ['reviews-v3.read'] }],
			calls: [{ to: 'ratings', scopes: ['ratings.read'] }],
		},
	},
	gateways: {
		'istio-ingressgateway': {
			owner,
			namespace: 'istio-system',
			serviceAccount: 'istio-ingressgateway-service-account',
			selector: { app: 'istio-ingressgateway', istio: 'ingressgateway' },
			ports: { http2: { port: 80, targetPort: 8080, protocol: 'http' } },
			hosts: { site: ['bookinfo.example'] },
			routes: [
				{ host: 'site', path: '/productpage', to: 'productpage', public: ['pages.read'] },
				{ host: 'site', path: '/static', to: 'productpage', public: ['pages.read'] },
				{ host: 'site', path: '/login', to: 'productpage', public: ['pages.login'] },
				{ host: 'site', path: '/logout', to: 'productpage', public: ['pages.login'] },
				{ host: 'site', path: '/api/v1/products', to: 'productpage', public: ['products.read'] },
			],
		},
	},
});
