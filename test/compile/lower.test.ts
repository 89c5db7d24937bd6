import { describe, expect, test } from 'vitest';
import type { AccessModel, Grant } from '../../src/access/model.ts';
import { readCatalog } from '../../src/catalog/index.ts';
import type { CatalogInput, ServiceInput } from '../../src/catalog/input.ts';
import { lower } from '../../src/compile/lower.ts';
import { locateByPath } from '../../src/core/origin.ts';
import { printOperation } from '../../src/traffic/operation.ts';

const service = (name: string, more: Partial<ServiceInput> = {}): ServiceInput => ({
	owner: `team-${name}`,
	namespace: 'shop',
	serviceAccount: name,
	selector: { app: name },
	ports: { http: { port: 80, targetPort: 8080, protocol: 'http' } },
	...more,
});

const phone = { kind: 'public', owner: 'team-phone', redirectUris: ['https://shop.example/back'] } as const;
const partner = {
	kind: 'machine',
	owner: 'team-partners',
	authentication: { privateKeyJwt: { jwksUrl: 'https://partner.example/keys' } },
	tenant: 'acme',
} as const;

const shop: CatalogInput = {
	name: 'shop',
	mesh: { trustDomain: 'shop.example', istio: '1.30', dataPlane: 'sidecar' },
	namespaces: { shop: 'owned' },
	environments: {
		prod: {},
		staging: {
			trustDomain: 'staging.shop.example',
			issuers: { shop: { keycloak: { realm: 'staging' }, kubernetesIssuer: 'https://oidc.staging.shop.example' } },
			hosts: { edge: { web: ['staging.shop.example'] } },
			disabled: { reports: 'not in staging' },
		},
	},
	issuers: {
		shop: {
			keycloak: { url: 'https://idp.shop.example', realm: 'shop' },
			kubernetesIssuer: 'https://oidc.shop.example',
		},
	},
	tenant: { claim: 'tenant', header: 'x-tenant' },
	services: {
		orders: service('orders', {
			scopes: {
				'orders.read': ['GET /orders/{id}', 'GET /orders/{id}/lines/**'],
				'orders.place': { operations: ['POST /orders'], tenant: 'required' },
				'orders.webhook': ['POST /hooks/paid'],
			},
			callers: [
				{ from: 'phone', via: 'edge', scopes: ['orders.read', 'orders.place'] },
				{ from: 'partner', via: 'edge', scopes: ['orders.place'] },
				{ from: 'anyone', via: 'edge', scopes: ['orders.webhook'], as: 'anyone', because: 'the bank calls back' },
				{ from: 'reports', scopes: ['orders.read'] },
			],
			calls: [{ to: 'stock', scopes: ['stock.reserve'] }],
		}),
		stock: service('stock', {
			scopes: { 'stock.reserve': ['POST /reserve'], 'stock.metrics': ['GET /metrics'] },
			callers: [
				{ from: 'orders', scopes: ['stock.reserve'], as: 'user' },
				{ from: 'reports', scopes: ['stock.metrics'], as: 'identity', because: 'scraping' },
			],
		}),
		reports: service('reports', {
			calls: [
				{ to: 'orders', scopes: ['orders.read'] },
				{ to: 'stock', scopes: ['stock.metrics'] },
			],
		}),
	},
	clients: {
		phone: { ...phone, calls: [{ to: 'orders', via: 'edge', scopes: ['orders.read', 'orders.place'] }] },
		partner: { ...partner, calls: [{ to: 'orders', via: 'edge', scopes: ['orders.place'] }] },
	},
	gateways: {
		edge: {
			owner: 'team-edge',
			namespace: 'shop',
			serviceAccount: 'edge',
			selector: { app: 'edge' },
			ports: { https: { port: 443, targetPort: 8443, protocol: 'http' } },
			hosts: { web: ['shop.example'] },
			routes: [
				{ host: 'web', path: '/api/orders', rewrite: '/orders', to: 'orders' },
				{ host: 'web', path: '/hooks', to: 'orders', public: ['orders.webhook'] },
			],
		},
	},
};

function modelOf(catalog: CatalogInput, environment = 'prod'): AccessModel {
	const [read, diagnostics] = readCatalog(catalog, locateByPath('services.catalog.ts'), '2026-11-24');
	expect(diagnostics.filter((diagnostic) => diagnostic.severity === 'error')).toEqual([]);
	if (read === undefined) throw new Error('the catalog was not read');
	return lower(read, environment);
}

const grantIn = (model: AccessModel, id: string): Grant => {
	const grant = model.grants.find((candidate) => candidate.id === id);
	if (grant === undefined) throw new Error(`no grant ${id}; there are ${model.grants.map((one) => one.id).join(', ')}`);
	return grant;
};

test('the tenant: its claim, its header, and the attribute in which the issuer keeps it', () => {
	expect(modelOf(shop).tenancy).toEqual({ kind: 'claim', claim: 'tenant', header: 'x-tenant', attribute: 'tenant' });
});

describe('grants', () => {
	const model = modelOf(shop);

	test('are one for each caller, actor and scope, sorted', () => {
		expect(model.grants.map((grant) => grant.id)).toEqual([
			'orders/orders.place/partner@edge/service',
			'orders/orders.place/phone@edge/user',
			'orders/orders.read/phone@edge/user',
			'orders/orders.read/reports/service',
			'orders/orders.webhook/anyone@edge/anyone',
			'stock/stock.metrics/reports/identity',
			'stock/stock.reserve/orders/user',
		]);
	});

	test('name who stands in the certificate and whose token it is', () => {
		const facts = model.grants.map((grant) => [
			grant.presenter.name,
			grant.caller.kind,
			grant.actor.kind === 'user' ? `${grant.actor.client.id} by ${grant.actor.obtained}` : grant.actor.kind,
			grant.tenant.kind,
		]);
		expect(facts).toEqual([
			['edge', 'client', 'service', 'fixed'],
			['edge', 'client', 'phone by login', 'any-claimed'],
			['edge', 'client', 'phone by login', 'none'],
			['reports', 'workload', 'service', 'none'],
			['edge', 'anyone', 'anyone', 'none'],
			['reports', 'workload', 'identity', 'none'],
			['orders', 'workload', 'orders by exchange', 'none'],
		]);
	});

	test('know both lines on which they stand', () => {
		const grant = grantIn(model, 'orders/orders.read/reports/service');
		expect(grant.origin.path).toBe('services.orders.callers[3]');
		expect(grant.requested.path).toBe('services.reports.calls[0]');
	});

	test('carry the principal of the trust domain', () => {
		expect(grantIn(model, 'stock/stock.reserve/orders/user').presenter.principal).toEqual({
			trustDomain: 'shop.example',
			namespace: 'shop',
			serviceAccount: 'orders',
		});
	});
});

test('clients exist for whoever asks for or receives tokens, and for nobody else', () => {
	const facts = modelOf(shop).clients.map((client) => [client.id, client.kind, client.authentication.kind]);
	expect(facts).toEqual([
		['orders', 'workload', 'federated'],
		['partner', 'machine', 'private-key-jwt'],
		['phone', 'public', 'none'],
		['reports', 'workload', 'federated'],
		['stock', 'workload', 'none'],
	]);
});

test('an entrance shows external paths, before the rewrite, and only what its routes reach', () => {
	const seen = modelOf(shop).entrances.map((entrance) => [
		entrance.grant.id,
		entrance.operations.map((external) => `${external.hosts.join()} ${printOperation(external.operation)}`),
	]);
	expect(seen).toEqual([
		['orders/orders.place/partner@edge/service', ['shop.example POST /api/orders']],
		['orders/orders.place/phone@edge/user', ['shop.example POST /api/orders']],
		[
			'orders/orders.read/phone@edge/user',
			['shop.example GET /api/orders/{id}', 'shop.example GET /api/orders/{id}/lines/**'],
		],
		['orders/orders.webhook/anyone@edge/anyone', ['shop.example POST /hooks/paid']],
	]);
});

test('an environment has its own trust domain, issuer and hosts, and its own kill switch', () => {
	const model = modelOf(shop, 'staging');
	expect(model.mesh.trustDomain).toBe('staging.shop.example');
	expect(model.issuers.map((issuer) => issuer.issuer)).toEqual(['https://idp.shop.example/realms/staging']);
	expect(model.entrances[0]?.operations[0]?.hosts).toEqual(['staging.shop.example']);
	expect(model.grants.filter((grant) => grant.id.includes('reports'))).toEqual([]);
	expect(model.clients.find((client) => client.id === 'reports')?.state.kind).toBe('disabled');
});

test('istiod is in istio-system, wherever the root namespace is, unless the catalog says another place', () => {
	const meshOf = (more: Partial<CatalogInput['mesh']>) => modelOf({ ...shop, mesh: { ...shop.mesh, ...more } }).mesh;
	expect(meshOf({})).toMatchObject({ rootNamespace: 'istio-system', istiodNamespace: 'istio-system' });
	expect(meshOf({ rootNamespace: 'mesh-root' })).toMatchObject({ istiodNamespace: 'istio-system' });
	expect(meshOf({ istiodNamespace: 'mesh-control' })).toMatchObject({
		rootNamespace: 'istio-system',
		istiodNamespace: 'mesh-control',
	});
});

test('an API key knows where its authorizer is, or that nobody said so', () => {
	const { stock, ...rest } = shop.services;
	if (stock === undefined) throw new Error('the shop has stock');
	const keyed = { ...stock, scopes: { ...stock.scopes, 'stock.import': ['POST /hooks/import'] } };
	const edge = shop.gateways?.edge;
	if (edge === undefined) throw new Error('the shop has a gateway');
	const routes = [...edge.routes, { host: 'web', path: '/hooks/import', to: 'stock' }];
	const networkOf = (network: object) => {
		const key = { kind: 'api-key', gateway: 'edge', provider: 'keys', to: 'stock', scopes: ['stock.import'] } as const;
		const terms = { owner: 'team-stock', reason: 'old terminals', expires: '2026-12-31' };
		const catalog = {
			...shop,
			services: { ...rest, stock: keyed },
			gateways: { edge: { ...edge, routes } },
			exceptions: [{ ...key, ...terms, ...network }],
		};
		return modelOf(catalog).apiKeys.map((each) => each.network);
	};
	expect(networkOf({})).toEqual([{ kind: 'unknown' }]);
	expect(networkOf({ network: { cidr: '10.2.0.7/32', port: 9001 } })).toEqual([
		{ kind: 'cidr', cidr: '10.2.0.7/32', port: 9001 },
	]);
});

test('the order in which things are written changes nothing', () => {
	const reversed = <T extends object>(record: T): T => Object.fromEntries(Object.entries(record).reverse()) as T;
	const mirrored = { ...shop, services: reversed(shop.services), clients: reversed(shop.clients ?? {}) };
	expect(modelOf(mirrored)).toEqual(modelOf(shop));
});
