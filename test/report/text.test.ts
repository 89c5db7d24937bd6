import fc from 'fast-check';
import { expect, test } from 'vitest';
import { visible } from '../../src/report/text/visible.ts';
import { padTo, widthOf, wrap, wrapAfter } from '../../src/report/text/width.ts';
import { count, listed } from '../../src/report/text/words.ts';

const seed = 20261124;

test.each([
	['plain', 'plain'],
	['naïve 漢字 ✓', 'naïve 漢字 ✓'],
	['a\u001b[31mred\u001b[0m', 'a\\x1b[31mred\\x1b[0m'],
	['a\tb\nc\rd', 'a\\tb\\nc\\rd'],
	['right\u202eleft', 'right\\u202eleft'],
	['zero\u200bwidth', 'zero\\u200bwidth'],
	['\u009b31m', '\\x9b31m'],
	['half \ud800 pair', 'half \\ud800 pair'],
	['line\u2028separator', 'line\\u2028separator'],
	['tag \u{e0041}', 'tag \\u{e0041}'],
])('%j is shown as %j', (text, shown) => {
	expect(visible(text)).toBe(shown);
});

test('no text reaches the terminal with anything that it obeys', () => {
	fc.assert(
		fc.property(fc.string({ unit: 'binary' }), (text) => {
			expect(visible(text)).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u);
		}),
		{ seed },
	);
});

test.each([
	['', 0],
	['abc', 3],
	['漢字', 4],
	['e\u0301', 1],
	['🚀', 2],
	['│ …', 3],
])('%j is %i columns wide', (text, columns) => {
	expect(widthOf(text)).toBe(columns);
});

test('padding counts columns, not characters', () => {
	expect(padTo('漢', 4)).toBe('漢  ');
	expect(padTo('longer', 3)).toBe('longer');
});

test('lines break at spaces, and only a word that fits nowhere is cut', () => {
	expect(wrap('one two three', 9)).toEqual(['one two', 'three']);
	expect(wrap('abcdefghijkl', 8)).toEqual(['abcdefgh', 'ijkl']);
	expect(wrap('', 10)).toEqual(['']);
	expect(wrapAfter('note: ', 'one two three', 13, '      ')).toEqual(['note: one two', '      three']);
});

test('words in backticks stay together', () => {
	expect(wrap('make one with `meshgrant init` now', 20)).toEqual(['make one with', '`meshgrant init` now']);
});

test('an entry in backticks stays on one line where that is long enough, and is broken at spaces where it is not', () => {
	const entry = "`{ from: 'web', via: 'front-door', scopes: ['cart.write'] }`";
	expect(wrap(`ask the owner of cart to add ${entry} to callers`, 80)).toEqual([
		'ask the owner of cart to add',
		`${entry} to callers`,
	]);
	expect(wrap(`add ${entry}`, 40)).toEqual(["add `{ from: 'web', via: 'front-door',", "scopes: ['cart.write'] }`"]);
});

test('wrapping keeps every word and every line within the width', () => {
	const words = fc.array(fc.stringMatching(/^[a-z漢]{1,12}$/), { minLength: 1, maxLength: 30 });
	fc.assert(
		fc.property(words, fc.integer({ min: 24, max: 60 }), (texts, columns) => {
			const lines = wrap(texts.join(' '), columns);
			expect(lines.join(' ')).toBe(texts.join(' '));
			for (const line of lines) expect(widthOf(line)).toBeLessThanOrEqual(columns);
		}),
		{ seed },
	);
});

test('counts and lists read as words', () => {
	expect(count(1, 'grant')).toBe('1 grant');
	expect(count(0, 'grant')).toBe('0 grants');
	expect(count(1234567, 'grant')).toBe('1,234,567 grants');
	expect(count(2, 'kind of token', 'kinds of token')).toBe('2 kinds of token');
	expect([listed([]), listed(['a']), listed(['a', 'b']), listed(['a', 'b', 'c'])]).toEqual([
		'',
		'a',
		'a and b',
		'a, b, and c',
	]);
	expect(listed(['a', 'b', 'c', 'd'], 2)).toBe('a, b, and 2 more');
	expect(
		listed(
			Array.from({ length: 40_000 }, () => 'a'),
			1,
		),
	).toBe('a, and 39,999 more');
	expect([listed(['a', 'b'], 8, 'or'), listed(['a', 'b', 'c'], 8, 'or')]).toEqual(['a or b', 'a, b, or c']);
});
