// What patterns mean, held to a matcher that tries everything; and what their keys promise.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
	anyText,
	exactText,
	isLetter,
	type Letters,
	matcher,
	type Pattern,
	type Piece,
	pattern,
	patternKey,
	run,
	someText,
} from '../../src/traffic/pattern.ts';

const kinds: readonly Letters[] = ['any', 'segment', 'template', 'templates'];
const texts = ['a', 'b', '/', 'ab', '*', '.', '^', '$', '|', '"', ' ', '\n', 'é', '(', '[a]', '\\'];

const somePart: fc.Arbitrary<string | Piece> = fc.oneof(
	{ weight: 3, arbitrary: fc.constantFrom(...texts) },
	fc
		.record({ of: fc.constantFrom(...kinds), atLeast: fc.constantFrom<0 | 1>(0, 1) })
		.map(({ of, atLeast }) => run(of, atLeast)),
);
const somePattern = fc.array(somePart, { maxLength: 5 }).map((parts) => pattern(...parts));
const someWord = fc.array(fc.constantFrom(...texts), { maxLength: 6 }).map((parts) => parts.join(''));
const runs = { numRuns: 3_000, seed: 20261124 };

/** Letters of RFC 3986 paths that Envoy's templates take; written out here once more. */
const templateLetters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~%!$&'()+,;:@=*";

const belongs: Readonly<Record<Letters, (letter: string) => boolean>> = {
	any: () => true,
	segment: (letter) => letter !== '/',
	template: (letter) => templateLetters.includes(letter),
	templates: (letter) => letter === '/' || templateLetters.includes(letter),
};

/** By definition: a text matches when it can be cut into parts, one for each piece. */
function naive([first, ...rest]: readonly Piece[], text: string): boolean {
	if (first === undefined) return text === '';
	for (let length = 0; length <= text.length; length++) {
		const [head, tail] = [text.slice(0, length), text.slice(length)];
		const fits =
			first.kind === 'text'
				? head === first.text
				: length >= first.atLeast && head.split('').every((letter) => belongs[first.of](letter));
		if (fits && naive(rest, tail)) return true;
	}
	return false;
}

test('a matcher matches what can be cut into the pieces', () => {
	let [yes, no] = [0, 0];
	fc.assert(
		fc.property(somePattern, fc.array(someWord, { maxLength: 4 }), (one, all) => {
			const matches = matcher(one);
			for (const text of [...all, textOf(one)]) {
				const expected = naive(one.pieces, text);
				expect(matches(text)).toBe(expected);
				if (expected) yes++;
				else no++;
			}
		}),
		runs,
	);
	expect(Math.min(yes, no)).toBeGreaterThan(1_000);
});

/** A text that is likely to match. */
const textOf = ({ pieces }: Pattern): string =>
	pieces.map((piece) => (piece.kind === 'text' ? piece.text : piece.of === 'any' ? '/' : 'a')).join('');

test('letters belong to the kinds that are documented', () => {
	for (let code = 0; code < 0x300; code++) {
		const letter = String.fromCharCode(code);
		for (const kind of kinds) expect(isLetter(letter, kind)).toBe(belongs[kind](letter));
	}
});

test('equal keys mean equal patterns', () => {
	const seen = new Map<string, string>();
	fc.assert(
		fc.property(somePattern, (one) => {
			const written = JSON.stringify(one.pieces);
			expect(seen.get(patternKey(one)) ?? written).toBe(written);
			seen.set(patternKey(one), written);
		}),
		runs,
	);
	expect(seen.size).toBeGreaterThan(1_000);
});

test('a text that looks like the end of a key and a run is not one', () => {
	const run0 = patternKey(pattern('a', run('any', 0), 'b'));
	for (const text of ['a any0 b', 'a" any0 "b', 'a" any0 1"b', '1"a any0 1"b']) {
		expect(patternKey(pattern(text))).not.toBe(run0);
	}
});

test('texts are joined, empty ones left out', () => {
	expect(pattern('a', '', 'b', run('any', 0), '').pieces).toEqual([{ kind: 'text', text: 'ab' }, run('any', 0)]);
	expect(pattern('', '').pieces).toEqual([]);
});

test.each([
	{ name: 'nothing is the empty text', one: pattern(), text: '' },
	{ name: 'a text is itself', one: pattern('a', 'b'), text: 'ab' },
	{ name: 'a run is no single text', one: anyText, text: undefined },
	{ name: 'nor is a text with a run', one: pattern('a', run('segment', 0)), text: undefined },
])('exactText: $name', ({ one, text }) => {
	expect(exactText(one)).toBe(text);
});

test.each([
	{ one: anyText, matching: ['', 'x', '\n'], others: [] },
	{ one: someText, matching: ['x', '\n'], others: [''] },
	{ one: pattern('/a/', run('template', 1)), matching: ['/a/b', '/a/%2F'], others: ['/a/', '/a/b/c', '/a/|', '/A/b'] },
	{ one: pattern('/a/', run('templates', 0)), matching: ['/a/', '/a/b/c'], others: ['/a', '/a/|'] },
	{ one: pattern(run('any', 0), '.example'), matching: ['.example', 'a.example'], others: ['aXexample', 'a.example.'] },
])('$one.pieces', ({ one, matching, others }) => {
	expect(matching.filter(matcher(one))).toEqual(matching);
	expect(others.filter(matcher(one))).toEqual([]);
});
