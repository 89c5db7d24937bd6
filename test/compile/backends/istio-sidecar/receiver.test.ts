// One small model for each kind of grant, and the rule that it becomes at the receiver.
import { expect, test } from 'vitest';
import { istioSidecar } from '../../../../src/compile/backends/istio-sidecar/index.ts';
import {
	clientGrant,
	clientOf,
	gateway,
	grant,
	modelOf,
	namespace,
	outsideClient,
	publicGrant,
	scope,
	service,
} from '../../model.ts';
import { allowed, objectOf, specOf } from '../output.ts';

const accounts = service('accounts', { ports: ['http 80->8080', 'grpc 9000 grpc', 'tcp 5432->15432 tcp'] });
const statements = service('statements');
const read = scope(accounts, 'accounts.read', ['GET /accounts/{id}']);
const edge = gateway('edge');
const fromStatements = { source: { principals: ['bank.example/ns/statements/sa/statements'] } };
const fromStatementsWithToken = {
	source: {
		principals: ['bank.example/ns/statements/sa/statements'],
		requestPrincipals: ['https://idp.example/realms/bank/*'],
	},
};
const getAccount = { operation: { ports: ['8080'], methods: ['GET'], paths: ['/accounts/{*}'] } };

test('a service as itself: exact principal, its own token, for this receiver, with this scope', () => {
	const files = istioSidecar(modelOf({ grants: [grant(statements, read, 'service')] }));
	expect(specOf(files, 'AuthorizationPolicy', 'accounts')).toEqual({
		selector: { matchLabels: { app: 'accounts' } },
		action: 'ALLOW',
		rules: [
			{
				from: [fromStatementsWithToken],
				to: [getAccount],
				when: [
					{ key: 'request.auth.audiences', values: ['accounts'] },
					{ key: 'request.auth.claims[client_id]', values: ['statements'] },
					{ key: 'request.auth.claims[scope]', values: ['accounts.read'] },
					{ key: 'request.auth.presenter', values: ['statements'] },
				],
			},
		],
	});
});

test('a service for a user: a session in the token instead of its client id', () => {
	const files = istioSidecar(modelOf({ grants: [grant(statements, read, 'exchange')] }));
	expect(allowed(files, 'accounts')).toEqual([
		{
			from: [fromStatementsWithToken],
			to: [getAccount],
			when: [
				{ key: 'request.auth.audiences', values: ['accounts'] },
				{ key: 'request.auth.claims[scope]', values: ['accounts.read'] },
				{ key: 'request.auth.claims[sid]', values: ['*'] },
				{ key: 'request.auth.presenter', values: ['statements'] },
			],
		},
	]);
});

test('a client through a gateway: the gateway’s principal, the client’s token', () => {
	const mobile = outsideClient('mobile-app');
	const files = istioSidecar(modelOf({ gateways: [edge], grants: [clientGrant(mobile, edge.workload, read)] }));
	const [rule] = allowed(files, 'accounts');
	expect(rule?.from).toEqual([
		{
			source: {
				principals: ['bank.example/ns/ingress/sa/edge'],
				requestPrincipals: ['https://idp.example/realms/bank/*'],
			},
		},
	]);
	expect(rule?.when).toContainEqual({ key: 'request.auth.presenter', values: ['mobile-app'] });
});

test('a partner’s machine through a gateway acts as itself', () => {
	const partner = outsideClient('partner', { kind: 'machine' });
	const files = istioSidecar(modelOf({ gateways: [edge], grants: [clientGrant(partner, edge.workload, read)] }));
	expect(allowed(files, 'accounts')[0]?.when).toContainEqual({
		key: 'request.auth.claims[client_id]',
		values: ['partner'],
	});
});

test('a forwarded token: the service’s principal, the front end’s azp', () => {
	const files = istioSidecar(modelOf({ grants: [clientGrant(outsideClient('web'), statements, read)] }));
	const [rule] = allowed(files, 'accounts');
	expect(rule?.from).toEqual([fromStatementsWithToken]);
	expect(rule?.when).toContainEqual({ key: 'request.auth.presenter', values: ['web'] });
});

test('identity alone: the principal and nothing about tokens', () => {
	const files = istioSidecar(modelOf({ grants: [grant(statements, read, 'identity')] }));
	expect(allowed(files, 'accounts')).toEqual([{ from: [fromStatements], to: [getAccount] }]);
});

test('anyone through a gateway is the gateway at the receiver', () => {
	const files = istioSidecar(modelOf({ gateways: [edge], grants: [publicGrant(edge.workload, read)] }));
	expect(allowed(files, 'accounts')).toEqual([
		{ from: [{ source: { principals: ['bank.example/ns/ingress/sa/edge'] } }], to: [getAccount] },
	]);
});

test('gRPC is a POST to the full method name', () => {
	const to = scope(accounts, 'accounts.watch', ['bank.Accounts/Watch']);
	const files = istioSidecar(modelOf({ grants: [grant(statements, to, 'identity')] }));
	expect(allowed(files, 'accounts')).toEqual([
		{
			from: [fromStatements],
			to: [{ operation: { ports: ['9000'], methods: ['POST'], paths: ['/bank.Accounts/Watch'] } }],
		},
	]);
});

test('TCP is the container port and nothing of HTTP', () => {
	const to = scope(accounts, 'accounts.replicate', ['TCP']);
	const files = istioSidecar(modelOf({ grants: [grant(statements, to, 'identity')] }));
	expect(allowed(files, 'accounts')).toEqual([{ from: [fromStatements], to: [{ operation: { ports: ['15432'] } }] }]);
});

test('HTTP and TCP of one scope are two rules, for a TCP port drops a rule with any HTTP field whole', () => {
	const to = scope(accounts, 'accounts.all-sorts', ['TCP', 'GET /accounts']);
	const files = istioSidecar(modelOf({ grants: [grant(statements, to, 'identity')] }));
	expect(allowed(files, 'accounts').map((rule) => rule.to)).toEqual([
		[{ operation: { ports: ['8080'], methods: ['GET'], paths: ['/accounts'] } }],
		[{ operation: { ports: ['15432'] } }],
	]);
});

test('a token on a TCP operation is a bug of ours', () => {
	const to = scope(accounts, 'accounts.replicate', ['TCP']);
	expect(() => istioSidecar(modelOf({ grants: [grant(statements, to, 'service')] }))).toThrow(/TCP/);
});

test.each([
	['GET /db on tcp', 'an HTTP operation on a TCP port'],
	['TCP on http', 'a TCP operation on an HTTP port'],
	['GET /a on nowhere', 'a port that is not there'],
	['GET /a*', 'a literal star'],
])('%s, %s, is a bug of ours', (text) => {
	const to = scope(accounts, 'accounts.odd', [text]);
	expect(() => istioSidecar(modelOf({ grants: [grant(statements, to, 'identity')] }))).toThrow();
});

test('methods: one, or none for any', () => {
	const to = scope(accounts, 'accounts.any', ['ANY /a', 'POST /a']);
	const files = istioSidecar(modelOf({ grants: [grant(statements, to, 'identity')] }));
	expect(allowed(files, 'accounts')[0]?.to).toEqual([
		{ operation: { ports: ['8080'], paths: ['/a'] } },
		{ operation: { ports: ['8080'], methods: ['POST'], paths: ['/a'] } },
	]);
});

const tenancy = { kind: 'claim', claim: 'tenant', header: 'x-tenant', attribute: 'tenant' } as const;

test.each([
	[{ kind: 'any-claimed' }, ['*']],
	[{ kind: 'fixed', tenant: 'north' }, ['north']],
	[{ kind: 'crossing', because: 'reconciliation' }, undefined],
	[{ kind: 'none' }, undefined],
] as const)('tenant %j asks for the claim %j', (tenant, values) => {
	const files = istioSidecar(modelOf({ tenancy, grants: [grant(statements, read, 'service', { tenant })] }));
	const condition = allowed(files, 'accounts')[0]?.when?.find(({ key }) => key === 'request.auth.claims[tenant]');
	expect(condition?.values).toEqual(values);
});

test('each caller, actor and scope has a rule of its own, in order of the grants’ ids', () => {
	const write = scope(accounts, 'accounts.write', ['POST /accounts']);
	const grants = [
		grant(statements, write, 'service'),
		grant(service('limits'), read, 'service'),
		grant(statements, read, 'exchange'),
		grant(statements, read, 'service'),
	];
	const files = istioSidecar(modelOf({ grants }));
	expect(allowed(files, 'accounts')).toHaveLength(4);
	expect(objectOf(files, 'AuthorizationPolicy', 'accounts').metadata.annotations).toMatchObject({
		'meshgrant.dev/source': 'services.catalog.ts services.accounts',
		'meshgrant.dev/owner': 'team-accounts',
		'meshgrant.dev/grants': [
			'accounts/accounts.read/limits/service',
			'accounts/accounts.read/statements/service',
			'accounts/accounts.read/statements/user',
			'accounts/accounts.write/statements/service',
		].join('\n'),
	});
});

test('nobody: a workload without callers has a policy without rules', () => {
	const files = istioSidecar(modelOf({ workloads: [statements] }));
	expect(specOf(files, 'AuthorizationPolicy', 'statements')).toEqual({
		selector: { matchLabels: { app: 'statements' } },
		action: 'ALLOW',
	});
});

test('a disabled workload admits nobody, whatever else the model says', () => {
	const off = service('accounts', { state: { kind: 'disabled', because: 'an incident' }, probes: directProbe() });
	const files = istioSidecar(
		modelOf({ grants: [grant(statements, scope(off, 'accounts.read', ['GET /a']), 'service')] }),
	);
	expect(allowed(files, 'accounts')).toEqual([]);
	expect(() => objectOf(files, 'RequestAuthentication', 'accounts')).toThrow();
	expect(() => objectOf(files, 'PeerAuthentication', 'accounts')).toThrow();
});

function directProbe() {
	const { operations, origin } = scope(accounts, 'accounts.health', ['GET /healthz']);
	return { kind: 'direct', operations, because: 'no rewriting here', origin } as const;
}

test('an owned namespace: default deny and STRICT; a shared one: only by selector', () => {
	const shared = service('legacy', { namespace: namespace('default', 'shared') });
	const files = istioSidecar(modelOf({ workloads: [statements, shared] }));
	expect(files.map(({ path }) => path)).toEqual(['prod/mesh/default.yaml', 'prod/mesh/statements.yaml']);
	expect(specOf(files, 'AuthorizationPolicy', 'default-deny')).toEqual({});
	expect(specOf(files, 'PeerAuthentication', 'default')).toEqual({ mtls: { mode: 'STRICT' } });
	expect(specOf(files, 'PeerAuthentication', 'legacy')).toEqual({
		selector: { matchLabels: { app: 'legacy' } },
		mtls: { mode: 'STRICT' },
	});
	expect(files[0]?.objects.every(({ spec }) => 'selector' in spec)).toBe(true);
});

test('an owned namespace without workloads is guarded, too', () => {
	const files = istioSidecar(modelOf({ namespaces: [namespace('empty')] }));
	expect(files.flatMap(({ objects }) => objects.map(({ metadata }) => metadata.name))).toEqual([
		'default-deny',
		'default',
	]);
});

test('a client id and an audience that are not the service’s name', () => {
	const to = scope(accounts, 'accounts.read', ['GET /a'], { audience: 'urn-accounts' });
	const client = clientOf(statements, { id: 'urn-statements' });
	const files = istioSidecar(modelOf({ grants: [grant(statements, to, 'service', { client })] }));
	expect(allowed(files, 'accounts')[0]?.when).toMatchObject([
		{ values: ['urn-accounts'] },
		{ values: ['urn-statements'] },
		{ values: ['accounts.read'] },
		{ values: ['urn-statements'] },
	]);
});
