// What a gateway lets in: token conditions by route, public routes, preflight, API keys, and how policies attach.
import { expect, test } from 'vitest';
import type { Preflight } from '../../../../src/access/model.ts';
import { istioSidecar } from '../../../../src/compile/backends/istio-sidecar/index.ts';
import { mergeFiles } from '../../../../src/compile/merge.ts';
import {
	apiKey,
	clientGrant,
	entrance,
	gateway,
	grant,
	modelOf,
	namespace,
	outsideClient,
	publicGrant,
	route,
	scope,
	service,
} from '../../model.ts';
import { allowed, namesOf, objectOf, policiesOf, specOf } from '../output.ts';

const accounts = service('accounts', { ports: ['http 80->9090'] });
const read = scope(accounts, 'accounts.read', ['GET /accounts/{id}']);
const toAccounts = route('api.bank.example', '/api', accounts, { rewrite: [] });
const edge = gateway('edge', [toAccounts]);
const mobile = outsideClient('mobile-app');
const mobileReads = clientGrant(mobile, edge.workload, read);
const hosts = ['api.bank.example', 'api.bank.example:*'];
const ports = ['8080', '8443'];

test('an entrance: external path, the pods’ listener ports, the host with and without a port, the token', () => {
	const files = istioSidecar(modelOf({ grants: [mobileReads], entrances: [entrance(edge, toAccounts, mobileReads)] }));
	expect(specOf(files, 'AuthorizationPolicy', 'edge')).toEqual({
		selector: { matchLabels: { app: 'edge' } },
		action: 'ALLOW',
		rules: [
			{
				from: [{ source: { requestPrincipals: ['https://idp.example/realms/bank/*'] } }],
				to: [{ operation: { hosts, ports, methods: ['GET'], paths: ['/api/accounts/{*}'] } }],
				when: [
					{ key: 'request.auth.audiences', values: ['accounts'] },
					{ key: 'request.auth.claims[scope]', values: ['accounts.read'] },
					{ key: 'request.auth.claims[sid]', values: ['*'] },
					{ key: 'request.auth.presenter', values: ['mobile-app'] },
				],
			},
		],
	});
	expect(allowed(files, 'accounts')[0]?.to).toEqual([
		{ operation: { ports: ['9090'], methods: ['GET'], paths: ['/accounts/{*}'] } },
	]);
});

test('a public route: no token, still the exact host, path and method', () => {
	const given = publicGrant(edge.workload, read);
	const files = istioSidecar(modelOf({ grants: [given], entrances: [entrance(edge, toAccounts, given)] }));
	expect(allowed(files, 'edge')).toEqual([
		{ to: [{ operation: { hosts, ports, methods: ['GET'], paths: ['/api/accounts/{*}'] } }] },
	]);
	expect(namesOf(files, 'RequestAuthentication')).toEqual([]);
});

test('an entrance that no route leads to opens nothing', () => {
	const files = istioSidecar(
		modelOf({ grants: [mobileReads], entrances: [{ gateway: edge, grant: mobileReads, operations: [] }] }),
	);
	expect(allowed(files, 'edge')).toEqual([]);
});

test('a gateway verifies for all receivers behind it and hands the token on', () => {
	const limits = service('limits');
	const toLimits = route('api.bank.example', '/limits', limits);
	const door = gateway('edge', [toAccounts, toLimits]);
	const second = clientGrant(mobile, door.workload, scope(limits, 'limits.read', ['GET /limits']));
	const files = istioSidecar(
		modelOf({
			tenancy: { kind: 'claim', claim: 'tenant', header: 'x-tenant', attribute: 'tenant' },
			grants: [mobileReads, second],
			entrances: [entrance(door, toAccounts, mobileReads), entrance(door, toLimits, second)],
		}),
	);
	expect(specOf(files, 'RequestAuthentication', 'edge')).toEqual({
		selector: { matchLabels: { app: 'edge' } },
		jwtRules: [
			{
				issuer: 'https://idp.example/realms/bank',
				jwksUri: 'https://idp.example/realms/bank/protocol/openid-connect/certs',
				audiences: ['accounts', 'limits'],
				fromHeaders: [{ name: 'Authorization', prefix: 'Bearer ' }],
				forwardOriginalToken: true,
			},
		],
	});
});

test('a Gateway API gateway: policies by targetRefs, mutual TLS by selector', () => {
	const door = gateway('edge', [toAccounts], { attachment: { kind: 'gateway-api', name: 'public' } });
	const given = clientGrant(mobile, door.workload, read);
	const files = istioSidecar(modelOf({ grants: [given], entrances: [entrance(door, toAccounts, given)] }));
	const targetRefs = [{ group: 'gateway.networking.k8s.io', kind: 'Gateway', name: 'public' }];
	expect(specOf(files, 'AuthorizationPolicy', 'edge')).toMatchObject({ targetRefs });
	expect(specOf(files, 'RequestAuthentication', 'edge')).toMatchObject({ targetRefs });
	expect(specOf(files, 'AuthorizationPolicy', 'edge')).not.toHaveProperty('selector');
	expect(specOf(files, 'PeerAuthentication', 'edge')).toMatchObject({ selector: { matchLabels: { app: 'edge' } } });
});

test('a gateway in the root namespace has no PeerAuthentication, which Istio would ignore', () => {
	const workload = service('edge', {
		kind: 'gateway',
		namespace: namespace('istio-system', 'shared'),
		ports: ['http 80->8080'],
	});
	const files = istioSidecar(modelOf({ gateways: [gateway('edge', [], { workload })] }));
	expect(namesOf(files, 'AuthorizationPolicy')).toEqual(['istio-system/edge']);
	expect(namesOf(files, 'PeerAuthentication')).toEqual([]);
});

test('the root namespace is never owned, and never holds a service', () => {
	expect(() => istioSidecar(modelOf({ namespaces: [namespace('istio-system')] }))).toThrow(/root namespace/);
	const misplaced = service('a', { namespace: namespace('istio-system', 'shared') });
	expect(() => istioSidecar(modelOf({ workloads: [misplaced] }))).toThrow(/root namespace/);
});

test('nobody outside has a mesh identity', () => {
	const odd = grant(edge.workload, read, 'identity');
	const model = modelOf({ grants: [odd], entrances: [entrance(edge, toAccounts, odd)] });
	expect(() => istioSidecar(model)).toThrow(/mesh identity/);
});

function preflighted(preflight: Preflight, client = mobile) {
	const through = route('api.bank.example', '/api', accounts, { rewrite: [], preflight });
	const door = gateway('edge', [through]);
	const write = scope(accounts, 'accounts.write', ['POST /accounts']);
	const grants = [clientGrant(client, door.workload, read), clientGrant(client, door.workload, write)];
	const files = istioSidecar(modelOf({ grants, entrances: grants.map((each) => entrance(door, through, each)) }));
	return { edge: allowed(files, 'edge').slice(2), accounts: allowed(files, 'accounts').slice(2), files };
}

const origins = ['https://b.example', 'https://a.example'];
const when = [
	{ key: 'request.headers[access-control-request-method]', values: ['GET', 'POST'] },
	{ key: 'request.headers[origin]', values: ['https://a.example', 'https://b.example'] },
];

test('preflight that nobody answers has no rule', () => {
	expect(preflighted({ kind: 'refused' })).toMatchObject({ edge: [], accounts: [] });
});

test('preflight answered by the gateway: OPTIONS on the granted paths, from these pages, at the gateway only', () => {
	const found = preflighted({ kind: 'answered', by: 'gateway', origins });
	expect(found.edge).toEqual([
		{
			to: [
				{ operation: { hosts, ports, methods: ['OPTIONS'], paths: ['/api/accounts'] } },
				{ operation: { hosts, ports, methods: ['OPTIONS'], paths: ['/api/accounts/{*}'] } },
			],
			when,
		},
	]);
	expect(found.accounts).toEqual([]);
	expect(objectOf(found.files, 'AuthorizationPolicy', 'edge').metadata.annotations['meshgrant.dev/exceptions']).toBe(
		'preflight: services.catalog.ts gateways.edge.routes[/api]',
	);
});

test('preflight answered by the service passes the gateway and reaches the receiver through it alone', () => {
	const found = preflighted({ kind: 'answered', by: 'service', origins });
	expect(found.edge).toHaveLength(1);
	expect(found.accounts).toEqual([
		{
			from: [{ source: { principals: ['bank.example/ns/ingress/sa/edge'] } }],
			to: [
				{ operation: { ports: ['9090'], methods: ['OPTIONS'], paths: ['/accounts'] } },
				{ operation: { ports: ['9090'], methods: ['OPTIONS'], paths: ['/accounts/{*}'] } },
			],
			when,
		},
	]);
});

test('a machine client asks no preflight', () => {
	const machine = outsideClient('partner', { kind: 'machine' });
	expect(preflighted({ kind: 'answered', by: 'service', origins }, machine)).toMatchObject({ edge: [], accounts: [] });
});

test('API keys: the external authorizer judges exactly what the ALLOW rule admits', () => {
	const files = istioSidecar(modelOf({ apiKeys: [apiKey(edge, toAccounts, read)] }));
	const to = [{ operation: { hosts, ports, methods: ['GET'], paths: ['/api/accounts/{*}'] } }];
	expect(allowed(files, 'edge')).toEqual([{ to }]);
	expect(specOf(files, 'AuthorizationPolicy', 'edge-api-key-legacy-keys')).toEqual({
		selector: { matchLabels: { app: 'edge' } },
		action: 'CUSTOM',
		provider: { name: 'legacy-keys' },
		rules: [{ to }],
	});
	expect(objectOf(files, 'AuthorizationPolicy', 'edge').metadata.annotations['meshgrant.dev/exceptions']).toBe(
		'api-key until 2026-12-31: accounts.read, services.catalog.ts exceptions[1]',
	);
});

test('in its file the authorizer stands before the rule that relies on it', () => {
	const files = mergeFiles(istioSidecar(modelOf({ apiKeys: [apiKey(edge, toAccounts, read)] })));
	const names = policiesOf(files).map(({ metadata }) => metadata.name);
	expect(names.indexOf('edge-api-key-legacy-keys')).toBeLessThan(names.lastIndexOf('edge'));
});

test('a disabled gateway admits nobody', () => {
	const workload = { ...edge.workload, state: { kind: 'disabled', because: 'an incident' } } as const;
	const door = gateway('edge', [toAccounts], { workload });
	const given = clientGrant(mobile, workload, read);
	const model = modelOf({
		grants: [given],
		entrances: [entrance(door, toAccounts, given)],
		apiKeys: [apiKey(door, toAccounts, read)],
	});
	expect(allowed(istioSidecar(model), 'edge')).toEqual([]);
	expect(namesOf(istioSidecar(model), 'RequestAuthentication')).toEqual(['accounts/accounts']);
});
