// Every kind of wrong name, once. `define.test.ts` compares what the compiler says with `expected.txt`.
import { defineCatalog } from '../../../../src/catalog/define.ts';
import { billing } from './part.fixture.ts';

const mesh = { trustDomain: 'shop.example', istio: '1.30', dataPlane: 'sidecar' } as const;
const place = { owner: 'team', namespace: 'shop', selector: { app: 'a' } } as const;
const around = { name: 'shop', mesh, namespaces: { shop: 'owned' }, environments: { prod: {} } } as const;
const issuers = { shop: { keycloak: { url: 'https://idp.shop.example', realm: 'shop' } } };
const ports = { http: { port: 80, protocol: 'http' } } as const;
const cart = { ...place, serviceAccount: 'cart', ports, scopes: { 'cart.read': ['GET /cart on http'] } } as const;

export const caller = defineCatalog({
	...around,
	issuers,
	services: { cart: { ...cart, callers: [{ from: 'chekout', scopes: ['cart.read'] }] } },
});
export const ownScope = defineCatalog({
	...around,
	issuers,
	services: { cart: { ...cart, callers: [{ from: 'cart', scopes: ['cart.raed'] }] } },
});
export const via = defineCatalog({
	...around,
	issuers,
	services: { cart: { ...cart, callers: [{ from: 'cart', via: 'edge', scopes: ['cart.read'] }] } },
});
export const receiver = defineCatalog({
	...around,
	issuers,
	services: { cart, web: { ...place, serviceAccount: 'web', calls: [{ to: 'crat', scopes: ['cart.read'] }] } },
});
export const scopeOfReceiver = defineCatalog({
	...around,
	issuers,
	services: { cart, web: { ...place, serviceAccount: 'web', calls: [{ to: 'cart', scopes: ['cart.raed'] }] } },
});
export const port = defineCatalog({
	...around,
	issuers,
	services: { cart: { ...place, serviceAccount: 'cart', ports, scopes: { 'cart.read': ['GET /cart on htp'] } } },
});
export const namespace = defineCatalog({ ...around, issuers, services: { cart: { ...cart, namespace: 'shpo' } } });
export const issuer = defineCatalog({ ...around, issuers, services: { cart: { ...cart, issuer: 'shpo' } } });
export const client = defineCatalog({
	...around,
	issuers,
	services: { cart },
	clients: { app: { kind: 'machine', owner: 'x', calls: [{ to: 'cart', via: 'edge', scopes: ['cart.write'] }] } },
});
export const environment = defineCatalog({
	...around,
	issuers,
	services: { cart },
	exceptions: [
		{
			kind: 'plaintext',
			service: 'cart',
			operations: ['GET /cart'],
			environments: ['prdo'],
			owner: 'team',
			reason: 'old',
			expires: '2027-01-01',
		},
	],
});
export const overlay = defineCatalog({
	...around,
	issuers,
	environments: { prod: { disabled: { crat: 'off' } } },
	services: { cart },
});
export const gateway = defineCatalog({
	...around,
	issuers,
	services: { cart },
	gateways: {
		edge: {
			...place,
			serviceAccount: 'edge',
			ports: { https: { port: 443, protocol: 'http' } },
			hosts: { shop: ['shop.example'] },
			routes: [{ host: 'shpo', path: '/', to: 'crat' }],
		},
	},
});
export const acrossFiles = defineCatalog({ ...around, issuers, services: { cart, ...billing } });
