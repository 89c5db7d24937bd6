// An engine that errs on purpose, played by a function: its errors are found, made small, and printed ready for use.
import { expect, test } from 'vitest';
import { allow, caseOf, from, get, type NamedCase, other, peer, row, to } from '../../recorded/named/case.ts';
import { meshCase } from '../generators/mesh-case.ts';
import { writeManifests } from '../generators/objects.ts';
import { agreement } from './agreement.ts';
import type { CaseVerdicts, MeshCase, Verdict } from './case.ts';
import { namedDisagreement } from './disagreement.ts';

const named: NamedCase = {
	name: 'some',
	fact: '2.1',
	says: '',
	policies: [
		peer('strict', { mtls: { mode: 'STRICT' } }),
		allow('some', to({ paths: ['/a'] }), from({ principals: ['cluster.local/ns/bar/sa/other'] })),
	],
	rows: [
		row(get('/a'), 'allow'),
		row(get('/b', { headers: [['x-more', '1']] }), 403),
		row(get('/b', { from: other }), 'allow'),
	],
};
const asked = caseOf(named, writeManifests);
const right = named.rows.map(({ expected }): Verdict => ({ verdict: expected }));
const judged = ({ id }: MeshCase, verdicts: readonly Verdict[]): CaseVerdicts => ({
	v: 1,
	id,
	kind: 'judged',
	verdicts,
	adapted: [],
});

test('right verdicts agree', () => {
	expect(agreement(asked, judged(asked, right))).toEqual({ verdicts: 3, upstreams: 0, disagreements: [] });
});

test('a wrong verdict, a missing or a forged header disagree', () => {
	const received = { path: '/a', headers: [] };
	const answers: readonly (readonly [Verdict, string])[] = [
		[{ verdict: 403 }, 'allow'],
		[
			{ verdict: 'allow', received: { ...received, path: '/A' } },
			'allow, and the upstream has {"path":"/a","headers":[]}',
		],
		[
			{ verdict: 'allow', received: { ...received, headers: [['x-tenant', 'b']] } },
			'allow, and the upstream has {"path":"/a","headers":[]}',
		],
	];
	for (const [engine, ours] of answers) {
		const found = agreement(asked, judged(asked, right.with(0, engine)));
		expect(found.disagreements).toEqual([expect.objectContaining({ at: 0, engine, ours })]);
	}
	expect(agreement(asked, judged(asked, right.with(0, { verdict: 'allow', received }))).upstreams).toBe(1);
});

test('what is no verdict is compared with nothing', () => {
	const answer: CaseVerdicts = { v: 1, id: asked.id, kind: 'invalid', why: '' };
	expect(agreement(asked, answer)).toEqual({ verdicts: 0, upstreams: 0, disagreements: [] });
});

/** Lets in whatever has the header `x-more`. */
const erring = async (one: MeshCase): Promise<CaseVerdicts> =>
	judged(
		one,
		one.requests.map(({ http }) => ({ verdict: http?.headers?.some(([name]) => name === 'x-more') ? 'allow' : 403 })),
	);

test('a disagreement is made small and printed as a named case', async () => {
	const text = await namedDisagreement(erring, asked, 1);
	expect(text).toContain('// named/some, request 1: ours is 403');
	expect(text).toContain("headers: [ [ 'x-more', '1' ] ]");
	expect(text).toContain("expected: 'allow'");
	expect(text).toContain("kind: 'AuthorizationPolicy'");
	// Neither the other requests, nor what does not matter.
	expect(text).not.toContain('/a');
	expect(text).not.toContain('PeerAuthentication');
	expect(text).not.toContain('principals');
	expect(text.match(/request:/g)).toHaveLength(1);
});

test('what is not shown again is said', async () => {
	const never = async (one: MeshCase) => judged(one, right.slice(0, one.requests.length));
	expect(await namedDisagreement(never, { ...asked, requests: asked.requests.slice(0, 1) }, 0)).toContain(
		'not shown again',
	);
});

test('generated cases shrink, too, whatever their candidates look like', async () => {
	const one = meshCase(3, { requests: 20 });
	const at = one.requests.findIndex(({ http }) => http !== undefined);
	const text = await namedDisagreement(
		async (each) =>
			judged(
				each,
				each.requests.map(() => ({ verdict: 599 })),
			),
		one,
		at,
	);
	expect(text).toContain('expected: 599');
	expect(text).toContain('policies: []');
});
