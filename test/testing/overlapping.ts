// Catalogs in which one grant lets in what another would refuse: a request that is spoiled for the one is granted by the other.

const edge = {
	owner: 'team-edge',
	namespace: 'edge',
	serviceAccount: 'edge',
	selector: { app: 'edge' },
	ports: { https: { port: 443, targetPort: 8443, protocol: 'http' } },
	hosts: { api: ['api.shop.example'] },
};
const web = { kind: 'public', owner: 'team-web', redirectUris: ['https://shop.example/callback'] };
const http = { http: { port: 80, targetPort: 8080, protocol: 'http' } };

const shop = (services: Readonly<Record<string, object>>, more: object = {}) => ({
	name: 'shop',
	mesh: { trustDomain: 'shop.example', istio: '1.30', dataPlane: 'sidecar' },
	namespaces: { shop: 'owned', edge: 'owned' },
	environments: { prod: {} },
	issuers: {
		shop: {
			keycloak: { url: 'https://idp.shop.example', realm: 'shop' },
			kubernetesIssuer: 'https://oidc.shop.example',
		},
	},
	services,
	...more,
});

const service = (name: string, more: object) => ({
	owner: `team-${name}`,
	namespace: 'shop',
	serviceAccount: name,
	selector: { app: name },
	...more,
});
const cart = (scopes: object, callers: readonly object[]) => service('cart', { ports: http, scopes, callers });
const checkout = (scopes: readonly string[], more: object = {}) =>
	service('checkout', { calls: [{ to: 'cart', scopes }], ...more });

const read = { 'cart.read': ['GET /cart/{id}'] };
const below = { 'cart.read': ['GET /cart/**'], 'cart.front.read': ['GET /cart'] };

/** Each with some of the lines that must be left out. */
export const overlapping: Readonly<Record<string, { readonly catalog: object; readonly leftOut: readonly string[] }>> =
	{
		'a service and its users for one scope': {
			catalog: shop(
				{
					cart: cart(read, [
						{ from: 'checkout', scopes: ['cart.read'], as: 'service' },
						{ from: 'checkout', scopes: ['cart.read'], as: 'user' },
					]),
					checkout: checkout(['cart.read'], {
						ports: http,
						scopes: { 'checkout.do': ['POST /checkout'] },
						callers: [{ from: 'web', via: 'edge', scopes: ['checkout.do'], as: 'user' }],
					}),
				},
				{
					clients: { web: { ...web, calls: [{ to: 'checkout', via: 'edge', scopes: ['checkout.do'] }] } },
					gateways: { edge: { ...edge, routes: [{ host: 'api', path: '/checkout', to: 'checkout' }] } },
				},
			),
			leftOut: ['N11: `cart/cart.read/checkout/user` lets it in', 'N11: `cart/cart.read/checkout/service` lets it in'],
		},
		'anyone at a part of what users may read': {
			catalog: shop(
				{
					cart: cart(below, [
						{ from: 'web', via: 'edge', scopes: ['cart.read'], as: 'user' },
						{ from: 'anyone', via: 'edge', scopes: ['cart.front.read'], as: 'anyone', because: 'public' },
					]),
				},
				{
					clients: { web: { ...web, calls: [{ to: 'cart', via: 'edge', scopes: ['cart.read'] }] } },
					gateways: {
						edge: { ...edge, routes: [{ host: 'api', path: '/cart', to: 'cart', public: ['cart.front.read'] }] },
					},
				},
			),
			leftOut: ['N4', 'N7', 'N11'].map((each) => `${each}: \`cart/cart.front.read/anyone@edge/anyone\` lets it in`),
		},
		'an identity at a part of what its token is for': {
			catalog: shop({
				cart: cart(below, [
					{ from: 'checkout', scopes: ['cart.read'], as: 'service' },
					{ from: 'checkout', scopes: ['cart.front.read'], as: 'identity', because: 'no token at hand' },
				]),
				checkout: checkout(['cart.read', 'cart.front.read']),
			}),
			leftOut: ['N4', 'N7', 'N8', 'N11'].map(
				(each) => `${each}: \`cart/cart.front.read/checkout/identity\` lets it in`,
			),
		},
		'two services that share an identity': {
			catalog: shop(
				{
					cart: cart(read, [{ from: 'checkout', scopes: ['cart.read'], as: 'service' }]),
					checkout: checkout(['cart.read']),
					other: { ...service('other', {}), serviceAccount: 'checkout' },
				},
				{
					exceptions: [
						{
							kind: 'shared-identity',
							services: ['checkout', 'other'],
							owner: 'team-other',
							reason: 'one deployment is split in two',
							expires: '2027-01-01',
						},
					],
				},
			),
			leftOut: ['N8: no other service has an identity of its own'],
		},
	};
