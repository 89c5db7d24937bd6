// A car rental, small: a browser app, users who sign in at Keycloak, and services that call each other for a user or
// as themselves.
import { defineCatalog } from '../../src/index.ts';

const namespace = 'rental';
const http = { port: 80, targetPort: 8080, protocol: 'http' } as const;
const preflight = {
	answeredBy: 'gateway',
	origins: ['https://www.rental.example', 'https://www.test.rental.example'],
} as const;

export default defineCatalog({
	name: 'car-rental',
	mesh: { trustDomain: 'rental.example', istio: '1.30', dataPlane: 'sidecar' },
	namespaces: { rental: 'owned', 'istio-ingress': 'shared' },
	environments: {
		test: {
			trustDomain: 'test.rental.example',
			issuers: {
				rental: {
					keycloak: { url: 'https://login.test.rental.example' },
					kubernetesIssuer: 'https://cluster.test.rental.example',
				},
			},
			hosts: { ingress: { api: ['api.test.rental.example'] } },
			clients: {
				web: {
					redirectUris: ['https://www.test.rental.example/signed-in'],
					webOrigins: ['https://www.test.rental.example'],
				},
			},
		},
		prod: {},
	},
	issuers: {
		rental: {
			keycloak: { url: 'https://login.rental.example', realm: 'rental' },
			kubernetesIssuer: 'https://cluster.rental.example',
		},
	},

	services: {
		booking: {
			owner: 'team-booking',
			namespace,
			serviceAccount: 'booking',
			selector: { app: 'booking' },
			ports: { http },
			scopes: {
				'cars.search': ['GET /cars', 'GET /cars/{id}'],
				'bookings.read': ['GET /bookings', 'GET /bookings/{id}'],
				'bookings.change': ['POST /bookings', 'DELETE /bookings/{id}'],
			},
			callers: [
				{ from: 'web', via: 'ingress', scopes: ['bookings.read', 'bookings.change'], as: 'user' },
				{
					from: 'anyone',
					via: 'ingress',
					scopes: ['cars.search'],
					as: 'anyone',
					because: 'people look at cars before they sign in',
				},
			],
			calls: [
				{ to: 'billing', scopes: ['invoices.create'] },
				{ to: 'notification', scopes: ['notifications.send'] },
			],
		},

		billing: {
			owner: 'team-billing',
			namespace,
			serviceAccount: 'billing',
			selector: { app: 'billing' },
			ports: { http },
			scopes: {
				'invoices.read': ['GET /invoices', 'GET /invoices/{id}'],
				'invoices.create': ['POST /invoices'],
			},
			callers: [
				{ from: 'web', via: 'ingress', scopes: ['invoices.read'], as: 'user' },
				{ from: 'booking', scopes: ['invoices.create'], as: 'user' },
			],
			calls: [{ to: 'profile', scopes: ['profiles.address.read'] }],
		},

		profile: {
			owner: 'team-customers',
			namespace,
			serviceAccount: 'profile',
			selector: { app: 'profile' },
			ports: { http },
			scopes: {
				'profiles.read': ['GET /me'],
				'profiles.change': ['PUT /me'],
				'profiles.address.read': ['GET /profiles/{id}/address'],
			},
			callers: [
				{ from: 'web', via: 'ingress', scopes: ['profiles.read', 'profiles.change'], as: 'user' },
				// As itself: invoices are also printed at night, when no user is there.
				{ from: 'billing', scopes: ['profiles.address.read'], as: 'service', because: 'the address on an invoice' },
			],
		},

		notification: {
			owner: 'team-customers',
			namespace,
			serviceAccount: 'notification',
			selector: { app: 'notification' },
			ports: { http },
			scopes: { 'notifications.send': ['POST /notifications'] },
			callers: [{ from: 'booking', scopes: ['notifications.send'], as: 'user' }],
			calls: [{ to: 'messaging', scopes: ['messages.deliver'] }],
		},

		messaging: {
			owner: 'team-customers',
			description: 'Mail and text messages',
			namespace,
			serviceAccount: 'messaging',
			selector: { app: 'messaging' },
			ports: { http },
			scopes: { 'messages.deliver': ['POST /mails', 'POST /texts'] },
			callers: [{ from: 'notification', scopes: ['messages.deliver'], as: 'service' }],
		},
	},

	clients: {
		web: {
			kind: 'public',
			owner: 'team-web',
			redirectUris: ['https://www.rental.example/signed-in'],
			webOrigins: ['https://www.rental.example'],
			calls: [
				{ to: 'booking', via: 'ingress', scopes: ['bookings.read', 'bookings.change'] },
				{ to: 'billing', via: 'ingress', scopes: ['invoices.read'] },
				{ to: 'profile', via: 'ingress', scopes: ['profiles.read', 'profiles.change'] },
			],
		},
	},

	gateways: {
		ingress: {
			owner: 'team-platform',
			namespace: 'istio-ingress',
			serviceAccount: 'ingress',
			selector: { istio: 'ingress' },
			ports: { https: { port: 443, targetPort: 8443, protocol: 'http' } },
			hosts: { api: ['api.rental.example'] },
			// The page comes from another host, so browsers ask first (CORS); the gateway answers them.
			routes: [
				{ host: 'api', path: '/cars', to: 'booking', public: ['cars.search'], preflight },
				{ host: 'api', path: '/bookings', to: 'booking', preflight },
				{ host: 'api', path: '/invoices', to: 'billing', preflight },
				{ host: 'api', path: '/me', to: 'profile', preflight },
			],
		},
	},
});
