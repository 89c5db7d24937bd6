// What becomes of a token: its state, its place, several issuers, and what the upstream receives.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { withEngines } from '../prepare/suite.ts';
import type { Token, TokenState } from './case.ts';
import { type MeshOracle, openMesh } from './oracle.ts';
import { expectRows, get, issuer, judged, jwtRule, policy, rule, token, tokensOf } from './scene.ts';

const other = 'https://other.example';
const byAny = policy('any', { rules: [rule({ from: { requestPrincipals: ['*'] } })] });
const fromAnyone = policy('anyone', { rules: [{}] });

await withEngines(['mesh', 'envoy'], (paths) => {
	let oracle: MeshOracle;
	beforeAll(async () => {
		oracle = await openMesh(paths);
	});
	afterAll(() => oracle.close());

	const outcomes: readonly (readonly [TokenState, 'allow' | number])[] = [
		['valid', 'allow'],
		['idToken', 'allow'],
		['expiredInSkew', 'allow'],
		['withoutExpiry', 'allow'],
		['expired', 401],
		['notYetValid', 401],
		['forged', 401],
		['wrongKeyId', 401],
		['otherKey', 401],
		['unknownIssuer', 401],
		['unsigned', 401],
		['confused', 401],
		['garbage', 401],
	];
	test('each state of a token', async () => {
		const scene = { policies: [tokensOf('jwt', jwtRule()), byAny] };
		await expectRows(
			oracle,
			scene,
			outcomes.map(([state, verdict]) => [state, get('/', { tokens: [token({}, state)] }), verdict]),
		);
		await expectRows(oracle, scene, [
			['none', get('/'), 403],
			[
				'RS256',
				get('/', { tokens: [{ state: 'valid', algorithm: 'RS256', claims: { iss: issuer, sub: 'ann' } }] }),
				'allow',
			],
			['Basic is missing', get('/', { headers: [['authorization', 'Basic YTpi']] }), 403],
		]);
	});

	test('audiences of the rule: checked before the signature, 403', async () => {
		await expectRows(oracle, { policies: [tokensOf('jwt', jwtRule({ audiences: ['cart'] })), byAny] }, [
			['right', get('/', { tokens: [token({ aud: ['cart', 'x'] })] }), 'allow'],
			['wrong', get('/', { tokens: [token({ aud: 'x' })] }), 403],
			['wrong and forged', get('/', { tokens: [token({ aud: 'x' }, 'forged')] }), 403],
			['wrong and expired', get('/', { tokens: [token({ aud: 'x' }, 'expired')] }), 401],
		]);
	});

	describe('several issuers: the first that verifies, in the order of issuers, ends verification', () => {
		const second = { header: 'x-second', prefix: 'Bearer ' };
		const jwt = tokensOf('jwt', jwtRule(), {
			issuer: other,
			jwksUri: `${other}/keys`,
			fromHeaders: [{ name: second.header, prefix: second.prefix }],
		});
		const pair = (first: TokenState, last: TokenState): readonly Token[] => [
			token({}, first),
			token({ iss: other }, last, second),
		];
		const sees = (name: string) => policy('sees', { rules: [rule({ from: { requestPrincipals: [`${name}/*`] } })] });

		test('what passes, and whose claims count', async () => {
			for (const [name, seen] of [
				[issuer, 'allow'],
				[other, 403],
			] as const) {
				await expectRows(oracle, { policies: [jwt, sees(name)] }, [
					[`${name}: both valid`, get('/', { tokens: pair('valid', 'valid') }), seen],
					[`${name}: valid, forged`, get('/', { tokens: pair('valid', 'forged') }), seen],
					[`${name}: valid, expired`, get('/', { tokens: pair('valid', 'expired') }), seen],
					[`${name}: forged, valid`, get('/', { tokens: pair('forged', 'valid') }), name === other ? 'allow' : 403],
					[`${name}: forged, expired`, get('/', { tokens: pair('forged', 'expired') }), 401],
					[`${name}: none`, get('/'), 403],
				]);
			}
		});

		test('the token that was not reached is neither checked nor stripped', async () => {
			const scene = { policies: [jwt, fromAnyone], upstream: 'echo' as const };
			const { verdicts } = await judged(oracle, scene, [get('/', { tokens: pair('valid', 'forged') })]);
			const names = verdicts[0]?.received?.headers?.map(([name]) => name);
			expect(names).toContain('x-second');
			expect(names).not.toContain('authorization');
		});
	});

	test('places: query and cookie; naming one turns the defaults off', async () => {
		const jwt = tokensOf('jwt', jwtRule({ fromParams: ['t'], fromCookies: ['c'] }));
		await expectRows(oracle, { policies: [jwt, byAny] }, [
			['query', get('/a?x=1', { tokens: [token({}, 'valid', { query: 't' })] }), 'allow'],
			['cookie', get('/', { tokens: [token({}, 'valid', { cookie: 'c' })] }), 'allow'],
			['header', get('/', { tokens: [token()] }), 403],
			[
				'both must be valid',
				get('/', { tokens: [token({}, 'valid', { cookie: 'c' }), token({}, 'forged', { query: 't' })] }),
				401,
			],
		]);
		await expectRows(oracle, { policies: [tokensOf('jwt', jwtRule()), byAny] }, [
			['access_token by default', get('/', { tokens: [token({}, 'valid', { query: 'access_token' })] }), 'allow'],
		]);
	});

	test('forwardOriginalToken decides whether the upstream gets the token', async () => {
		for (const forward of [true, false]) {
			const jwt = tokensOf('jwt', jwtRule({ forwardOriginalToken: forward }));
			const { verdicts } = await judged(oracle, { policies: [jwt], upstream: 'echo' }, [
				get('/', { tokens: [token()] }),
			]);
			const names = verdicts[0]?.received?.headers?.map(([name]) => name) ?? [];
			expect(names.includes('authorization')).toBe(forward);
		}
	});

	test('claims: lists, nesting, scopes split; numbers and booleans never match', async () => {
		const when = (key: string, ...values: readonly string[]) =>
			policy('claims', { rules: [rule({ when: [{ key: `request.auth.claims${key}`, values }] })] });
		const claims = { scope: 'a b', realm_access: { roles: ['x', 'y'] }, level: 3, ok: true, groups: ['g'] };
		const verdict = async (key: string, value: string, wanted: 'allow' | 403) =>
			expectRows(oracle, { policies: [tokensOf('jwt', jwtRule()), when(key, value)] }, [
				[`${key} ${value}`, get('/', { tokens: [token(claims)] }), wanted],
			]);
		await Promise.all([
			verdict('[scope]', 'a', 'allow'),
			verdict('[scope]', 'a b', 403),
			verdict('[realm_access][roles]', 'y', 'allow'),
			verdict('[groups]', 'g', 'allow'),
			verdict('[level]', '3', 403),
			verdict('[ok]', 'true', 403),
			verdict('[level]', '*', 403),
		]);
	});

	test('a claim header: cleared even without a token, but a client may spoof it on preflights and behind another issuer', async () => {
		const tenant = { outputClaimToHeaders: [{ header: 'x-tenant-id', claim: 'tenant' }] };
		const policies = [
			tokensOf('jwt', jwtRule(), {
				issuer: other,
				jwksUri: `${other}/keys`,
				fromHeaders: [{ name: 'x-second' }],
				...tenant,
			}),
			fromAnyone,
		];
		const spoofed = [['x-tenant-id', 'evil']] as const;
		const seen = async (request: Parameters<typeof get>[1]) => {
			const { verdicts } = await judged(oracle, { policies, upstream: 'echo' }, [get('/', request)]);
			expect(verdicts[0]?.verdict).toBe('allow');
			return verdicts[0]?.received?.headers?.filter(([name]) => name === 'x-tenant-id').map(([, value]) => value);
		};
		const verified = token({ iss: other, tenant: 'retail' }, 'valid', { header: 'x-second' });
		expect(await seen({ headers: spoofed, tokens: [verified] })).toEqual(['retail']);
		expect(await seen({ headers: spoofed })).toEqual([]);
		expect(await seen({ headers: spoofed, tokens: [token()] })).toEqual(['evil']);
		const preflight = [
			['origin', 'https://x.example'],
			['access-control-request-method', 'GET'],
		] as const;
		expect(await seen({ method: 'OPTIONS', headers: [...spoofed, ...preflight] })).toEqual(['evil']);
	});
});
