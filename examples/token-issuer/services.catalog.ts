// A gateway, two services, and an issuer that runs in several instances in the same cluster. What holds when the issuer
// is down: proxies check tokens with keys they already have, so a token lives on until it expires; nobody gets a new one.
import { defineCatalog } from '../../src/index.ts';

const http = { port: 80, targetPort: 8080, protocol: 'http' } as const;

export default defineCatalog({
	name: 'token-issuer',
	mesh: { trustDomain: 'apps.example', istio: '1.30', dataPlane: 'sidecar', networkPolicies: 'emit' },
	namespaces: { apps: 'owned', ingress: 'owned' },
	environments: { prod: {} },

	issuers: {
		apps: {
			// One name in front of all instances: tokens carry it as `iss`, whichever instance made them.
			keycloak: { url: 'https://issuer.apps.example', realm: 'apps' },
			// Keys are fetched inside the cluster, so that an outage of the public name does not matter to the proxies.
			jwksUri: 'http://keycloak.identity.svc.cluster.local:8080/realms/apps/protocol/openid-connect/certs',
			kubernetesIssuer: 'https://cluster.apps.example',
			network: { namespace: 'identity', selector: { app: 'keycloak' }, port: 8080 },
		},
	},
	// Also the longest time for which a service may keep a token, and for which one that was revoked still works.
	tokens: { lifetimeSeconds: 120 },

	services: {
		'service-a': {
			owner: 'team-a',
			namespace: 'apps',
			serviceAccount: 'service-a',
			selector: { app: 'service-a' },
			ports: { http },
			scopes: { 'reports.read': ['GET /reports/{id}'], 'reports.create': ['POST /reports'] },
			callers: [
				{ from: 'console', via: 'gateway', scopes: ['reports.read', 'reports.create'], as: 'user' },
				{ from: 'exporter', via: 'gateway', scopes: ['reports.read'], as: 'service' },
			],
			calls: [{ to: 'service-b', scopes: ['figures.read', 'figures.refresh'] }],
		},

		'service-b': {
			owner: 'team-b',
			namespace: 'apps',
			serviceAccount: 'service-b',
			selector: { app: 'service-b' },
			ports: { grpc: { port: 9000, protocol: 'grpc' } },
			scopes: {
				'figures.read': ['apps.figures.v1.Figures/Read'],
				'figures.refresh': ['apps.figures.v1.Figures/Refresh'],
			},
			callers: [
				{ from: 'service-a', scopes: ['figures.read'], as: 'user' },
				{
					from: 'service-a',
					scopes: ['figures.refresh'],
					as: 'service',
					because: 'a cache warmed before office hours',
				},
			],
		},
	},

	clients: {
		console: {
			kind: 'confidential',
			owner: 'team-a',
			redirectUris: ['https://console.apps.example/signed-in'],
			authentication: { privateKeyJwt: { jwksUrl: 'https://console.apps.example/keys' } },
			calls: [{ to: 'service-a', via: 'gateway', scopes: ['reports.read', 'reports.create'] }],
		},
		exporter: {
			kind: 'machine',
			owner: 'team-a',
			authentication: { mtls: { subject: 'CN=exporter,O=Apps' } },
			calls: [{ to: 'service-a', via: 'gateway', scopes: ['reports.read'] }],
		},
	},

	gateways: {
		gateway: {
			owner: 'team-platform',
			namespace: 'ingress',
			serviceAccount: 'gateway',
			selector: { app: 'gateway' },
			ports: { https: { port: 443, targetPort: 8443, protocol: 'http' } },
			hosts: { api: ['api.apps.example'] },
			routes: [{ host: 'api', path: '/reports', to: 'service-a' }],
		},
	},
});
