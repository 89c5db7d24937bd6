// The instrument itself: it refuses what it does not know, keeps order, writes requests as they stand, and ends its processes.
import { execFileSync } from 'node:child_process';
import { generateKeyPairSync, sign } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { withEngines } from '../prepare/suite.ts';
import type { CaseVerdicts } from './case.ts';
import { type MeshOracle, openMesh } from './oracle.ts';
import { caseOf, checkout, get, issuer, judged, jwtRule, manifests, policy, rule, token, tokensOf } from './scene.ts';

const processes = (): readonly string[] =>
	execFileSync('ps', ['-eo', 'pid,ppid,args'], { encoding: 'utf8' }).split('\n');

/** The process ids of a process and all below it. */
function family(root: number): readonly number[] {
	const rows = processes()
		.filter((line) => !line.includes('ps -eo'))
		.map((line) => line.trim().split(/\s+/).slice(0, 2).map(Number));
	const below = (pid: number): readonly number[] => [
		pid,
		...rows.flatMap(([child, parent]) => (parent === pid && child !== undefined ? below(child) : [])),
	];
	return below(root);
}

await withEngines(['mesh', 'envoy'], (paths) => {
	let oracle: MeshOracle;
	beforeAll(async () => {
		oracle = await openMesh({ ...paths, perLoad: 10 });
	});
	afterAll(() => oracle.close());

	test('names its engines', () => {
		expect(oracle.versions).toMatchObject({
			envoy: expect.stringContaining('/1.39.'),
			istio: expect.stringMatching(/^v0\.0\.0-\d+-[0-9a-f]+$/),
		});
	});

	test('a filter that the adapter does not know ends the case', async () => {
		const lua = {
			apiVersion: 'networking.istio.io/v1alpha3',
			kind: 'EnvoyFilter',
			metadata: { name: 'lua', namespace: 'shop' },
			spec: {
				configPatches: [
					{
						applyTo: 'HTTP_FILTER',
						match: {
							context: 'SIDECAR_INBOUND',
							listener: { filterChain: { filter: { name: 'envoy.filters.network.http_connection_manager' } } },
						},
						patch: {
							operation: 'INSERT_BEFORE',
							value: {
								name: 'my-lua',
								typed_config: {
									'@type': 'type.googleapis.com/envoy.extensions.filters.http.lua.v3.Lua',
									default_source_code: { inline_string: 'function envoy_on_request(h) end' },
								},
							},
						},
					},
				],
			},
		};
		expect(await oracle.ask(caseOf({ policies: [lua] }, [get('/')]))).toMatchObject({
			kind: 'unknownFilter',
			why: expect.stringMatching(/my-lua.*filters\.http\.lua\.v3\.Lua/),
		});
	});

	test('says what it adapted, and what it left out', async () => {
		const network = {
			apiVersion: 'networking.k8s.io/v1',
			kind: 'NetworkPolicy',
			metadata: { name: 'n', namespace: 'shop' },
		};
		const { adapted } = await judged(oracle, { policies: [network, tokensOf('jwt', jwtRule())] }, [get('/')]);
		expect(adapted).toContain('left out, istiod does not read it: NetworkPolicy');
		expect(adapted).toContain(`RequestAuthentication shop/jwt: the key set of ${issuer} is inline`);
		expect(adapted).toContain('TLS: certificates and trust anchor are static');
	});

	test('what cannot be read or is refused by istiod is invalid', async () => {
		const deny = await oracle.ask(caseOf({ policies: [policy('deny', { action: 'DENY' })] }, [get('/')]));
		expect(deny).toMatchObject({ kind: 'invalid', why: expect.stringContaining('configuration is invalid') });
		const twice = await oracle.ask(caseOf({ policies: [policy('x', {}), policy('x', {})] }, [get('/')]));
		expect(twice).toMatchObject({ kind: 'invalid', why: expect.stringContaining('two objects') });
		const broken = await oracle.ask({ ...caseOf({ policies: [] }, [get('/')]), manifests: 'kind: [' });
		expect(broken.kind).toBe('invalid');
		const version = await oracle.ask({ ...caseOf({ policies: [] }, [get('/')]), v: 9 } as unknown as Parameters<
			MeshOracle['ask']
		>[0]);
		expect(version).toMatchObject({ kind: 'invalid', why: expect.stringContaining('version 9') });
		const wide = await oracle.ask(caseOf({ policies: [] }, [get('/\u2026')]));
		expect(wide).toMatchObject({ kind: 'failed', why: expect.stringContaining('no byte') });
	});

	test('keeps the order of many cases over many loads, with failures among them', async () => {
		const policies = [policy('open', { rules: [rule({ to: { paths: ['/a'] } })] })];
		const cases = Array.from({ length: 64 }, (_, n) =>
			n % 9 === 4
				? { ...caseOf({ policies }, [get('/a')], `${n}`), manifests: '{' }
				: caseOf({ policies }, [get('/a'), get(n % 2 === 0 ? '/a' : '/b')], `${n}`),
		);
		const answers: CaseVerdicts[] = [];
		for await (const answer of oracle.judge(cases)) answers.push(answer);
		expect(answers.map(({ id }) => id)).toEqual(cases.map(({ id }) => id));
		expect(
			answers.map((answer) => (answer.kind === 'judged' ? answer.verdicts.map(({ verdict }) => verdict) : answer.kind)),
		).toEqual(cases.map((_, n) => (n % 9 === 4 ? 'invalid' : ['allow', n % 2 === 0 ? 'allow' : 403])));
	});

	test('the request goes out as written and comes back as received', async () => {
		const request = get('/a?x=%20&y=[|]#z', {
			method: 'POST',
			host: 'Host.Example:81',
			headers: [
				['X-One', '1'],
				['x-one', '2'],
			],
		});
		const { verdicts } = await judged(oracle, { policies: [], mesh: { pathNormalization: 'NONE' }, upstream: 'echo' }, [
			request,
		]);
		expect(verdicts).toEqual([
			{
				verdict: 'allow',
				received: {
					method: 'POST',
					path: '/a?x=%20&y=[|]',
					host: 'Host.Example:81',
					headers: [
						['x-one', '1'],
						['x-one', '2'],
						['x-forwarded-client-cert', expect.stringContaining(`URI=${checkout}`)],
					],
				},
			},
		]);
	});

	test('a case may bring keys and ready-made tokens; minted ones are then strange', async () => {
		const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
		const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
		const head = `${part({ alg: 'ES256', kid: 'mine' })}.${part({ iss: issuer, sub: 'ann' })}`;
		const signature = sign('sha256', Buffer.from(head), { key: privateKey, dsaEncoding: 'ieee-p1363' });
		const raw = `${head}.${signature.toString('base64url')}`;
		const keys = {
			[issuer]: JSON.stringify({ keys: [{ ...publicKey.export({ format: 'jwk' }), kid: 'mine', alg: 'ES256' }] }),
		};
		const requests = [get('/', { tokens: [{ raw }] }), get('/', { tokens: [token()] })];
		const answer = await oracle.ask({ ...caseOf({ policies: [tokensOf('jwt', jwtRule())] }, requests), keys });
		expect(answer).toMatchObject({ verdicts: [{ verdict: 'allow' }, { verdict: 401 }] });
	});

	test('no requests, no verdicts', async () => {
		expect(await judged(oracle, { policies: [] }, [])).toMatchObject({ verdicts: [] });
	});

	test('a connection that cannot be opened is a failure, never a verdict', async () => {
		const unlike = await oracle.ask(caseOf({ policies: [] }, [{ ...get('/'), sourceAddress: '::1' }]));
		expect(unlike).toMatchObject({ kind: 'failed', why: expect.stringContaining('the proxy is not reached') });
	});

	test('a refusal of what says that it is gRPC has the status that Envoy means, and its reason', async () => {
		const calls = { method: 'POST', headers: [['content-type', 'application/grpc']] } as const;
		const policies = [policy('nobody', {}), tokensOf('jwt', jwtRule())];
		const forged = { ...calls, tokens: [token({}, 'forged')] };
		const { verdicts } = await judged(oracle, { policies }, [get('/a/B', calls), get('/a/B', forged)]);
		expect(verdicts).toEqual([
			{ verdict: 403, why: expect.stringContaining('rbac_access_denied') },
			{ verdict: 401, why: expect.stringContaining('jwt_authn_access_denied') },
		]);
	});

	test('a listener that Envoy refuses is a failure of its case alone', async () => {
		const one = caseOf({ policies: [tokensOf('jwt', jwtRule())] }, [get('/')]);
		const [refused, good] = await Promise.all([
			oracle.ask({ ...one, keys: { [issuer]: '{"keys":[]}' } }),
			oracle.ask(one),
		]);
		expect(refused).toMatchObject({ kind: 'failed', why: expect.stringContaining('any valid public key') });
		expect(good).toMatchObject({ kind: 'judged' });
	});

	test('without a network of its own, strange addresses are not executable and loopback ones are', async () => {
		const shared = await openMesh({ ...paths, network: 'shared' });
		try {
			const strange = await shared.ask(caseOf({ policies: [] }, [{ ...get('/'), sourceAddress: '10.0.0.1' }]));
			expect(strange).toMatchObject({ kind: 'notExecutable', why: expect.stringContaining('10.0.0.1') });
			const loopback = await shared.ask(caseOf({ policies: [] }, [{ ...get('/'), sourceAddress: '127.7.7.7' }]));
			expect(loopback).toMatchObject({ verdicts: [{ verdict: 'allow' }] });
		} finally {
			await shared.close();
		}
	});

	test('a wrong Envoy is an error in words, not a hang', async () => {
		await expect(openMesh({ ...paths, envoy: '/no/such/envoy' })).rejects.toThrow('/no/such/envoy');
	});

	test('no process outlives the oracle, however it ends', async () => {
		for (const end of ['close', 'kill'] as const) {
			const before = new Set(family(process.pid));
			const short = await openMesh(paths);
			await short.ask({
				v: 1,
				id: 'x',
				manifests: manifests(policy('x', {})),
				enforcer: caseOf({ policies: [] }, []).enforcer,
				requests: [],
			});
			const started = family(process.pid).filter((pid) => !before.has(pid));
			expect(started.length).toBeGreaterThanOrEqual(4);
			const left = () => started.filter((pid) => processes().some((line) => line.trim().startsWith(`${pid} `)));
			if (end === 'kill') {
				process.kill(started[0] ?? 0, 'SIGKILL');
				await expect.poll(left, { timeout: 60_000 }).toEqual([]);
			}
			expect(await short.close()).toEqual(end === 'kill' ? undefined : expect.objectContaining({ cases: 1 }));
			await expect.poll(left, { timeout: 60_000 }).toEqual([]);
		}
	});
});
