// Claims and request principals: what of a token's payload a value takes.
import { expect, test } from 'vitest';
import { claim, namesInBrackets, requestPrincipal } from '../../../../src/semantics/istio/rule/claims.ts';
import type { Payload } from '../../../../src/traffic/facts.ts';
import { compile, type Predicate } from '../../../../src/traffic/predicate.ts';
import { facts } from '../objects.ts';

const takes = (predicate: Predicate, payload: Payload | undefined) => compile(predicate)(facts({ payload }));

test.each<readonly [value: string, inside: readonly string[], outside: readonly string[]]>([
	['https://i/s', ['https://i s'], ['https://i t', 'https: /i/s', 'https://i ']],
	['*', ['i s'], ['i ', ' s']],
	['https://i/*', ['https://i s', 'https://i x/y'], ['https://i/ s', 'https://i ']],
	['*/s', ['i s'], ['i xs', ' s']],
	['*i/s', ['https://i s'], ['https://ii t', 'https://x s']],
	['*s', ['i xs', 'x s'], ['i x', ' s']],
	['https*', ['https: s'], ['https:/ ', 'http: s']],
	['https://iss*', [], ['https://issuer s', 'https://iss s']],
	['https://i/s*', ['https://i sx', 'https://i s'], ['https://i x']],
	['*/*', ['i *'], ['i s']],
	['plain', ['plain '], ['plain s', 'i plain']],
	['a/b/c', ['a/b c'], ['a b/c']],
])('requestPrincipals: %s', (value, inside, outside) => {
	const ids = [...inside, ...outside];
	const taken = ids.filter((id) => {
		const [iss = '', sub = ''] = id.split(' ');
		return takes(requestPrincipal(value), { iss, sub });
	});
	expect(taken).toEqual(inside);
});

test('without a token, an issuer or a subject there is no principal', () => {
	for (const payload of [undefined, {}, { iss: 'i' }, { sub: 's' }, { iss: 'i', sub: 7 }]) {
		expect(takes(requestPrincipal('*'), payload)).toBe(false);
	}
	expect(takes(requestPrincipal('*'), { iss: 'i', sub: ['s'] })).toBe(true);
	expect(takes(requestPrincipal('*', true), { iss: 'i', sub: ['s'] })).toBe(false);
});

test.each<readonly [value: string, claim: Payload[string], taken: boolean]>([
	['a', 'a', true],
	['a', ['x', 'a'], true],
	['a*', ['x', 'ab'], true],
	['*', '', false],
	['*', 'a', true],
	['*', 'a\nb', false],
	['*', ['a\nb', 'c'], true],
	['a*', 'a\nb', true],
	['1', 1, false],
	['true', true, false],
	['null', null, false],
	['*', {}, false],
	['a', [['a']], false],
	['*', [], false],
])('the value %s takes %j: %s', (value, of, taken) => {
	expect(takes(claim(['c'], value), { c: of })).toBe(taken);
	expect(takes(claim(['o', 'c'], value), { o: { c: of } })).toBe(taken);
	expect(takes(claim(['o', 'c'], value), { o: [{ c: of }] })).toBe(false);
});

test.each([
	['[a]', ['a']],
	['[a][b.c]', ['a', 'b.c']],
	['[a][b][c]', ['a', 'b', 'c']],
	['[https://x/y]', ['https://x/y']],
	['[[a]]', ['[a]']],
	['[a]x[b]', ['a]x[b']],
	['[a', undefined],
	['x[a]', undefined],
])('%s names %j', (text, names) => {
	expect(namesInBrackets(text)).toEqual(names);
});
