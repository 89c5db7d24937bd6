// The committed output of the example catalog (dist/prod/mesh) on the real engines: a few grants pass, and what is next to them
// does not.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { withEngines } from '../prepare/suite.ts';
import type { Enforcer, HttpRequest, MeshRequest, SpiffeId, Token, Verdict } from './case.ts';
import { type MeshOracle, openMesh } from './oracle.ts';

const text = (namespace: string): string =>
	readFileSync(fileURLToPath(new URL(`../../../dist/prod/mesh/${namespace}.yaml`, import.meta.url)), 'utf8');
const mesh = { trustDomain: 'bank.example' } as const;
const account = (namespace: string, name: string): SpiffeId => `spiffe://bank.example/ns/${namespace}/sa/${name}`;
const realm = 'https://idp.bank.example/realms/bank';
const bearer = (claims: Readonly<Record<string, unknown>>): Token => ({
	state: 'valid',
	claims: { iss: realm, sub: 'ann', ...claims },
});
const sidecar = (
	namespace: string,
	app: string,
	port: number,
	protocol: 'http' | 'grpc' | 'tcp',
	servicePort = port,
): Enforcer => ({
	kind: 'sidecar',
	workload: { namespace, labels: { app }, serviceAccount: app },
	services: [{ name: app, ports: [{ port: servicePort, targetPort: port, protocol }] }],
});

type Rows = readonly (readonly [what: string, request: MeshRequest, verdict: Verdict['verdict']])[];

await withEngines(['mesh', 'envoy'], (paths) => {
	let oracle: MeshOracle;
	beforeAll(async () => {
		oracle = await openMesh(paths);
	});
	afterAll(() => oracle.close());

	const expectRows = async (enforcer: Enforcer, rows: Rows): Promise<void> => {
		const requests = rows.map(([, request]) => request);
		const answer = await oracle.ask({
			v: 1,
			id: 'bank',
			manifests: text(enforcer.workload.namespace),
			mesh,
			enforcer,
			requests,
		});
		if (answer.kind !== 'judged') throw new Error(`${answer.kind}: ${answer.why}`);
		expect(rows.map(([what], n) => [what, answer.verdicts[n]?.verdict])).toEqual(
			rows.map(([what, , verdict]) => [what, verdict]),
		);
	};

	test('payments: users through the gateway, the scheduler as itself, webhooks without a token', async () => {
		const user = { aud: 'payments', scope: 'openid payments.create', sid: 's', tenant: 'retail', azp: 'mobile-app' };
		const post = (
			token: Token | undefined,
			from: MeshRequest['from'],
			path: string,
			headers: readonly (readonly [string, string])[] = [],
		): MeshRequest => ({
			from,
			port: 8080,
			http: { method: 'POST', path, headers, ...(token === undefined ? {} : { tokens: [token] }) },
		});
		const edge = account('edge', 'edge');
		const job = {
			aud: 'payments',
			scope: 'payments.expire',
			client_id: 'scheduler',
			azp: 'scheduler',
			tenant: 'retail',
		};
		await expectRows(sidecar('payments', 'payments', 8080, 'http', 80), [
			['a user', post(bearer(user), edge, '/payments'), 'allow'],
			['no token', post(undefined, edge, '/payments'), 403],
			['not through the gateway', post(bearer(user), account('accounts', 'accounts'), '/payments'), 403],
			['plaintext', post(bearer(user), 'plaintext', '/payments'), 'refused'],
			[
				'the same names in another trust domain',
				post(bearer(user), 'spiffe://staging.bank.example/ns/edge/sa/edge', '/payments'),
				'refused',
			],
			['another scope', post(bearer({ ...user, scope: 'payments.read' }), edge, '/payments'), 403],
			['another audience', post(bearer({ ...user, aud: 'accounts' }), edge, '/payments'), 403],
			['another client', post(bearer({ ...user, azp: 'back-office' }), edge, '/payments'), 403],
			['no tenant', post(bearer({ ...user, tenant: undefined }), edge, '/payments'), 403],
			['a service token where a user is meant', post(bearer({ ...user, sid: undefined }), edge, '/payments'), 403],
			['the scheduler', post(bearer(job), account('payments', 'scheduler'), '/payments/expire'), 'allow'],
			['its token in other hands', post(bearer(job), edge, '/payments/expire'), 403],
			[
				'another tenant',
				post(bearer({ ...job, tenant: 'business' }), account('payments', 'scheduler'), '/payments/expire'),
				403,
			],
			['a webhook', post(undefined, edge, '/settlements'), 'allow'],
			[
				'a webhook that writes the tenant, which is taken from it (next test)',
				post(undefined, edge, '/settlements', [['x-tenant-id', 'retail']]),
				'allow',
			],
			['beside the path', post(bearer(user), edge, '/payments/'), 403],
			['dots', post(undefined, edge, '/settlements/../payments'), 403],
		]);
	});

	test('the tenant header is what the token says, and nothing without one', async () => {
		const token = bearer({ aud: 'payments', scope: 'payments.create', sid: 's', tenant: 'retail', azp: 'mobile-app' });
		const spoof = (http: Partial<HttpRequest> & { path: string }): MeshRequest => ({
			from: account('edge', 'edge'),
			port: 8080,
			http: { method: 'POST', ...http, headers: [['x-tenant-id', 'evil'], ...(http.headers ?? [])] },
		});
		const preflight = [
			['origin', 'https://x.example'],
			['access-control-request-method', 'POST'],
		] as const;
		const answer = await oracle.ask({
			v: 1,
			id: 'tenant',
			manifests: text('payments'),
			mesh,
			enforcer: sidecar('payments', 'payments', 8080, 'http', 80),
			upstream: 'echo',
			requests: [
				spoof({ path: '/payments', tokens: [token] }),
				spoof({ path: '/settlements' }),
				spoof({ path: '/settlements', method: 'OPTIONS', headers: preflight }),
			],
		});
		const tenants =
			answer.kind === 'judged' &&
			answer.verdicts.map(({ verdict, received }) => [
				verdict,
				received?.headers?.filter(([name]) => name === 'x-tenant-id').map(([, value]) => value),
			]);
		expect(tenants).toEqual([
			['allow', ['retail']],
			['allow', []],
			[403, undefined],
		]);
	});

	test('limits: gRPC is a POST with its path; its neighbour method is not granted', async () => {
		const token = bearer({ aud: 'limits', scope: 'limits.check', sid: 's', tenant: 'retail', azp: 'payments' });
		const call = (path: string): MeshRequest => ({
			from: account('payments', 'payments'),
			port: 9000,
			http: { method: 'POST', path, tokens: [token] },
		});
		await expectRows(sidecar('payments', 'limits', 9000, 'grpc'), [
			['Check', call('/bank.limits.v1.Limits/Check'), 'allow'],
			['another method', call('/bank.limits.v1.Limits/Raise'), 403],
		]);
	});

	test('ledger: a database takes one identity', async () => {
		const connect = (from: MeshRequest['from']): MeshRequest => ({ from, port: 5432, tcp: 'startup' });
		await expectRows(sidecar('data', 'ledger', 5432, 'tcp'), [
			['accounts', connect(account('accounts', 'accounts')), 'allow'],
			['payments', connect(account('payments', 'payments')), 'refused'],
			['plaintext', connect('plaintext'), 'refused'],
		]);
	});

	test('customer: the direct probe is one path in plaintext', async () => {
		const probe = (path: string): MeshRequest => ({ from: 'plaintext', port: 8080, http: { path } });
		await expectRows(sidecar('customers', 'customer', 8080, 'http', 80), [
			['the probe', probe('/healthz'), 'allow'],
			['a customer', probe('/customers/1'), 403],
		]);
	});

	test('the gateway: hosts, tokens, public routes, tenant header', async () => {
		const edge: Enforcer = {
			kind: 'gateway',
			api: 'istio',
			name: 'edge',
			workload: { namespace: 'edge', labels: { app: 'edge' }, serviceAccount: 'edge' },
			listeners: [{ port: 443, targetPort: 8443, protocol: 'https' }],
		};
		const user = bearer({ aud: 'accounts', scope: 'accounts.read', sid: 's', tenant: 'retail', azp: 'mobile-app' });
		const ask = (
			path: string,
			host: string,
			tokens: readonly Token[] = [],
			headers: readonly (readonly [string, string])[] = [],
		): MeshRequest => ({
			from: 'tls',
			port: 8443,
			http: { path, host, tokens, headers },
		});
		await expectRows(edge, [
			['a user', ask('/accounts/1', 'api.bank.example', [user]), 'allow'],
			['with the port', ask('/accounts/1', 'api.bank.example:443', [user]), 'allow'],
			['no token', ask('/accounts/1', 'api.bank.example'), 403],
			[
				'expired',
				ask('/accounts/1', 'api.bank.example', [
					{ state: 'expired', claims: { iss: realm, sub: 'ann', aud: 'accounts' } },
				]),
				401,
			],
			['another host', ask('/accounts/1', 'office.bank.example', [user]), 403],
			['public', ask('/public/deposits/rates', 'api.bank.example'), 'allow'],
			[
				'a client that writes the tenant',
				ask('/public/deposits/rates', 'api.bank.example', [], [['x-tenant-id', 'x']]),
				403,
			],
			['not exposed', ask('/metrics', 'api.bank.example', [user]), 403],
		]);
	});
});
