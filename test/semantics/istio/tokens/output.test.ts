import { expect, test } from 'vitest';
import { outputsOf, writeOutputs } from '../../../../src/semantics/istio/tokens/output.ts';
import { message, rule } from './scene.ts';

function written(claims: Readonly<Record<string, unknown>>, more: Parameters<typeof rule>[0]) {
	const one = message();
	writeOutputs(outputsOf(rule(more)), claims, one);
	return one.written;
}

const c = { outputClaimToHeaders: [{ header: 'X-C', claim: 'c' }] };

/** As Envoy 1.39.3 wrote them. */
test.each([
	['text', 'text'],
	[' a b ', ' a b '],
	['', undefined],
	[5, '5'],
	[0, '0'],
	[-5, '-5.000000'],
	[1.5, '1.500000'],
	[1e-7, '0.000000'],
	[2 ** 53, '9007199254740992'],
	[1e20, '100000000000000000000.000000'],
	[1e21, '1000000000000000000000.000000'],
	[-1e20, '-100000000000000000000.000000'],
	[2 ** 64, '18446744073709551616.000000'],
	[true, 'true'],
	[false, 'false'],
	[null, undefined],
	[undefined, undefined],
	[[], 'W10='],
	[{}, 'e30='],
	[['a', 'b'], 'WyJhIiwiYiJd'],
] as const)('the claim %j', (value, text) => {
	expect(written({ c: value }, c)).toEqual(text === undefined ? [] : [['x-c', text]]);
});

test('claims nest by dots, and only through objects', () => {
	const deep = { outputClaimToHeaders: ['o.n', 'a.b', 'o', 'toString'].map((claim) => ({ header: claim, claim })) };
	expect(written({ o: { n: 'deep' }, 'a.b': 'flat' }, deep)).toEqual([
		['o.n', 'deep'],
		['o', 'eyJuIjoiZGVlcCJ9'],
	]);
	expect(written({ o: 'text', a: ['b'] }, deep)).toEqual([['o', 'text']]);
});

test('the payload as it stands in the token, two headers of one name', () => {
	const more = {
		outputPayloadToHeader: 'X-P',
		outputClaimToHeaders: ['a', 'b'].map((claim) => ({ header: 'x-same', claim })),
	};
	expect(written({ a: '1', b: '2>' }, more)).toEqual([
		['x-p', Buffer.from('{"a":"1","b":"2>"}').toString('base64url')],
		['x-same', '1'],
		['x-same', '2>'],
	]);
	expect(outputsOf(rule(more)).headers).toEqual(['x-p', 'x-same', 'x-same']);
	expect(outputsOf(rule()).headers).toEqual([]);
});
