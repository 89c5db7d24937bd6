import { Yaml } from 'cdk8s';
import fc from 'fast-check';
import { load } from 'js-yaml';
import { expect, test } from 'vitest';
import { yamlPrinter } from '../../src/emit/yaml.ts';

const text = fc.oneof(
	fc.string({ unit: 'binary', maxLength: 12 }),
	fc.stringMatching(/^[ \n\t:#'"a-z0-9|>~*&!%@`,[\]{}?.+-]{0,12}$/),
	fc.stringMatching(/^[A-Za-z/][A-Za-z0-9._/{}*@,"[\]:\n -]{0,10}$/),
	fc.stringMatching(/^[0-9][acdf][0-9a-f]{0,5}$/),
	fc.constantFrom(
		'yes',
		'no',
		'1:30',
		'0775',
		'1e3',
		'null',
		'~',
		'=',
		'<<',
		'2026-11-24',
		'a\nb',
		' a\nb',
		'a\n',
		'a\n\n',
		'\n',
		'\ta',
		'x'.repeat(200),
	),
);
const scalar = fc.oneof(text, fc.integer(), fc.double({ noNaN: true, noDefaultInfinity: true }), fc.boolean());
const { value } = fc.letrec<{ value: unknown }>((tie) => ({
	value: fc.oneof(
		{ maxDepth: 4 },
		scalar,
		fc.array(tie('value'), { maxLength: 3 }),
		fc.dictionary(text, tie('value'), { maxKeys: 3 }),
	),
}));

/** What readers in Go make a number of, beside what YAML 1.1 calls one; written apart from the rule of the printer. */
function isNumberInGo(text: string): boolean {
	const bare = text.replaceAll('_', '');
	const based = /^[-+]?0(?:x[0-9a-f]+|o[0-7]+|b[01]+)$/i.test(bare);
	return /^[-+.0-9]/.test(text) && (based || /^[-+]?(?:\.\d+|\d+(?:\.\d*)?)(?:e[-+]?\d+)?$/i.test(bare));
}

/** Holds a letter that ends a line in YAML 1.1 (section 4.2), or that it does not allow, or is its merge key, or begins with a blank line. */
const isOdd = (text: string): boolean =>
	text === '<<' ||
	(text.split('\n', 2)[1] !== undefined && text.trimStart() !== text && /^ *$/.test(text.split('\n')[0] ?? '')) ||
	[...text].some((letter) => oddCodes.has(letter.codePointAt(0) ?? 0) && !'\t\n\r'.includes(letter));
const oddCodes = new Set([
	...Array.from({ length: 0x20 }, (_, code) => code),
	...Array.from({ length: 0x21 }, (_, code) => 0x7f + code),
	0x2028,
	0x2029,
	0xfeff,
	0xfffe,
	0xffff,
]);

const textsIn = (node: unknown): string[] => {
	if (typeof node === 'string') return [node];
	if (typeof node !== 'object' || node === null) return [];
	return [...(Array.isArray(node) ? [] : Object.keys(node)), ...Object.values(node).flatMap(textsIn)];
};

const numbers = fc.oneof(
	fc.stringMatching(/^[-+]?0[oOxXbB][0-9a-f_]{1,8}$/),
	fc.stringMatching(/^[-+.]?[0-9_]{1,6}[.]?[0-9_]{0,4}([eE][-+]?[0-9_]{1,3})?$/),
	fc.constantFrom('0o17', '0O17', '0X1f', '0B1', '-0o7', '1.2e3_4', '12e45678', '1__0', '.5_0', '0x_1'),
);

test('text that a reader in Go takes for a number is quoted, as value and as key, in every layout', () => {
	const print = yamlPrinter();
	fc.assert(
		fc.property(numbers, fc.constantFrom('a', ' a\n\n b\n', '...'), (number, beside) => {
			const document = { labels: { [number]: number }, list: [number, [number]], [beside]: beside };
			const text = print(document);
			expect(load(text)).toEqual(document);
			if (isNumberInGo(number)) expect(text.split(`"${number}"`)).toHaveLength(5);
		}),
		{ seed: 20261124, numRuns: 1000 },
	);
});

test('no letter is printed that ends a line in YAML 1.1 or is not allowed there, and no merge key', () => {
	const print = yamlPrinter();
	const letters = fc.constantFrom(
		'\u0085',
		'\u2028',
		'\u2029',
		'\ufeff',
		'\u007f',
		'\u0001',
		'<<',
		'x',
		' ',
		'"',
		'- ',
		'\n',
	);
	const text = fc.array(letters, { maxLength: 5 }).map((parts) => parts.join(''));
	fc.assert(
		fc.property(text, text, fc.constantFrom('a', ' a\n\n b\n'), (key, value, beside) => {
			const document = { [`k${key}`]: value, list: [value, { '<<': value }], beside };
			const printed = print(document);
			expect(load(printed)).toEqual(document);
			expect([...'\u0085\u2028\u2029\ufeff\u007f\u0001'].filter((letter) => printed.includes(letter))).toEqual([]);
			expect(printed).not.toMatch(/^[ -]*<<:/m);
		}),
		{ seed: 20261124, numRuns: 1000 },
	);
});

test.each(['44136fa355b3678a', '0dfab141398c5820', '1.2.3', '1.30.1', 'team-1', '2e', '0xfg', '8080-tcp', '10.0.0.1'])(
	'%s is no number to anyone, and stays plain as cdk8s prints it',
	(text) => {
		expect(yamlPrinter()({ k: text })).toBe(`k: ${text}\n`);
	},
);

test('prints what cdk8s prints, for any document without such a number', () => {
	const print = yamlPrinter();
	fc.assert(
		fc.property(fc.dictionary(text, value, { maxKeys: 4 }), (document) => {
			const text = print(document);
			const read = Yaml.stringify(document);
			if (textsIn(document).some(isOdd)) expect(load(text)).toEqual(document);
			else if (textsIn(document).some(isNumberInGo)) expect(text.replaceAll('"', '')).toBe(read.replaceAll('"', ''));
			else expect(text).toBe(read);
		}),
		{ seed: 20261124, numRuns: 2000 },
	);
});

test.each([
	['nested lists and maps', { a: [[1, 2], [{}], []], b: { c: {} }, d: [{ x: 1, y: [{ z: 'a\nb\n' }] }] }],
	['block scalars in lists', { aa: ['a\nb', ['x\ny']] }],
	['words that YAML 1.1 reads as booleans, numbers, times', { e: 'yes', f: '1:30', n: 'no', '8080': '8080', y: '~' }],
	['an empty document', {}],
])('prints %s', (_what, document) => {
	expect(yamlPrinter()(document)).toBe(Yaml.stringify(document));
});
