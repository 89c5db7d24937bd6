// The four forms of a value, and where a star is a letter.
import { expect, test } from 'vitest';
import { lowerAscii, textPattern } from '../../../../src/semantics/istio/rule/strings.ts';
import { matcher } from '../../../../src/traffic/pattern.ts';

test.each([
	['a', ['a'], ['', 'A', 'ab', 'xa']],
	['a*', ['a', 'ab', 'a/b'], ['', 'ba']],
	['*a', ['a', 'ba', '/b/a'], ['', 'ab']],
	['*', ['a', '*'], ['']],
	['*a*', ['a*', 'xa*'], ['a', 'xax']],
	['a*b', ['a*b'], ['axb', 'ab']],
	['**', ['*', 'x*'], ['', 'x']],
	['a.b', ['a.b'], ['axb']],
])('%s', (value, inside, outside) => {
	const matches = matcher(textPattern(value));
	expect([...inside, ...outside].filter(matches)).toEqual(inside);
});

test('present: a star takes the empty text, too', () => {
	expect(['', 'a'].filter(matcher(textPattern('*', { present: true })))).toEqual(['', 'a']);
	expect(['', 'a'].filter(matcher(textPattern('a*', { present: true })))).toEqual(['a']);
});

test('a prefix stands before all but the star alone', () => {
	const matches = (value: string) => matcher(textPattern(value, { prefix: 's://' }));
	expect(['s://x', 'x'].filter(matches('x'))).toEqual(['s://x']);
	expect(['s://xy', 'xy', 's://ay'].filter(matches('x*'))).toEqual(['s://xy']);
	expect(['s://ax', 'ax', 's://'].filter(matches('*x'))).toEqual(['s://ax']);
	expect(['s://a', 'anything'].filter(matches('*'))).toEqual(['s://a', 'anything']);
});

test('only ASCII letters have case', () => {
	expect(lowerAscii('Shop.ÉXAMPLE\u212a')).toBe('shop.Éxample\u212a');
});
