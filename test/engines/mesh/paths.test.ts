// What a path is when policies read it: raw, normalized, cut, templated; and what the upstream then receives.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { withEngines } from '../prepare/suite.ts';
import { type MeshOracle, openMesh } from './oracle.ts';
import { expectRows, get, judged, policy, rule } from './scene.ts';

const paths = (...values: readonly string[]) => [policy('paths', { rules: [rule({ to: { paths: values } })] })];

await withEngines(['mesh', 'envoy'], (programs) => {
	let oracle: MeshOracle;
	beforeAll(async () => {
		oracle = await openMesh(programs);
	});
	afterAll(() => oracle.close());

	test('query and fragment are cut, the last slash counts', async () => {
		await expectRows(oracle, { policies: paths('/a') }, [
			['/a', get('/a'), 'allow'],
			['query', get('/a?x=/b'), 'allow'],
			['fragment', get('/a#b'), 'allow'],
			['slash', get('/a/'), 403],
			['case', get('/A'), 403],
		]);
	});

	/** Each raw path with what the upstream receives under NONE, BASE, MERGE_SLASHES and DECODE_AND_MERGE_SLASHES. */
	const normalized = [
		['/x/../a', '/x/../a', '/a', '/a', '/a'],
		['/x/./a', '/x/./a', '/x/a', '/x/a', '/x/a'],
		['/x\\a', '/x\\a', '/x/a', '/x/a', '/x/a'],
		['//x//a', '//x//a', '//x//a', '/x/a', '/x/a'],
		['/x%2fa', '/x%2fa', '/x%2fa', '/x%2fa', '/x/a'],
		['/x%5Ca', '/x%5Ca', '/x%5Ca', '/x%5Ca', '/x/a'],
		['/%61', '/%61', '/a', '/a', '/a'],
		['/a|b', '/a|b', '/a%7Cb', '/a%7Cb', '/a%7Cb'],
		['/a#b', '/a', '/a', '/a', '/a'],
		['/%00', '/%00', 400, 400, 400],
	] as const;
	for (const [n, mode] of (['NONE', 'BASE', 'MERGE_SLASHES', 'DECODE_AND_MERGE_SLASHES'] as const).entries()) {
		test(`pathNormalization ${mode}`, async () => {
			const scene = { policies: [], mesh: { pathNormalization: mode }, upstream: 'echo' as const };
			const { verdicts } = await judged(
				oracle,
				scene,
				normalized.map(([path]) => get(path)),
			);
			const received = verdicts.map(({ verdict, received }) => received?.path ?? verdict);
			expect(received).toEqual(normalized.map((row) => row[n + 1]));
		});
	}

	test('dot segments with parameters are resolved, unless their dots are encoded', async () => {
		const { verdicts } = await judged(oracle, { policies: [], upstream: 'echo' }, [
			get('/x/..;a=b/c'),
			get('/x/..;/c'),
			get('/x/%2e%2e;/c'),
		]);
		expect(verdicts.map(({ received }) => received?.path)).toEqual(['/c', '/c', '/x/..;/c']);
	});

	test('templates: `{*}` is one segment, `{**}` any number, neither takes a byte outside its class', async () => {
		await expectRows(oracle, { policies: paths('/s/{*}/e', '/d/{**}', '/m/{**}/e') }, [
			['one', get('/s/x/e'), 'allow'],
			['two', get('/s/x/y/e'), 403],
			['none', get('/s//e'), 403],
			['deep', get('/d/x/y/z'), 'allow'],
			['deep, nothing', get('/d/'), 'allow'],
			['deep, no slash', get('/d'), 403],
			['middle', get('/m/x/y/e'), 'allow'],
			['middle, empty', get('/m//e'), 'allow'],
			['middle, missing', get('/m/e'), 403],
			['bracket', get('/d/x[1]'), 403],
			['pipe', get('/d/x|y'), 'allow'],
			['star', get('/d/x*y='), 'allow'],
			['non-ASCII', get('/d/\u00e9'), 400],
		]);
	});

	test('an exact path is compared after encoding', async () => {
		await expectRows(oracle, { policies: paths('/a|b') }, [['/a|b', get('/a|b'), 403]]);
		await expectRows(oracle, { policies: paths('/a%7Cb') }, [['/a|b', get('/a|b'), 'allow']]);
	});

	test('a template in a DENY is bypassed by a bracket', async () => {
		const deny = policy('deny', { action: 'DENY', rules: [rule({ to: { paths: ['/admin/{**}'] } })] });
		await expectRows(oracle, { policies: [deny] }, [
			['plain', get('/admin/x'), 403],
			['bracket', get('/admin/x['), 'allow'],
		]);
	});
});
