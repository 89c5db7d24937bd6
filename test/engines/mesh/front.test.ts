// Gateways, waypoints, and what istiod would send to a ztunnel.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { withEngines } from '../prepare/suite.ts';
import { agreement } from './agreement.ts';
import type { Enforcer, MeshRequest } from './case.ts';
import { type MeshOracle, openMesh } from './oracle.ts';
import {
	caseOf,
	checkout,
	expectRows,
	judged,
	jwtRule,
	peers,
	policy,
	rule,
	stranger,
	token,
	tokensOf,
} from './scene.ts';

const gateway = (api: 'istio' | 'kubernetes'): Enforcer => ({
	kind: 'gateway',
	api,
	name: 'edge',
	workload: { namespace: 'shop', labels: { app: 'edge' } },
	listeners: [
		{ port: 443, targetPort: 8443, protocol: 'https' },
		{ port: 80, targetPort: 8080, protocol: 'http' },
		{ port: 5432, targetPort: 15432, protocol: 'tcp' },
	],
});
const outside = (path: string, host: string, more: Partial<MeshRequest['http']> = {}): MeshRequest => ({
	from: 'tls',
	port: 8443,
	http: { path, host, ...more },
});
const connection = (from: MeshRequest['from'] = 'plaintext'): MeshRequest => ({ from, port: 15432, tcp: 'hello' });
const waypoint: Enforcer = {
	kind: 'waypoint',
	name: 'waypoint',
	namespace: 'shop',
	workload: { namespace: 'shop', labels: { app: 'cart' } },
	services: [
		{ name: 'cart', ports: [{ port: 80, targetPort: 8080, protocol: 'http' }] },
		{ name: 'store', ports: [{ port: 5432, protocol: 'tcp' }] },
	],
};
const inside = (path: string, from: MeshRequest['from'] = checkout): MeshRequest => ({
	from,
	port: 80,
	http: { path },
});
const service = (name: string) => ({ targetRefs: [{ kind: 'Service', group: '', name }] });

await withEngines(['mesh', 'envoy'], (paths) => {
	let oracle: MeshOracle;
	beforeAll(async () => {
		oracle = await openMesh(paths);
	});
	afterAll(() => oracle.close());

	test.each(['istio', 'kubernetes'] as const)('gateway (%s): pod ports, hosts with and without port', async (api) => {
		const to = { hosts: ['api.example', 'api.example:*'], ports: ['8443'] };
		const policies = [policy('edge', { selector: { matchLabels: { app: 'edge' } }, rules: [rule({ to })] })];
		await expectRows(oracle, { policies, enforcer: gateway(api) }, [
			['host', outside('/', 'api.example'), 'allow'],
			['host with port', outside('/', 'api.example:443'), 'allow'],
			['another host', outside('/', 'api.example.evil'), 403],
			['another port', { from: 'plaintext', port: 8080, http: { path: '/', host: 'api.example' } }, 403],
		]);
		const servicePort = [policy('edge', { rules: [rule({ to: { ports: ['443'] } })] })];
		await expectRows(oracle, { policies: servicePort, enforcer: gateway(api) }, [
			['the Service port is not meant', outside('/', 'api.example'), 403],
		]);
	});

	// Each row is what `authorize` says, too.
	const expectBytes = async (
		api: 'istio' | 'kubernetes',
		policies: Parameters<typeof expectRows>[1]['policies'],
		rows: Parameters<typeof expectRows>[2],
	) => {
		const scene = { policies, enforcer: gateway(api) };
		const requests = rows.map(([, request]) => request);
		await expectRows(oracle, scene, rows);
		const { disagreements } = agreement(caseOf(scene, requests), await judged(oracle, scene, requests));
		expect(disagreements).toEqual([]);
	};

	test.each(['istio', 'kubernetes'] as const)('gateway (%s): bytes at a TCP listener', async (api) => {
		const allow = (name: string, parts: Parameters<typeof rule>[0]) => policy(name, { rules: [rule(parts)] });
		const http: MeshRequest = { from: 'plaintext', port: 15432, http: { path: '/', host: 'api.example' } };
		await expectBytes(
			api,
			[],
			[
				['no policy', connection(), 'allow'],
				['TLS is not ended, its bytes are handed on', connection('tls'), 'allow'],
				['with a certificate, too', connection(checkout), 'allow'],
				['HTTP is bytes', http, 'allow'],
			],
		);
		await expectBytes(
			api,
			[policy('nobody', {})],
			[
				['no rule', connection(), 'refused'],
				['no rule, TLS', connection('tls'), 'refused'],
			],
		);
		await expectBytes(api, [policy('anyone', { rules: [{}] })], [['a rule for everything', connection(), 'allow']]);
		await expectBytes(
			api,
			[allow('loopback', { from: { ipBlocks: ['127.0.0.0/8'], remoteIpBlocks: ['127.0.0.0/8'] } })],
			[
				['a rule of addresses', connection(), 'allow'],
				['and over TLS', connection('tls'), 'allow'],
			],
		);
		await expectBytes(
			api,
			[allow('others', { from: { notIpBlocks: ['127.0.0.0/8'] } })],
			[['other addresses', connection(), 'refused']],
		);
		await expectBytes(
			api,
			[allow('pod', { to: { ports: ['15432'] } })],
			[
				['its port', connection(), 'allow'],
				['the port of another listener', { from: 'plaintext', port: 8080, http: { path: '/' } }, 403],
			],
		);
		await expectBytes(
			api,
			[allow('service', { to: { ports: ['5432'] } })],
			[['the Service port is not meant', connection(), 'refused']],
		);
	});

	test.each(['istio', 'kubernetes'] as const)(
		'gateway (%s): a TCP listener knows no requests and no callers',
		async (api) => {
			const allow = (parts: Parameters<typeof rule>[0]) => [policy('allow', { rules: [rule(parts)] })];
			const refused = ['plaintext', 'tls', checkout] as const;
			for (const parts of [
				{ to: { methods: ['GET'] } },
				{ to: { paths: ['/*'] } },
				{ to: { hosts: ['*'] } },
				{ to: { notMethods: ['DELETE'] } },
				{ from: { requestPrincipals: ['*'] } },
				{ from: { notRequestPrincipals: ['*'] } },
				{ when: [{ key: 'request.headers[x-a]', notValues: ['b'] }] },
				{ from: { principals: ['*'] } },
				{ from: { principals: [checkout.replace('spiffe://', '')] } },
				{ from: { namespaces: ['*'] } },
				{ from: { serviceAccounts: ['shop/checkout'] } },
				{ when: [{ key: 'connection.sni', values: ['*'] }] },
			]) {
				await expectBytes(
					api,
					allow(parts),
					refused.map((from) => [JSON.stringify(parts), connection(from), 'refused'] as const),
				);
			}
			for (const parts of [
				{ from: { notPrincipals: ['*'] } },
				{ from: { notNamespaces: ['shop'] } },
				{ when: [{ key: 'connection.sni', notValues: ['*'] }] },
			]) {
				await expectBytes(
					api,
					allow(parts),
					refused.map((from) => [JSON.stringify(parts), connection(from), 'allow'] as const),
				);
			}
		},
	);

	test.each(['istio', 'kubernetes'] as const)('gateway (%s): DENY at a TCP listener', async (api) => {
		const deny = (parts: Parameters<typeof rule>[0]) => [policy('deny', { action: 'DENY', rules: [rule(parts)] })];
		await expectBytes(api, deny({ to: { ports: ['15432'] } }), [
			['its port', connection(), 'refused'],
			['another listener', { from: 'plaintext', port: 8080, http: { path: '/' } }, 'allow'],
		]);
		await expectBytes(api, deny({ to: { notPorts: ['15432'] } }), [
			['not its port', connection(), 'allow'],
			['another listener', { from: 'plaintext', port: 8080, http: { path: '/' } }, 403],
		]);
		await expectBytes(api, deny({ to: { methods: ['GET'], ports: ['15432'] } }), [
			['what only requests have is left out, the rest denies', connection(), 'refused'],
		]);
		await expectBytes(api, deny({ to: { methods: ['GET'] } }), [
			['a rule of which nothing is left denies all bytes', connection(), 'refused'],
		]);
		await expectBytes(api, deny({ from: { notPrincipals: ['*'] } }), [
			['who has no certificate', connection(), 'refused'],
		]);
	});

	test('gateway: the forwarded address is the connection, whatever X-Forwarded-For says', async () => {
		const remote = { rules: [rule({ from: { remoteIpBlocks: ['127.0.0.0/8'] } })] };
		await expectRows(oracle, { policies: [policy('remote', remote)], enforcer: gateway('istio') }, [
			['truth', outside('/', 'x'), 'allow'],
			['lie', outside('/', 'x', { headers: [['x-forwarded-for', '8.8.8.8']] }), 'allow'],
		]);
	});

	test('gateway: a token is verified and forwarded; targetRefs bind only a Gateway API gateway', async () => {
		const jwt = tokensOf('jwt', jwtRule({ forwardOriginalToken: true }));
		const { verdicts } = await judged(oracle, { policies: [jwt], enforcer: gateway('istio'), upstream: 'echo' }, [
			outside('/', 'x', { tokens: [token()] }),
			outside('/', 'x', { tokens: [token({}, 'expired')] }),
		]);
		expect(verdicts.map(({ verdict }) => verdict)).toEqual(['allow', 401]);
		expect(verdicts[0]?.received?.headers?.map(([name]) => name)).toContain('authorization');
		const targetRefs = [{ kind: 'Gateway', group: 'gateway.networking.k8s.io', name: 'edge' }];
		const shut = [policy('shut', { targetRefs })];
		await expectRows(oracle, { policies: shut, enforcer: gateway('kubernetes') }, [
			['kubernetes', outside('/', 'x'), 403],
		]);
		await expectRows(oracle, { policies: shut, enforcer: gateway('istio') }, [['istio', outside('/', 'x'), 'allow']]);
	});

	test('waypoint: only targetRefs bind, the caller is known, ports are Service ports', async () => {
		const ignored = [
			policy('selector', { selector: { matchLabels: { app: 'cart' } } }),
			policy('root', {}, 'istio-system'),
		];
		await expectRows(oracle, { policies: ignored, enforcer: waypoint }, [['ignored', inside('/'), 'allow']]);
		const from = { principals: ['cluster.local/ns/shop/sa/checkout'] };
		const cart = policy('cart', { ...service('cart'), rules: [rule({ from, to: { paths: ['/a'], ports: ['80'] } })] });
		await expectRows(oracle, { policies: [cart], enforcer: waypoint }, [
			['checkout', inside('/a'), 'allow'],
			['another path', inside('/b'), 403],
			['a stranger', inside('/a', stranger), 403],
			['no tunnel', inside('/a', 'plaintext'), 'refused'],
			['the other service', { from: checkout, port: 5432, service: 'store', tcp: 'hello' }, 'allow'],
		]);
		const containerPort = policy('cart', { ...service('cart'), rules: [rule({ to: { ports: ['8080'] } })] });
		await expectRows(oracle, { policies: [containerPort], enforcer: waypoint }, [
			['container port', inside('/a'), 403],
		]);
		const store = policy('store', { ...service('store'), rules: [rule({ from })] });
		await expectRows(oracle, { policies: [store], enforcer: waypoint }, [
			['TCP', { from: checkout, port: 5432, service: 'store', tcp: 'hello' }, 'allow'],
			['TCP of a stranger', { from: stranger, port: 5432, service: 'store', tcp: 'hello' }, 'refused'],
		]);
	});

	test('waypoint: GatewayClass in the root namespace is the mesh-wide default deny', async () => {
		const targetRefs = [{ kind: 'GatewayClass', group: 'gateway.networking.k8s.io', name: 'istio-waypoint' }];
		const deny = [policy('deny', { targetRefs }, 'istio-system')];
		await expectRows(oracle, { policies: deny, enforcer: waypoint }, [['denied', inside('/'), 403]]);
	});

	test('ztunnel: not executable, with the conversion; a DENY with an HTTP clause keeps an empty match that never fires', async () => {
		const ztunnel: Enforcer = { ...waypoint, kind: 'ztunnel' };
		const from = { principals: ['cluster.local/ns/shop/sa/checkout'] };
		const deny = policy('deny', { action: 'DENY', rules: [rule({ from, to: { methods: ['DELETE'] } })] });
		const answer = await oracle.ask(caseOf({ policies: [deny, peers('STRICT')], enforcer: ztunnel }, []));
		expect(answer).toMatchObject({
			kind: 'notExecutable',
			ztunnel: {
				workloadPolicies: ['istio-system/istio_converted_static_strict'],
				policies: [
					{ name: 'istio_converted_static_strict' },
					{
						name: 'deny',
						action: 'DENY',
						groups: [{ rules: [{ matches: [{}] }, { matches: [{ principals: [{ exact: from.principals[0] }] }] }] }],
					},
				],
			},
		});
	});
});
