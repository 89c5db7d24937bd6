// Places and values in YAML and JSON, and laws over generated catalogs in all three languages.
import fc from 'fast-check';
import { dump, load } from 'js-yaml';
import { expect, test } from 'vitest';
import type { CatalogPath } from '../../src/core/origin.ts';
import { loadFiles, loadGood, placesOf } from './folder.ts';

const yaml: Readonly<Record<string, { text: string; expected: readonly string[] }>> = {
	'block and flow, keys and values': {
		text: `# shop\nname: shop\nservices:\n  cart:\n    ports: { http: { port: 80 } }\n    list:\n      - a: 1\n        b: 2\n      - [x, "y", 'z']\n`,
		expected: [
			'c.yaml:2:1',
			'c.yaml:2:7 name',
			'c.yaml:3:1 services',
			'c.yaml:4:3 services.cart',
			'c.yaml:5:5 services.cart.ports',
			'c.yaml:5:14 services.cart.ports.http',
			'c.yaml:5:28 services.cart.ports.http.port',
			'c.yaml:6:5 services.cart.list',
			'c.yaml:7:9 services.cart.list[0]',
			'c.yaml:7:12 services.cart.list[0].a',
			'c.yaml:8:12 services.cart.list[0].b',
			'c.yaml:9:9 services.cart.list[1]',
			'c.yaml:9:10 services.cart.list[1][0]',
			'c.yaml:9:13 services.cart.list[1][1]',
			'c.yaml:9:18 services.cart.list[1][2]',
		],
	},
	'an aliased part stands at its anchor; aliased texts at the alias': {
		text: `base: &b\n  owner: &o team\none: *b\ntwo: [*o]\n`,
		expected: [
			'c.yaml:1:1',
			'c.yaml:1:1 base',
			'c.yaml:2:13 base.owner',
			'c.yaml:2:3 one',
			'c.yaml:2:13 one.owner',
			'c.yaml:4:1 two',
			'c.yaml:4:7 two[0]',
		],
	},
	'quoted keys, empty values, blocks of text, Windows line ends, a byte order mark': {
		text: `\uFEFF"a b":\r\nempty:\r\ntext: | # not | here\r\n  x\r\n'c': >-\r\n  y\r\n? d\r\n: !!str 1\r\n`,
		expected: [
			'c.yaml:1:1',
			'c.yaml:1:1 ["a b"]',
			'c.yaml:2:1 empty',
			'c.yaml:3:7 text',
			'c.yaml:5:6 c',
			'c.yaml:8:9 d',
		],
	},
};

test.each(Object.entries(yaml))('YAML: %s', async (_name, { text, expected }) => {
	expect(placesOf(await loadGood({ 'c.yaml': text }))).toEqual(expected);
});

test('YAML is 1.2: words and dates stay texts, and a number without quotes is a number', async () => {
	const text =
		'a: [yes, no, on, off, y, 2026-12-31, 12:30, 0o17, 1.30, 012, 1e3, ~, null, True, 0x1F, "80", 1_000]\nb: !!str 80\nc: !!int "7"\nd: ! x\n';
	const { value } = await loadGood({ 'c.yml': text });
	expect(value).toEqual({
		a: ['yes', 'no', 'on', 'off', 'y', '2026-12-31', '12:30', 15, 1.3, 12, 1000, null, null, true, 31, '80', '1_000'],
		b: '80',
		c: 7,
		d: 'x',
	});
});

test('JSON: places, escapes, every kind of value', async () => {
	const catalog = await loadGood({ 'c.json': '\n{ "a": [1, -2.5e+3, true,\n\tnull, "\\u00e9\\n\\/"], "b": {} }\n' });
	expect(catalog.value).toEqual({ a: [1, -2500, true, null, 'é\n/'], b: {} });
	expect(placesOf(catalog)).toEqual([
		'c.json:2:1',
		'c.json:2:3 a',
		'c.json:2:9 a[0]',
		'c.json:2:12 a[1]',
		'c.json:2:21 a[2]',
		'c.json:3:2 a[3]',
		'c.json:3:8 a[4]',
		'c.json:3:23 b',
	]);
});

test.each([
	['{"a" 1}', 6, '`1` where `:` after the key should stand'],
	['{a: 1}', 2, '`a` where a key in double quotes should stand'],
	['{"a": 01}', 7, '`01` where a value should stand'],
	['{"a": tru}', 7, '`tru` where a value should stand'],
	['{"a": "\\x"}', 8, 'unknown escape in a text'],
	['{"a": "x', 7, 'a text without its closing quote'],
	['{"a": 1', 8, 'the file ends where `,` or `}` should stand'],
	['[1 2]', 4, '`2` where `,` or `]` should stand'],
	['{} x', 4, '`x` where the end of the file should stand'],
	["['a']", 2, "`'` where a value should stand"],
])('JSON that is none: %s', async (text, column, reason) => {
	const { diagnostics } = await loadFiles({ 'c.json': text });
	expect(() => JSON.parse(text)).toThrow();
	expect(diagnostics.map(({ code, label, origin }) => [code, origin.column, label])).toEqual([
		['LOD010', column, reason],
	]);
});

const key = fc
	.oneof(fc.string({ maxLength: 6 }), fc.constantFrom('a', 'b-c', '1', '😀', 'toString'))
	.filter((text) => text !== '__proto__');
const value = fc.letrec<{ node: unknown }>((tie) => ({
	node: fc.oneof(
		{ depthSize: 'small' },
		fc.string({ unit: 'grapheme', maxLength: 8 }),
		fc.integer(),
		fc.double({ noNaN: true, noDefaultInfinity: true }),
		fc.boolean(),
		fc.constant(null),
		fc.array(tie('node'), { maxLength: 4 }),
		fc.dictionary(key, tie('node'), { maxKeys: 4 }),
	),
})).node;
const catalogs = fc.dictionary(key, value, { minKeys: 1, maxKeys: 5 });
const blanks = fc.constantFrom('', ' ', '\n', '\n\t', '  \r\n ');

const law = { seed: 20_261_124, numRuns: 60 };

/** The primitives of a value with their paths. */
function leaves(node: unknown, path: CatalogPath = []): readonly (readonly [CatalogPath, unknown])[] {
	if (typeof node !== 'object' || node === null) return [[path, node]];
	const steps: readonly (string | number)[] = Array.isArray(node) ? [...node.keys()] : Object.keys(node);
	return steps.flatMap((step) => leaves(Reflect.get(node, step), [...path, step]));
}

const written = (node: unknown, blank: string): string => {
	const gap = `,${blank}`;
	if (Array.isArray(node)) return `[${blank}${node.map((item) => written(item, blank)).join(gap)}${blank}]`;
	if (typeof node !== 'object' || node === null) return JSON.stringify(node);
	const entries = Object.entries(node).map(
		([name, item]) => `${JSON.stringify(name)}${blank}:${blank}${written(item, blank)}`,
	);
	return `{${blank}${entries.join(gap)}${blank}}`;
};

test.each(['json', 'ts'])(
	'each leaf of a generated %s catalog is found at its place, and the value is the same',
	async (ending) => {
		await fc.assert(
			fc.asyncProperty(catalogs, blanks, async (data, blank) => {
				const text = `${ending === 'ts' ? 'export default ' : ''}${written(data, blank)}`;
				const { catalog, sources } = await loadFiles({ [`c.${ending}`]: text });
				expect(catalog?.value).toEqual(JSON.parse(JSON.stringify(data)));
				for (const [path, leaf] of leaves(data)) {
					const origin = catalog?.locate(path);
					const line = sources.text(`c.${ending}`)?.split('\n')[(origin?.line ?? 0) - 1] ?? '';
					expect(line.slice((origin?.column ?? 0) - 1).startsWith(JSON.stringify(leaf))).toBe(true);
				}
			}),
			law,
		);
	},
);

test('a generated YAML catalog has the value that js-yaml itself gives', async () => {
	await fc.assert(
		fc.asyncProperty(catalogs, fc.boolean(), async (data, flow) => {
			const text = dump(JSON.parse(JSON.stringify(data)), { flowLevel: flow ? 1 : -1, noRefs: true });
			const { catalog } = await loadFiles({ 'c.yaml': text });
			expect(catalog?.value).toEqual(load(text));
		}),
		law,
	);
});
