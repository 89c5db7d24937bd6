// A catalog with one of everything, in which nothing is wrong or doubtful: the ground on which each mistake is planted.

const terms = { owner: 'team-shop', reason: 'until the new terminals arrive', expires: '2027-03-31' };

/** A fresh copy at each call, to be changed at will. */
export const validCatalog = () => structuredClone(valid) as Record<string, unknown>;

const workload = (name: string, namespace = 'shop') => ({
	owner: `team-${name}`,
	namespace,
	serviceAccount: name,
	selector: { app: name, 'app.kubernetes.io/part-of': 'shop' },
});

const valid = {
	name: 'shop',
	mesh: { trustDomain: 'shop.example', istio: '1.30', dataPlane: 'sidecar', networkPolicies: 'emit' },
	namespaces: { shop: 'owned', 'istio-system': 'shared' },
	environments: {
		prod: {},
		staging: {
			trustDomain: 'staging.shop.example',
			issuers: {
				shop: {
					keycloak: { url: 'https://idp.staging.shop.example' },
					kubernetesIssuer: 'https://oidc.staging.shop.example',
					network: { cidr: '10.2.0.0/24', port: 8443 },
				},
			},
			hosts: { edge: { api: ['api.staging.shop.example'] } },
			clients: {
				app: {
					redirectUris: ['https://staging.shop.example/in'],
					webOrigins: ['https://staging.shop.example'],
				},
			},
			disabled: { partner: 'tests in a sandbox' },
		},
	},
	issuers: {
		shop: {
			keycloak: { url: 'https://idp.shop.example', realm: 'shop' },
			kubernetesIssuer: 'https://oidc.shop.example',
			network: { cidr: '10.0.0.0/24', port: 8443 },
		},
	},
	tenant: { claim: 'tenant', header: 'x-tenant-id' },
	services: {
		cart: {
			...workload('cart'),
			ports: { http: { port: 80, targetPort: 8080, protocol: 'http' }, admin: { port: 81, protocol: 'http' } },
			scopes: {
				'cart.read': ['GET /cart/{id} on http'],
				'cart.pay': { operations: ['POST /cart/{id}/pay on http'], tenant: 'required' },
				'cart.news': ['GET /news/** on http'],
				'cart.legacy': ['GET /legacy on http'],
			},
			callers: [
				{ from: 'app', via: 'edge', scopes: ['cart.read'], as: 'user' },
				{ from: 'nightly', scopes: ['cart.pay'], as: 'service' },
				{ from: 'partner', via: 'edge', scopes: ['cart.pay'] },
				{ from: 'anyone', via: 'edge', scopes: ['cart.news'], as: 'anyone', because: 'it is printed anyway' },
			],
			calls: [
				{ to: 'wallet', scopes: ['wallet.charge'] },
				{ to: 'wallet', scopes: ['wallet.read'], forwards: 'app' },
				{ to: 'database', scopes: ['database.connect'] },
			],
			probes: { direct: ['GET /healthz on http'], because: 'the kubelet has no certificate' },
			external: [{ cidr: '192.0.2.0/24', port: 443, because: 'the card network' }],
		},
		wallet: {
			...workload('wallet'),
			ports: { http: { port: 80, targetPort: 8080, protocol: 'http' } },
			scopes: { 'wallet.charge': ['POST /charges'], 'wallet.read': ['GET /wallets/{id}'] },
			callers: [
				{ from: 'cart', scopes: ['wallet.charge'], as: 'user' },
				{ from: 'app', via: 'cart', scopes: ['wallet.read'] },
			],
		},
		nightly: { ...workload('nightly'), tenant: 'shop', calls: [{ to: 'cart', scopes: ['cart.pay'] }] },
		database: {
			...workload('database'),
			ports: { sql: { port: 5432, protocol: 'tcp' } },
			scopes: { 'database.connect': ['TCP'] },
			callers: [{ from: 'cart', scopes: ['database.connect'], as: 'identity', because: 'TCP carries no token' }],
		},
		one: { ...workload('one'), serviceAccount: 'pair' },
		two: { ...workload('two'), serviceAccount: 'pair' },
	},
	clients: {
		app: {
			kind: 'public',
			owner: 'team-app',
			redirectUris: ['https://shop.example/in'],
			webOrigins: ['https://shop.example'],
			calls: [
				{ to: 'cart', via: 'edge', scopes: ['cart.read'] },
				{ to: 'wallet', via: 'cart', scopes: ['wallet.read'] },
			],
		},
		partner: {
			kind: 'machine',
			owner: 'team-partners',
			tenant: 'partner',
			authentication: { privateKeyJwt: { jwksUrl: 'https://partner.example/keys' } },
			calls: [{ to: 'cart', via: 'edge', scopes: ['cart.pay'] }],
		},
	},
	gateways: {
		edge: {
			...workload('edge', 'istio-system'),
			ports: { https: { port: 443, targetPort: 8443, protocol: 'http' } },
			hosts: { api: ['api.shop.example'] },
			routes: [
				{ host: 'api', path: '/v1/cart', rewrite: '/cart', to: 'cart' },
				{ host: 'api', path: '/news', to: 'cart', public: ['cart.news'] },
				{ host: 'api', path: '/legacy', to: 'cart' },
			],
		},
	},
	exceptions: [
		{ kind: 'plaintext', service: 'cart', operations: ['GET /metrics on admin'], ...terms },
		{ kind: 'shared-identity', services: ['one', 'two'], ...terms },
		{ kind: 'long-lived-token', client: 'partner', lifetimeSeconds: 900, ...terms },
		{
			kind: 'api-key',
			gateway: 'edge',
			provider: 'keys',
			to: 'cart',
			scopes: ['cart.legacy'],
			network: { cidr: '10.2.0.7/32', port: 9001 },
			...terms,
		},
	],
};
