// Quoting a user's value, and finding the names that were meant.
import { expect, test } from 'vitest';
import { didYouMean, nearest } from '../../src/core/nearest.ts';
import { quote, quoteList } from '../../src/core/quote.ts';

test.each([
	['cart', '`cart`'],
	[42, '`42`'],
	[null, '`null`'],
	[{}, '`{}`'],
	[{ a: 1 }, '`{…}`'],
	[['a'], '`[…]`'],
	['a`b', "`a'b`"],
	['a\nb\u202eb', '`a\\u{a}b\\u{202e}b`'],
])('%j is quoted as %s', (value, expected) => expect(quote(value)).toBe(expected));

test('a long value is cut in the middle, a huge one quickly', () => {
	expect(quote('a'.repeat(60))).toBe(`\`${'a'.repeat(60)}\``);
	expect(quote(`start${'-'.repeat(10_000_000)}end`)).toMatch(/^`start-+…-+end`$/);
	expect(quote('x'.repeat(1_000)).length).toBe(62);
});

test('lists read as people write them', () => {
	expect(quoteList(['a'], 'or')).toBe('`a`');
	expect(quoteList(['a', 'b'], 'or')).toBe('`a` or `b`');
	expect(quoteList(['a', 'b', 'c'], 'and')).toBe('`a`, `b`, and `c`');
});

test('the nearest names come first, at most four, and no stranger', () => {
	expect(nearest('acounts', ['payments', 'accounts', 'account'])).toEqual(
		['account', 'accounts'].sort((a, b) => b.length - a.length),
	);
	expect(nearest('ab1', ['ab2', 'ab3', 'ab4', 'ab5', 'ab6'])).toHaveLength(4);
	expect(nearest('a', ['zz', 'b'])).toEqual([]);
	expect(nearest('x'.repeat(1_000_000), ['x'])).toEqual([]);
	expect(didYouMean([], 'look again')).toBe('look again');
	expect(didYouMean(['a'], '')).toBe('did you mean `a`?');
});
