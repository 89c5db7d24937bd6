// One table of what people get wrong: a small catalog, the text that is replaced in it, the code and place that follow.
import { load } from 'js-yaml';

export const rightCatalog = `name: shop
mesh: { trustDomain: shop.example, istio: '1.30', dataPlane: sidecar }
namespaces: { shop: owned }
environments: { prod: {} }
issuers:
  shop: { keycloak: { url: https://idp.shop.example, realm: shop }, kubernetesIssuer: https://oidc.shop.example }
services:
  cart:
    owner: team-cart
    namespace: shop
    serviceAccount: cart
    selector: { app: cart }
    ports: { http: { port: 80, targetPort: 8080, protocol: http } }
    scopes: { cart.read: [GET /cart] }
    callers:
      - { from: checkout, scopes: [cart.read], as: service }
  checkout:
    owner: team-checkout
    namespace: shop
    serviceAccount: checkout
    selector: { app: checkout }
    calls:
      - { to: cart, scopes: [cart.read] }
`;

export interface Mistake {
	readonly code: string;
	/** Where it is told. */
	readonly path: string;
	/** What stands in the right catalog, and what a person wrote instead. */
	readonly from: string;
	readonly to: string;
	/** A few words that its help must contain; nothing where it has no repair of its own. */
	readonly help?: string;
}

const lastLine = '      - { to: cart, scopes: [cart.read] }\n';
const operation = 'services.cart.scopes["cart.read"][0]';
const inCart = (lines: string): string => `    owner: team-cart\n${lines}`;

export const mistakes: readonly Mistake[] = [
	{ code: 'CAT001', path: '', from: rightCatalog, to: '- cart\n- checkout\n' },
	{ code: 'CAT002', path: 'services.cart', from: '    owner: team-cart\n', to: '', help: 'add `owner`' },
	{ code: 'CAT002', path: 'mesh', from: 'trustDomain: shop.example, ', to: '', help: 'add `trustDomain`' },
	{ code: 'CAT002', path: '', from: 'environments: { prod: {} }\n', to: '' },
	{ code: 'CAT002', path: 'services.cart.ports.http', from: 'port: 80, ', to: '' },
	{
		code: 'CAT003',
		path: 'services.cart.namspace',
		from: 'namespace: shop\n    serviceAccount: cart',
		to: 'namspace: shop\n    serviceAccount: cart',
		help: 'did you mean `namespace`?',
	},
	{ code: 'CAT003', path: 'gateway', from: lastLine, to: `${lastLine}gateway: {}\n`, help: 'did you mean `gateways`?' },
	{ code: 'CAT004', path: 'services.cart.owner', from: 'owner: team-cart', to: 'owner: 42', help: "`'42'`" },
	{ code: 'CAT004', path: 'services.cart.owner', from: 'owner: team-cart', to: 'owner:' },
	{
		code: 'CAT005',
		path: 'services.cart.callers[0].scopes',
		from: 'scopes: [cart.read], as',
		to: 'scopes: cart.read, as',
		help: '`[cart.read]`',
	},
	{
		code: 'CAT005',
		path: 'services.cart.scopes["cart.read"]',
		from: '[GET /cart]',
		to: 'GET /cart',
		help: '`[GET /cart]`',
	},
	{
		code: 'CAT006',
		path: 'services.cart.ports.http',
		from: '{ port: 80, targetPort: 8080, protocol: http }',
		to: '80',
	},
	{
		code: 'CAT007',
		path: 'services.cart.callers[0].as',
		from: 'as: service',
		to: 'as: servce',
		help: 'did you mean `service`?',
	},
	{ code: 'CAT007', path: 'mesh.istio', from: "'1.30'", to: "'1.12'" },
	{ code: 'CAT007', path: 'namespaces.shop', from: 'shop: owned', to: 'shop: own' },
	{
		code: 'CAT007',
		path: 'exceptions[0].kind',
		from: lastLine,
		to: `${lastLine}exceptions: [{ kind: plantext }]\n`,
		help: 'did you mean `plaintext`?',
	},
	{ code: 'CAT008', path: 'services.cart.probes', from: '    owner: team-cart\n', to: inCart('    probes: direct\n') },
	{
		code: 'CAT008',
		path: 'services.cart.authentication',
		from: '    owner: team-cart\n',
		to: inCart('    authentication: {}\n'),
	},
	{ code: 'CAT009', path: 'services.cart.callers[0].scopes', from: 'scopes: [cart.read], as', to: 'scopes: [], as' },
	{ code: 'CAT009', path: 'services.cart.selector', from: '{ app: cart }', to: '{}' },
	{
		code: 'CAT010',
		path: 'services.webShop',
		from: lastLine,
		to: `${lastLine}  webShop: { owner: team-web, namespace: shop, serviceAccount: web, selector: { app: web } }\n`,
		help: '`web-shop`',
	},
	{
		code: 'CAT011',
		path: 'services.cart.namespace',
		from: 'namespace: shop\n    serviceAccount: cart',
		to: 'namespace: Shop\n    serviceAccount: cart',
		help: '`shop`',
	},
	{
		code: 'CAT012',
		path: 'services.cart.serviceAccount',
		from: 'serviceAccount: cart',
		to: 'serviceAccount: shop/cart',
		help: '`cart`',
	},
	{ code: 'CAT013', path: 'services.cart.selector.app', from: '{ app: cart }', to: "{ app: 'cart*' }" },
	{
		code: 'CAT014',
		path: 'mesh.trustDomain',
		from: 'trustDomain: shop.example',
		to: 'trustDomain: spiffe://shop.example',
		help: '`shop.example`',
	},
	{
		code: 'CAT015',
		path: 'services.cart.calls[0].scopes[0]',
		from: '    owner: team-cart\n',
		to: inCart('    calls: [{ to: checkout, scopes: [api.access] }]\n'),
	},
	{
		code: 'CAT015',
		path: 'services.cart.calls[0].scopes[0]',
		from: '    owner: team-cart\n',
		to: inCart("    calls: [{ to: checkout, scopes: ['checkout.*'] }]\n"),
	},
	{
		code: 'CAT016',
		path: 'services.constructor',
		from: lastLine,
		to: `${lastLine}  constructor: { owner: team-web, namespace: shop, serviceAccount: web, selector: { app: web } }\n`,
	},
	{ code: 'CAT016', path: 'services.cart.callers[0].from', from: 'from: checkout', to: 'from: constructor' },
	{
		code: 'CAT017',
		path: 'issuers.shop.keycloak.url',
		from: 'https://idp.shop.example,',
		to: 'http://idp.shop.example/realms/shop,',
		help: '`https://idp.shop.example`',
	},
	{
		code: 'CAT017',
		path: 'issuers.shop.keycloak.url',
		from: 'https://idp.shop.example,',
		to: 'https://localhost:8443,',
	},
	{
		code: 'CAT017',
		path: 'issuers.shop.keycloak.url',
		from: 'https://idp.shop.example,',
		to: 'https://IDP.shop.example.:443/auth/,',
		help: '`https://idp.shop.example/auth`',
	},
	{ code: 'CAT018', path: 'issuers.shop.keycloak.realm', from: 'realm: shop', to: 'realm: my shop', help: '`my-shop`' },
	{
		code: 'CAT019',
		path: 'tenant.header',
		from: lastLine,
		to: `${lastLine}tenant: { claim: tenant, header: X-Tenant }\n`,
		help: '`x-tenant`',
	},
	{
		code: 'CAT019',
		path: 'tenant.header',
		from: lastLine,
		to: `${lastLine}tenant: { claim: tenant, header: authorization }\n`,
	},
	{ code: 'CAT020', path: 'tenant.claim', from: lastLine, to: `${lastLine}tenant: { claim: sub, header: x-tenant }\n` },
	{ code: 'CAT021', path: 'services.cart.tenant', from: '    owner: team-cart\n', to: inCart("    tenant: '*'\n") },
	{
		code: 'CAT022',
		path: 'exceptions[0].expires',
		from: lastLine,
		to: `${lastLine}exceptions:\n  - { kind: plaintext, service: cart, operations: [GET /cart], owner: team-cart, reason: old probe, expires: 31.12.2026 }\n`,
	},
	{ code: 'CAT023', path: 'services.cart.ports.http.port', from: 'port: 80,', to: "port: '80'," },
	{ code: 'CAT023', path: 'services.cart.ports.http.port', from: 'port: 80,', to: 'port: 80000,' },
	{ code: 'CAT024', path: 'services.cart.ports.http.targetPort', from: 'targetPort: 8080', to: 'targetPort: 15001' },
	{
		code: 'CAT025',
		path: 'services.cart.login.redirectUris[0]',
		from: '    owner: team-cart\n',
		to: inCart("    login: { redirectUris: ['https://shop.example/*'] }\n"),
	},
	{
		code: 'CAT026',
		path: 'services.cart.login.webOrigins[0]',
		from: '    owner: team-cart\n',
		to: inCart("    login: { redirectUris: ['https://shop.example/back'], webOrigins: ['https://shop.example/'] }\n"),
		help: '`https://shop.example`',
	},
	{
		code: 'CAT027',
		path: 'environments.prod.hosts.edge.shop[0]',
		from: 'prod: {}',
		to: "prod: { hosts: { edge: { shop: ['https://shop.example/'] } } }",
		help: '`shop.example`',
	},
	{
		code: 'CAT028',
		path: 'gateways.edge.routes[0].path',
		from: lastLine,
		to: `${lastLine}gateways:\n  edge:\n    owner: team-edge\n    namespace: shop\n    serviceAccount: edge\n    selector: { app: edge }\n    ports: { https: { port: 443, protocol: http } }\n    hosts: { shop: [shop.example] }\n    routes: [{ host: shop, path: /cart/**, to: cart }]\n`,
		help: '`/cart`',
	},
	{
		code: 'CAT029',
		path: 'services.cart.external[0].cidr',
		from: '    owner: team-cart\n',
		to: inCart('    external: [{ cidr: 203.0.113.7, port: 443, because: mail }]\n'),
		help: '`203.0.113.7/32`',
	},
	{
		code: 'CAT030',
		path: 'services.cart.description',
		from: '    owner: team-cart\n',
		to: inCart('    description: "..."\n'),
	},
	{
		code: 'CAT030',
		path: 'services.cart.description',
		from: '    owner: team-cart\n',
		to: inCart('    description: the cart of \u0024{SECRET}\n'),
		help: 'say it in one line',
	},
	{
		code: 'CAT031',
		path: 'services.cart.authentication.mtls.subject',
		from: '    owner: team-cart\n',
		to: inCart("    authentication: { mtls: { subject: 'cn=partner, O=Example' } }\n"),
		help: '`CN=partner,O=Example`',
	},
	{
		code: 'CAT031',
		path: 'services.cart.authentication.mtls.subject',
		from: '    owner: team-cart\n',
		to: inCart('    authentication: { mtls: { subject: partner } }\n'),
	},
	{
		code: 'CAT032',
		path: 'exceptions[0].provider',
		from: lastLine,
		to: `${lastLine}exceptions:\n  - { kind: api-key, gateway: edge, provider: Legacy Keys, to: cart, scopes: [cart.read], owner: team-cart, reason: old partner, expires: '2026-12-31' }\n`,
	},
	{
		code: 'CAT032',
		path: 'exceptions[0].provider',
		from: lastLine,
		to: `${lastLine}exceptions:\n  - { kind: api-key, gateway: edge, provider: keys..old, to: cart, scopes: [cart.read], owner: team-cart, reason: old partner, expires: '2026-12-31' }\n`,
	},
	{
		code: 'CAT032',
		path: 'exceptions[0].provider',
		from: lastLine,
		to: `${lastLine}exceptions:\n  - { kind: api-key, gateway: edge, provider: ${'k'.repeat(101)}, to: cart, scopes: [cart.read], owner: team-cart, reason: old partner, expires: '2026-12-31' }\n`,
	},
	{
		code: 'CAT033',
		path: 'tokens.lifetimeSeconds',
		from: lastLine,
		to: `${lastLine}tokens: { lifetimeSeconds: 3600 }\n`,
		help: 'long-lived-token',
	},
	{
		code: 'CAT034',
		path: 'exceptions[0].lifetimeSeconds',
		from: lastLine,
		to: `${lastLine}exceptions:\n  - { kind: long-lived-token, client: app, lifetimeSeconds: 86400, owner: team-cart, reason: slow network, expires: '2026-12-31' }\n`,
	},
	{
		code: 'CAT035',
		path: 'services.cart.callers[0].scopes[1]',
		from: 'scopes: [cart.read], as',
		to: 'scopes: [cart.read, cart.read], as',
	},
	{
		code: 'CAT036',
		path: 'services.cart.selector.a.b.c.d.e.f.g.h',
		from: '{ app: cart }',
		to: '{ app: cart, a: { b: { c: { d: { e: { f: { g: { h: { i: too deep } } } } } } } } }',
	},
	{ code: 'CAT037', path: 'services.cart.ports.http.port', from: 'port: 80,', to: 'port: .nan,' },
	{ code: 'CAT040', path: operation, from: '[GET /cart]', to: '[/cart]' },
	{ code: 'CAT040', path: operation, from: '[GET /cart]', to: '[GET  /cart]', help: '`GET /cart`' },
	{ code: 'CAT041', path: operation, from: '[GET /cart]', to: '[get /cart]', help: '`GET /cart`' },
	{ code: 'CAT041', path: operation, from: '[GET /cart]', to: "['* /cart']", help: '`ANY /cart`' },
	{ code: 'CAT041', path: operation, from: '[GET /cart]', to: '[TRACE /cart]' },
	{ code: 'CAT042', path: operation, from: '[GET /cart]', to: '[GET cart]', help: '`GET /cart`' },
	{ code: 'CAT043', path: operation, from: '[GET /cart]', to: '[GET /körbe]' },
	{ code: 'CAT044', path: operation, from: '[GET /cart]', to: "['GET /cart?all=1']", help: '`GET /cart`' },
	{ code: 'CAT045', path: operation, from: '[GET /cart]', to: '[GET /cart%2Fitems]' },
	{ code: 'CAT045', path: operation, from: '[GET /cart]', to: '[GET /cart/..;x/admin]' },
	{
		code: 'CAT046',
		path: operation,
		from: '[GET /cart]',
		to: "['GET /cart/*/items']",
		help: '`GET /cart/{name}/items`',
	},
	{ code: 'CAT046', path: operation, from: '[GET /cart]', to: "['GET /cart/{*}']" },
	{ code: 'CAT047', path: operation, from: '[GET /cart]', to: "['GET /cart/:id']", help: '`GET /cart/{id}`' },
	{ code: 'CAT047', path: operation, from: '[GET /cart]', to: "['GET /cart/{id}.json']" },
	{ code: 'CAT048', path: operation, from: '[GET /cart]', to: "['GET /cart/{id}/items/{id}']" },
	{ code: 'CAT049', path: operation, from: '[GET /cart]', to: "['GET /cart/**/items']" },
	{ code: 'CAT050', path: operation, from: '[GET /cart]', to: "['GET /cart/../items']", help: '`GET /items`' },
	{ code: 'CAT051', path: operation, from: '[GET /cart]', to: '[GET //cart]', help: '`GET /cart`' },
	{ code: 'CAT052', path: operation, from: '[GET /cart]', to: "['shop.Cart/*']" },
	{
		code: 'CAT053',
		path: operation,
		from: 'protocol: http } }',
		to: 'protocol: http }, admin: { port: 81, protocol: http } }',
		help: '`GET /cart on admin`',
	},
	{ code: 'CAT054', path: operation, from: '[GET /cart]', to: '[GET /cart on htp]', help: '`GET /cart on http`' },
	{ code: 'CAT055', path: operation, from: 'protocol: http } }', to: 'protocol: tcp } }' },
	{ code: 'CAT055', path: operation, from: '[GET /cart]', to: '[shop.Cart/Add]' },
	{
		code: 'CAT056',
		path: operation,
		from: '    ports: { http: { port: 80, targetPort: 8080, protocol: http } }\n',
		to: '',
	},
];

/** The catalog with this mistake in it, as text. */
export function textWith({ from, to }: Pick<Mistake, 'from' | 'to'>): string {
	const text = rightCatalog.replace(from, () => to);
	if (text === rightCatalog) throw new Error(`nothing to replace: ${from}`);
	return text;
}

export const valueIn = (text: string): unknown => load(text);
