// Sock Shop, mended: each workload has an account of its own. The browser still comes straight to `front-end` through a
// NodePort, without a certificate; that is one declared exception with an end.
import { defineCatalog } from '../../src/index.ts';

const owner = 'sock-shop';
const namespace = 'sock-shop';

export default defineCatalog({
	name: 'sock-shop',
	mesh: { trustDomain: 'cluster.local', istio: '1.30', dataPlane: 'sidecar' },
	namespaces: { 'sock-shop': 'owned' },
	environments: { demo: {} },
	withoutTokens:
		'the shop issues no tokens: a shopper is a session cookie, and services call each other without credentials',
	services: {
		carts: {
			owner,
			namespace,
			serviceAccount: 'carts',
			selector: { name: 'carts' },
			ports: { http: { port: 80, protocol: 'http' } },
			scopes: {
				'carts.items.read': ['GET /carts/{customer}/items'],
				'carts.change': [
					'DELETE /carts/{customer}',
					'GET /carts/{customer}/merge',
					'POST /carts/{customer}/items',
					'PATCH /carts/{customer}/items',
					'DELETE /carts/{customer}/items/{item}',
				],
			},
			callers: [
				{ from: 'front-end', scopes: ['carts.items.read', 'carts.change'] },
				{ from: 'orders', scopes: ['carts.items.read'] },
			],
			calls: [{ to: 'carts-db', scopes: ['carts-db.connect'] }],
		},

		'carts-db': {
			owner,
			namespace,
			serviceAccount: 'carts-db',
			selector: { name: 'carts-db' },
			ports: { mongo: { port: 27017, protocol: 'tcp' } },
			scopes: { 'carts-db.connect': ['TCP'] },
			callers: [{ from: 'carts', scopes: ['carts-db.connect'] }],
		},

		catalogue: {
			owner,
			namespace,
			serviceAccount: 'catalogue',
			selector: { name: 'catalogue' },
			ports: { http: { port: 80, protocol: 'http' } },
			scopes: {
				'catalogue.read': [
					'GET /catalogue',
					'GET /catalogue/size',
					'GET /catalogue/{id}',
					'GET /catalogue/images/**',
					'GET /tags',
				],
			},
			callers: [{ from: 'front-end', scopes: ['catalogue.read'] }],
			calls: [{ to: 'catalogue-db', scopes: ['catalogue-db.connect'] }],
		},

		'catalogue-db': {
			owner,
			namespace,
			serviceAccount: 'catalogue-db',
			selector: { name: 'catalogue-db' },
			ports: { mysql: { port: 3306, protocol: 'tcp' } },
			scopes: { 'catalogue-db.connect': ['TCP'] },
			callers: [{ from: 'catalogue', scopes: ['catalogue-db.connect'] }],
		},

		'front-end': {
			owner,
			namespace,
			serviceAccount: 'front-end',
			selector: { name: 'front-end' },
			ports: { http: { port: 80, targetPort: 8079, protocol: 'http' } },
			calls: [
				{ to: 'catalogue', scopes: ['catalogue.read'] },
				{ to: 'carts', scopes: ['carts.items.read', 'carts.change'] },
				{ to: 'orders', scopes: ['orders.place', 'orders.read'] },
				{
					to: 'user',
					scopes: [
						'customers.login',
						'customers.read',
						'customers.manage',
						'addresses.manage',
						'cards.read',
						'cards.manage',
					],
				},
				{ to: 'session-db', scopes: ['sessions.connect'] },
			],
		},

		orders: {
			owner,
			namespace,
			serviceAccount: 'orders',
			selector: { name: 'orders' },
			ports: { http: { port: 80, protocol: 'http' } },
			scopes: {
				'orders.place': ['POST /orders'],
				'orders.read': ['GET /orders/{id}', 'GET /orders/search/customerId'],
			},
			callers: [{ from: 'front-end', scopes: ['orders.place', 'orders.read'] }],
			calls: [
				{ to: 'user', scopes: ['customers.read', 'addresses.read', 'cards.read'] },
				{ to: 'carts', scopes: ['carts.items.read'] },
				{ to: 'payment', scopes: ['payments.authorise'] },
				{ to: 'shipping', scopes: ['shipping.order'] },
				{ to: 'orders-db', scopes: ['orders-db.connect'] },
			],
		},

		'orders-db': {
			owner,
			namespace,
			serviceAccount: 'orders-db',
			selector: { name: 'orders-db' },
			ports: { mongo: { port: 27017, protocol: 'tcp' } },
			scopes: { 'orders-db.connect': ['TCP'] },
			callers: [{ from: 'orders', scopes: ['orders-db.connect'] }],
		},

		payment: {
			owner,
			namespace,
			serviceAccount: 'payment',
			selector: { name: 'payment' },
			ports: { http: { port: 80, protocol: 'http' } },
			scopes: { 'payments.authorise': ['POST /paymentAuth'] },
			callers: [{ from: 'orders', scopes: ['payments.authorise'] }],
		},

		'queue-master': {
			owner,
			namespace,
			serviceAccount: 'queue-master',
			selector: { name: 'queue-master' },
			ports: { http: { port: 80, protocol: 'http' } },
			calls: [{ to: 'rabbitmq', scopes: ['rabbitmq.connect'] }],
		},

		rabbitmq: {
			owner,
			namespace,
			serviceAccount: 'rabbitmq',
			selector: { name: 'rabbitmq' },
			ports: { amqp: { port: 5672, protocol: 'tcp' } },
			scopes: { 'rabbitmq.connect': ['TCP'] },
			callers: [
				{ from: 'shipping', scopes: ['rabbitmq.connect'] },
				{ from: 'queue-master', scopes: ['rabbitmq.connect'] },
			],
		},

		'session-db': {
			owner,
			namespace,
			serviceAccount: 'session-db',
			selector: { name: 'session-db' },
			ports: { redis: { port: 6379, protocol: 'tcp' } },
			scopes: { 'sessions.connect': ['TCP'] },
			callers: [{ from: 'front-end', scopes: ['sessions.connect'] }],
		},

		shipping: {
			owner,
			namespace,
			serviceAccount: 'shipping',
			selector: { name: 'shipping' },
			ports: { http: { port: 80, protocol: 'http' } },
			scopes: { 'shipping.order': ['POST /shipping'] },
			callers: [{ from: 'orders', scopes: ['shipping.order'] }],
			calls: [{ to: 'rabbitmq', scopes: ['rabbitmq.connect'] }],
		},

		user: {
			owner,
			namespace,
			serviceAccount: 'user',
			selector: { name: 'user' },
			ports: { http: { port: 80, protocol: 'http' } },
			scopes: {
				'customers.login': ['GET /login', 'POST /register'],
				'customers.read': ['GET /customers/{id}'],
				'customers.manage': [
					'GET /customers',
					'POST /customers',
					'DELETE /customers/{id}',
					'GET /customers/{id}/addresses',
					'GET /customers/{id}/cards',
				],
				'addresses.read': ['GET /addresses/{id}'],
				'addresses.manage': ['GET /addresses', 'POST /addresses', 'DELETE /addresses/{id}'],
				'cards.read': ['GET /cards/{id}'],
				'cards.manage': ['GET /cards', 'POST /cards', 'DELETE /cards/{id}'],
			},
			callers: [
				{
					from: 'front-end',
					scopes: [
						'customers.login',
						'customers.read',
						'customers.manage',
						'addresses.manage',
						'cards.read',
						'cards.manage',
					],
				},
				{ from: 'orders', scopes: ['customers.read', 'addresses.read', 'cards.read'] },
			],
			calls: [{ to: 'user-db', scopes: ['user-db.connect'] }],
		},

		'user-db': {
			owner,
			namespace,
			serviceAccount: 'user-db',
			selector: { name: 'user-db' },
			ports: { mongo: { port: 27017, protocol: 'tcp' } },
			scopes: { 'user-db.connect': ['TCP'] },
			callers: [{ from: 'user', scopes: ['user-db.connect'] }],
		},
	},
	exceptions: [
		{
			kind: 'plaintext',
			service: 'front-end',
			operations: [
				'GET /**',
				'POST /cart',
				'DELETE /cart',
				'POST /cart/update',
				'DELETE /cart/{id}',
				'POST /orders',
				'POST /customers',
				'DELETE /customers/{id}',
				'POST /addresses',
				'DELETE /addresses/{id}',
				'POST /cards',
				'DELETE /cards/{id}',
				'POST /register',
			],
			owner,
			reason: 'browsers come in through NodePort 30001; a gateway is to take its place',
			expires: '2027-05-31',
		},
	],
});
