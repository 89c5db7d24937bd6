// Ports that also answer without mutual TLS, tokens that a proxy keeps or strips, the tenant header, and egress.
import { expect, test } from 'vitest';
import { istioSidecar } from '../../../../src/compile/backends/istio-sidecar/index.ts';
import {
	bankIssuer,
	clientGrant,
	clientOf,
	entrance,
	gateway,
	grant,
	issuer,
	modelOf,
	namespace,
	operation,
	originOf,
	outsideClient,
	plaintext,
	publicGrant,
	route,
	scope,
	service,
} from '../../model.ts';
import { allowed, namesOf, objectOf, specOf } from '../output.ts';

const accounts = service('accounts', { ports: ['http 80->8080', 'admin 81->8081', 'tcp 5432 tcp'] });
const statements = service('statements');
const read = scope(accounts, 'accounts.read', ['GET /accounts/{id}']);
const selector = { matchLabels: { app: 'accounts' } };

test('a plaintext exception: its port PERMISSIVE, its operations for anyone, everything else STRICT', () => {
	const opening = plaintext(accounts, ['GET /metrics on admin', 'GET /health on admin']);
	const files = istioSidecar(modelOf({ grants: [grant(statements, read, 'service')], plaintext: [opening] }));
	expect(specOf(files, 'PeerAuthentication', 'accounts')).toEqual({
		selector,
		mtls: { mode: 'STRICT' },
		portLevelMtls: { 8081: { mode: 'PERMISSIVE' } },
	});
	expect(allowed(files, 'accounts')[1]).toEqual({
		to: [
			{ operation: { ports: ['8081'], methods: ['GET'], paths: ['/health'] } },
			{ operation: { ports: ['8081'], methods: ['GET'], paths: ['/metrics'] } },
		],
	});
	expect(objectOf(files, 'AuthorizationPolicy', 'accounts').metadata.annotations['meshgrant.dev/exceptions']).toBe(
		'plaintext until 2026-12-31: services.catalog.ts exceptions[0]',
	);
});

test('a plaintext exception for HTTP and TCP is two rules', () => {
	const files = istioSidecar(modelOf({ plaintext: [plaintext(accounts, ['TCP', 'GET /health'])] }));
	expect(allowed(files, 'accounts')).toEqual([
		{ to: [{ operation: { ports: ['8080'], methods: ['GET'], paths: ['/health'] } }] },
		{ to: [{ operation: { ports: ['5432'] } }] },
	]);
});

test('a direct probe opens its path on its port; a rewritten one opens nothing', () => {
	const probes = {
		kind: 'direct',
		operations: [operation('GET /healthz')],
		because: 'rewriting is off',
		origin: originOf('services.accounts.probes'),
	} as const;
	const files = istioSidecar(modelOf({ workloads: [{ ...accounts, probes }] }));
	expect(allowed(files, 'accounts')).toEqual([
		{ to: [{ operation: { ports: ['8080'], methods: ['GET'], paths: ['/healthz'] } }] },
	]);
	expect(specOf(files, 'PeerAuthentication', 'accounts')).toHaveProperty('portLevelMtls', {
		8080: { mode: 'PERMISSIVE' },
	});
	const rewritten = istioSidecar(modelOf({ workloads: [accounts] }));
	expect(allowed(rewritten, 'accounts')).toEqual([]);
	expect(namesOf(rewritten, 'PeerAuthentication')).toEqual(['accounts/default']);
});

test('a receiver strips the token that it verified, unless it exchanges or forwards it', () => {
	const ledger = scope(service('ledger'), 'ledger.read', ['GET /ledger']);
	const forwards = (next: Parameters<typeof modelOf>[0]['grants']) => {
		const grants = [grant(statements, read, 'exchange'), ...(next ?? [])];
		return specOf(istioSidecar(modelOf({ grants })), 'RequestAuthentication', 'accounts');
	};
	const token = (forwardOriginalToken: boolean) => ({ jwtRules: [{ forwardOriginalToken }] });
	expect(forwards([])).toMatchObject(token(false));
	expect(forwards([grant(accounts, ledger, 'service')])).toMatchObject(token(false));
	expect(forwards([grant(accounts, ledger, 'login')])).toMatchObject(token(false));
	expect(forwards([grant(accounts, ledger, 'identity')])).toMatchObject(token(false));
	expect(forwards([grant(accounts, ledger, 'exchange')])).toMatchObject(token(true));
	expect(forwards([clientGrant(outsideClient('web'), accounts, ledger)])).toMatchObject(token(true));
});

test('no grant asks for a token: no token is verified', () => {
	const files = istioSidecar(modelOf({ grants: [grant(statements, read, 'identity')] }));
	expect(namesOf(files, 'RequestAuthentication')).toEqual([]);
});

test('tokens of two issuers: a rule for each, in order of their names on the wire', () => {
	const other = clientOf(service('limits'), { issuer: issuer('other') });
	const grants = [grant(statements, read, 'service'), grant(service('limits'), read, 'service', { client: other })];
	expect(specOf(istioSidecar(modelOf({ grants })), 'RequestAuthentication', 'accounts')).toMatchObject({
		jwtRules: [{ issuer: 'https://idp.example/realms/bank' }, { issuer: 'https://idp.example/realms/other' }],
	});
});

test('one issuer with two key sets is a bug of ours', () => {
	const twin = clientOf(service('limits'), {
		issuer: { ...bankIssuer, name: 'twin', jwksUri: 'https://keys.example' },
	});
	const grants = [grant(statements, read, 'service'), grant(service('limits'), read, 'service', { client: twin })];
	expect(() => istioSidecar(modelOf({ grants }))).toThrow(/two key sets/);
});

const tenancy = { kind: 'claim', claim: 'tenant', header: 'x-tenant', attribute: 'tenant' } as const;
const hasHeader = [{ key: 'request.headers[x-tenant]', values: ['*'] }];

test('tenant: the receiver writes the header from the verified claim and refuses a copy without a token', () => {
	const files = istioSidecar(modelOf({ tenancy, grants: [grant(statements, read, 'service')] }));
	expect(specOf(files, 'RequestAuthentication', 'accounts')).toMatchObject({
		jwtRules: [{ outputClaimToHeaders: [{ header: 'x-tenant', claim: 'tenant' }] }],
	});
	expect(specOf(files, 'AuthorizationPolicy', 'accounts-tenant-guard')).toEqual({
		selector,
		action: 'DENY',
		rules: [
			{
				from: [{ source: { notRequestPrincipals: ['*'] } }],
				to: [{ operation: { ports: ['8080', '8081'] } }],
				when: hasHeader,
			},
		],
	});
});

test('tenant: every copy at a gateway came from outside; a disabled and an uncalled workload are guarded, too', () => {
	const edge = gateway('edge');
	const off = service('off', { state: { kind: 'disabled', because: 'an incident' } });
	const files = istioSidecar(modelOf({ tenancy, gateways: [edge], workloads: [off] }));
	expect(specOf(files, 'AuthorizationPolicy', 'edge-tenant-guard')).toHaveProperty('rules', [
		{ to: [{ operation: { ports: ['8080', '8443'] } }], when: hasHeader },
	]);
	expect(namesOf(files, 'AuthorizationPolicy')).toContain('off/off-tenant-guard');
});

test('tenant: a public receiver behind a gateway still answers callers who bring a good token', () => {
	const through = route('api.bank.example', '/', accounts);
	const edge = gateway('edge', [through]);
	const open = publicGrant(edge.workload, read);
	const closed = clientGrant(outsideClient('web'), edge.workload, scope(statements, 'statements.read', ['GET /s']));
	const files = istioSidecar(
		modelOf({
			tenancy,
			grants: [open, closed],
			entrances: [entrance(edge, through, open), entrance(edge, through, closed)],
		}),
	);
	// The receiver verifies no token, so its guard would refuse a header that the gateway had written.
	expect(specOf(files, 'RequestAuthentication', 'edge')).not.toHaveProperty('jwtRules.0.outputClaimToHeaders');
});

test('no guard without tenants, none without an HTTP port', () => {
	const database = service('database', { ports: ['tcp 5432 tcp'] });
	const guards = (model: ReturnType<typeof modelOf>) =>
		namesOf(istioSidecar(model), 'AuthorizationPolicy').filter((name) => name.endsWith('guard'));
	expect(guards(modelOf({ workloads: [accounts] }))).toEqual([]);
	expect(guards(modelOf({ tenancy, workloads: [database] }))).toEqual([]);
});

test('egress is open unless the catalog scopes it', () => {
	expect(namesOf(istioSidecar(modelOf({ grants: [grant(statements, read, 'service')] })), 'Sidecar')).toEqual([]);
});

test('scoped egress: what it calls and istiod; unknown places only for those that need one', () => {
	const external = [{ kind: 'cidr', cidr: '192.0.2.0/24', port: 443, because: 'a bureau' }] as const;
	const limits = service('limits', { external });
	const quiet = service('quiet');
	const model = modelOf({
		mesh: { egress: 'scoped' },
		gateways: [gateway('edge')],
		grants: [
			grant(statements, read, 'service'),
			grant(limits, scope(statements, 'statements.read', ['GET /s']), 'identity'),
			grant(quiet, read, 'identity'),
			grant(quiet, scope(accounts, 'accounts.write', ['POST /accounts']), 'identity'),
		],
	});
	const files = istioSidecar(model);
	const sidecar = (name: string, mode: string, hosts: readonly string[]) =>
		expect(specOf(files, 'Sidecar', name)).toEqual({
			workloadSelector: { labels: { app: name } },
			outboundTrafficPolicy: { mode },
			egress: [{ hosts }],
		});
	sidecar('accounts', 'REGISTRY_ONLY', ['istio-system/*']);
	sidecar('quiet', 'REGISTRY_ONLY', ['accounts/accounts.accounts.svc.cluster.local', 'istio-system/*']);
	sidecar('limits', 'ALLOW_ANY', ['istio-system/*', 'statements/statements.statements.svc.cluster.local']);
	sidecar('statements', 'ALLOW_ANY', ['accounts/accounts.accounts.svc.cluster.local', 'istio-system/*']);
	expect(namesOf(files, 'Sidecar')).not.toContain('ingress/edge');
});

test('scoped egress: an issuer inside the cluster is seen by those who ask it, and by a service that signs users in', () => {
	const inside = issuer('bank', {
		network: { kind: 'pods', namespace: 'identity', selector: { app: 'keycloak' }, port: 8443 },
	});
	const front = service('front', { namespace: namespace('web') });
	const login = { kind: 'browser', redirectUris: [], webOrigins: [], postLogoutRedirectUris: [] } as const;
	const model = modelOf({
		mesh: { egress: 'scoped' },
		workloads: [front, accounts],
		clients: [clientOf(front, { id: 'another-name', issuer: inside, login })],
		grants: [grant(statements, read, 'service', { client: clientOf(statements, { issuer: inside }) })],
	});
	const files = istioSidecar(model);
	expect(specOf(files, 'Sidecar', 'front')).toMatchObject({
		outboundTrafficPolicy: { mode: 'ALLOW_ANY' },
		egress: [{ hosts: ['identity/*', 'istio-system/*'] }],
	});
	expect(specOf(files, 'Sidecar', 'statements')).toHaveProperty('egress.0.hosts.1', 'identity/*');
	expect(specOf(files, 'Sidecar', 'accounts')).toHaveProperty('egress.0.hosts', ['istio-system/*']);
});
