// What `init` writes: the smallest catalog that shows both sides of a grant, a user's call, and a public route.

const catalog = `import { defineCatalog } from 'meshgrant';

export default defineCatalog({
	name: 'shop',
	mesh: { trustDomain: 'shop.example', istio: '1.30', dataPlane: 'sidecar' },
	// owned: everything in the namespace is in this catalog, so the rest is denied.
	namespaces: { shop: 'owned', edge: 'owned' },
	environments: { prod: {} },
	issuers: {
		shop: {
			keycloak: { url: 'https://idp.shop.example', realm: 'shop' },
			// Services prove themselves with their Kubernetes service account: no secrets.
			kubernetesIssuer: 'https://oidc.shop.example',
		},
	},
	services: {
		cart: {
			owner: 'team-cart',
			namespace: 'shop',
			serviceAccount: 'cart',
			selector: { app: 'cart' },
			ports: { http: { port: 80, targetPort: 8080, protocol: 'http' } },
			// What it offers: scope, and the operations that the scope opens.
			scopes: {
				'cart.read': ['GET /cart/{id}'],
				'cart.write': ['PUT /cart/{id}', 'DELETE /cart/{id}'],
			},
			// Whom it lets in. Each caller asks for the same below, under \`calls\`: a grant needs both sides.
			callers: [
				{ from: 'checkout', scopes: ['cart.read'], as: 'service' },
				{ from: 'web', via: 'front-door', scopes: ['cart.read', 'cart.write'], as: 'user' },
			],
		},
		checkout: {
			owner: 'team-checkout',
			namespace: 'shop',
			serviceAccount: 'checkout',
			selector: { app: 'checkout' },
			calls: [{ to: 'cart', scopes: ['cart.read'] }],
		},
	},
	clients: {
		web: {
			kind: 'public',
			owner: 'team-web',
			redirectUris: ['https://www.shop.example/signed-in'],
			calls: [{ to: 'cart', via: 'front-door', scopes: ['cart.read', 'cart.write'] }],
		},
	},
	gateways: {
		'front-door': {
			owner: 'team-platform',
			namespace: 'edge',
			serviceAccount: 'front-door',
			selector: { istio: 'front-door' },
			ports: { https: { port: 443, targetPort: 8443, protocol: 'http' } },
			hosts: { api: ['api.shop.example'] },
			routes: [{ host: 'api', path: '/cart', to: 'cart' }],
		},
	},
});
`;

const cdk8s = `language: typescript
app: npx --no meshgrant synth
output: dist
`;

/** File name → text. */
export const firstFiles: ReadonlyMap<string, string> = new Map([
	['services.catalog.ts', catalog],
	['cdk8s.yaml', cdk8s],
]);
