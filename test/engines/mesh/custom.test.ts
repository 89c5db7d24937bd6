// `action: CUSTOM`: an external authorizer is asked before tokens are verified and before every other action.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { withEngines } from '../prepare/suite.ts';
import { externalDecisionHeader, type MeshRequest, type SpiffeId } from './case.ts';
import { type MeshOracle, openMesh } from './oracle.ts';
import { bytes, expectRows, get, judged, jwtRule, policy, rule, token, tokensOf } from './scene.ts';

const mesh = {
	extensionProviders: [
		{ name: 'web', protocol: 'http' },
		{ name: 'rpc', protocol: 'grpc' },
	],
} as const;
const custom = (provider: string, ...rules: readonly object[]) =>
	policy(`custom-${provider}`, { action: 'CUSTOM', provider: { name: provider }, rules });
const decides = (decision: string, more: Parameters<typeof get>[1] = {}, path = '/'): MeshRequest =>
	get(path, { ...more, headers: [[externalDecisionHeader, decision]] });

await withEngines(['mesh', 'envoy'], (paths) => {
	let oracle: MeshOracle;
	beforeAll(async () => {
		oracle = await openMesh(paths);
	});
	afterAll(() => oracle.close());

	test.each(['web', 'rpc'])('%s: agrees, refuses, is asked only where its rules match', async (provider) => {
		const policies = [custom(provider, rule({ to: { paths: ['/asked'] } }))];
		await expectRows(oracle, { policies, mesh }, [
			['agrees', get('/asked'), 'allow'],
			['refuses', decides('deny', {}, '/asked'), 403],
			['another status', decides('402', {}, '/asked'), 402],
			['not asked', decides('deny', {}, '/free'), 'allow'],
		]);
		const { verdicts } = await judged(oracle, { policies, mesh, upstream: 'echo' }, [get('/asked')]);
		expect(verdicts[0]?.received?.headers).toContainEqual(['x-oracle-external', provider]);
	});

	test.each(['web', 'rpc'])('%s: a target that is no URL is decided on like any other', async (provider) => {
		await expectRows(oracle, { policies: [custom(provider, {})], mesh }, [
			['agrees', get('/a%2x'), 'allow'],
			['refuses', decides('402', {}, '/%2=b'), 402],
			['agrees with 204? only 200 does', decides('204'), 204],
		]);
	});

	test('CUSTOM comes before the token: a refusal hides a 401, agreement ends nothing', async () => {
		const policies = [
			custom('web', {}),
			tokensOf('jwt', jwtRule()),
			policy('deny', { action: 'DENY', rules: [rule({ to: { paths: ['/no'] } })] }),
		];
		const bad = { tokens: [token({}, 'expired')] };
		await expectRows(oracle, { policies, mesh }, [
			['refused first', decides('402', bad), 402],
			['agreed, then 401', decides('allow', bad), 401],
			['agreed, then DENY', decides('allow', {}, '/no'), 403],
		]);
	});

	test('an unknown provider, and two providers without the flag, deny what their rules match', async () => {
		await expectRows(oracle, { policies: [custom('nobody', rule({ to: { paths: ['/asked'] } }))], mesh }, [
			['matched', get('/asked'), 403],
			['not matched', get('/free'), 'allow'],
		]);
		const two = [custom('web', rule({ to: { paths: ['/a'] } })), custom('rpc', rule({ to: { paths: ['/b'] } }))];
		await expectRows(oracle, { policies: two, mesh }, [
			['no rule of either', get('/'), 'allow'],
			['a rule of the first, which agrees', get('/a'), 403],
			['a rule of the second, which agrees', get('/b'), 403],
		]);
		const istiod = { PILOT_ENABLE_MULTIPLE_CUSTOM_AUTHZ_PROVIDERS: 'true' };
		await expectRows(oracle, { policies: two, mesh: { ...mesh, istiod } }, [
			['with the flag', get('/'), 'allow'],
			['one refuses', decides('deny', {}, '/a'), 403],
		]);
	});

	test('TCP: gRPC is asked, HTTP is ignored', async () => {
		const denied: SpiffeId = 'spiffe://cluster.local/ns/shop/sa/deny';
		await expectRows(oracle, { policies: [custom('rpc', {})], mesh }, [
			['agrees', bytes(), 'allow'],
			['refuses', bytes(denied), 'refused'],
		]);
		await expectRows(oracle, { policies: [custom('web', {})], mesh }, [['ignored', bytes(denied), 'allow']]);
	});
});
