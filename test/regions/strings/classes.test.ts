// Classes of texts: counted out in small worlds, and the quick ways held to the plain one.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { anyTexts, isUndecided, type TextDomain } from '../../../src/regions/index.ts';
import { alphabet } from '../../../src/regions/strings/alphabet.ts';
import { classesByLetter } from '../../../src/regions/strings/by-letter.ts';
import { textClasses } from '../../../src/regions/strings/classes.ts';
import type { TextClass } from '../../../src/regions/strings/text-class.ts';
import type { Undecided } from '../../../src/regions/undecided.ts';
import { anyText, matcher, type Pattern, pattern, run } from '../../../src/traffic/pattern.ts';
import { anyPattern, pathPattern, smallDomain, textsUpTo } from '../patterns.ts';

const limit = 20_000;
const byLetter = (patterns: readonly Pattern[], domain: TextDomain) =>
	known(classesByLetter(patterns, domain, alphabet(domain.letters, domain.beyond), { left: limit }));
const quick = (patterns: readonly Pattern[], domain: TextDomain) => known(textClasses(patterns, domain, limit));

function known(classes: readonly TextClass[] | Undecided): readonly TextClass[] {
	if (!Array.isArray(classes)) throw new Error('undecided');
	return classes as readonly TextClass[];
}

const maskOf = (patterns: readonly Pattern[], text: string): bigint =>
	patterns.map(matcher).reduce((mask, matches, index) => (matches(text) ? mask | (1n << BigInt(index)) : mask), 0n);

const isMember = ({ letters, beyond, required, forbidden }: TextDomain, text: string): boolean =>
	text.split('').every((letter) => letters.includes(letter) || (beyond && letter >= '\u0080')) &&
	required.map(matcher).every((matches) => matches(text)) &&
	!forbidden.map(matcher).some((matches) => matches(text));

const questions = fc.record({
	patterns: fc.array(fc.oneof(anyPattern, pathPattern), { maxLength: 5 }),
	domain: smallDomain,
});
const runs = { numRuns: 250, seed: 20261124 };

test('by letters: every text has a class, every class a shortest text of the domain', () => {
	fc.assert(
		fc.property(questions, ({ patterns, domain }) => {
			const classes = new Map(byLetter(patterns, domain).map((one) => [one.mask, one]));
			const seen = new Map<bigint, string>();
			for (const text of textsUpTo(domain.letters, 5)) {
				const mask = maskOf(patterns, text);
				if (isMember(domain, text) && !seen.has(mask)) seen.set(mask, text);
			}
			for (const [mask, text] of seen) expect(classes.get(mask)?.witness.length).toBe(text.length);
			for (const { mask, witness } of classes.values()) {
				expect(isMember(domain, witness)).toBe(true);
				expect(maskOf(patterns, witness)).toBe(mask);
				if (witness.length <= 5) expect(seen.has(mask)).toBe(true);
			}
		}),
		runs,
	);
});

test('the quick way finds the same classes, with witnesses as short and as easy to read', () => {
	fc.assert(
		fc.property(questions, ({ patterns, domain }) => {
			const plain = new Map(byLetter(patterns, domain).map((one) => [one.mask, one]));
			const classes = quick(patterns, domain);
			expect(classes.map(({ mask }) => mask).sort()).toEqual([...plain.keys()].sort());
			for (const { mask, witness, cost } of classes) {
				expect(maskOf(patterns, witness)).toBe(mask);
				expect([witness.length, cost]).toEqual([plain.get(mask)?.witness.length, plain.get(mask)?.cost]);
			}
		}),
		{ ...runs, numRuns: 1000 },
	);
});

const pathDomain: TextDomain = {
	...anyTexts,
	letters: "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.~/:@+,;=!*()$&'%",
	beyond: false,
	required: [pattern('/', run('any', 0))],
	forbidden: ['//', '/./', '/../'].map((text) => pattern(run('any', 0), text, run('any', 0))),
};

interface Named {
	readonly name: string;
	readonly patterns: readonly Pattern[];
	readonly domain: TextDomain;
	readonly witnesses: readonly string[];
}
const cases: readonly Named[] = [
	{ name: 'no patterns: one class', patterns: [], domain: anyTexts, witnesses: [''] },
	{
		name: 'a domain without texts has no class',
		patterns: [anyText],
		domain: { ...anyTexts, forbidden: [anyText] },
		witnesses: [],
	},
	{
		name: 'exact texts and the rest',
		patterns: [pattern('GET'), pattern('POST')],
		domain: anyTexts,
		witnesses: ['GET', 'POST', ''],
	},
	{
		name: 'an exact text outside the domain does not exist',
		patterns: [pattern('get')],
		domain: { ...anyTexts, letters: 'GET', beyond: false },
		witnesses: [''],
	},
	{
		name: 'an exact text that would be the witness of the rest',
		patterns: [pattern('a'), run1('any')],
		domain: { ...anyTexts, required: [run1('any')] },
		witnesses: ['a', 'b'],
	},
	{
		name: 'a finite domain that exact texts use up',
		patterns: [pattern('a'), pattern('b')],
		domain: {
			...anyTexts,
			letters: 'ab',
			beyond: false,
			required: [run1('any')],
			forbidden: [pattern(run('any', 1), run('any', 1))],
		},
		witnesses: ['a', 'b'],
	},
	{
		name: 'paths with parameters, normalized',
		patterns: [pattern('/a/', run('template', 1)), pattern('/a/', run('template', 1), '/b'), pattern('/a/x')],
		domain: pathDomain,
		witnesses: ['/', '/a/a', '/a/a/b', '/a/x'],
	},
	{
		name: 'letters that no template takes',
		patterns: [pattern('/', run('template', 1)), pattern('/', run('segment', 1))],
		domain: { ...pathDomain, letters: `${pathDomain.letters}|`, forbidden: [] },
		witnesses: ['/', '/a', '/|', '//'].slice(0, 3),
	},
	{
		name: 'a forbidden rest that stops at some letters',
		patterns: [pattern('/', run('segment', 1))],
		domain: { ...anyTexts, letters: 'a/|', beyond: false, forbidden: [pattern(run('templates', 0))] },
		witnesses: ['|', '/|'],
	},
	{
		name: 'letters beyond ASCII only',
		patterns: [],
		domain: { ...anyTexts, letters: '', required: [run1('any')] },
		witnesses: ['à'],
	},
	{
		name: 'examples are preferred',
		patterns: [pattern('GET')],
		domain: { ...anyTexts, examples: ['POST', 'PUT'] },
		witnesses: ['GET', 'POST'],
	},
	{
		name: 'examples outside the domain are passed over',
		patterns: [pattern('GET')],
		domain: { ...pathDomain, examples: ['x', '/x'] },
		witnesses: ['/x'],
	},
];
function run1(of: 'any'): Pattern {
	return pattern(run(of, 1));
}

test.each(cases)('$name', ({ patterns, domain, witnesses }) => {
	const classes = quick(patterns, domain);
	expect(classes.map(({ witness }) => witness).sort()).toEqual([...witnesses].sort());
});

test('a limit is an answer of its own', () => {
	const many = Array.from({ length: 10 }, (_, index) =>
		pattern(run('segment', 0), String.fromCharCode(97 + index), run('segment', 0)),
	);
	expect(isUndecided(textClasses(many, anyTexts, 1000))).toBe(true);
	expect(isUndecided(textClasses(many, anyTexts, 20_000))).toBe(false);
});
