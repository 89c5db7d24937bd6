import { Yaml } from 'cdk8s';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { yamlPrinter } from '../../src/emit/yaml.ts';

const text = fc.oneof(
	fc.string({ unit: 'binary', maxLength: 12 }),
	fc.stringMatching(/^[ \n\t:#'"a-z0-9|>~*&!%@`,[\]{}?.+-]{0,12}$/),
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

test('prints what cdk8s prints, for any document', () => {
	const print = yamlPrinter();
	fc.assert(
		fc.property(fc.dictionary(text, value, { maxKeys: 4 }), (document) => {
			expect(print(document)).toBe(Yaml.stringify(document));
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
