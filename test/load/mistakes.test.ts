// Every code of the table, each from the smallest files that yield it, with its exact place and words.
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { loadDiagnostics } from '../../src/load/diagnostics.ts';
import { loadCatalog } from '../../src/load/index.ts';
import type { FileContents } from './folder.ts';
import { folderWith, loadFiles, printed } from './folder.ts';

const bomb = `a0: &a0 [1,1,1,1,1,1,1,1,1]\n${Array.from(
	{ length: 9 },
	(_, n) => `a${n + 1}: &a${n + 1} [${Array.from({ length: 9 }, () => `*a${n}`).join(',')}]`,
).join('\n')}\n`;
const deepJson = `${'['.repeat(200)}${']'.repeat(200)}`;

interface Case {
	/** The first is loaded. */
	readonly files: FileContents;
	readonly expected: readonly string[];
}

const cases: readonly Case[] = [
	{
		files: { 'c.txt': 'x' },
		expected: ['LOD004 c.txt:0:0 `c.txt` is in no language that a catalog can be written in'],
	},
	{
		files: { catalog: 'x' },
		expected: ['LOD004 catalog:0:0 `catalog` is in no language that a catalog can be written in'],
	},
	{
		files: { 'c.yaml': `a: ${'x'.repeat(10_000_000)}\n` },
		expected: ['LOD005 c.yaml:0:0 `c.yaml` has 10.0 MB; a file may have 5.0 MB'],
	},
	{
		files: {
			'c.ts': `import './big.ts';\nexport default {};`,
			'big.ts': `export const a = '${'x'.repeat(5_000_000)}';`,
		},
		expected: ['LOD005 big.ts:0:0 `big.ts` has 5.0 MB; a file may have 5.0 MB'],
	},
	{
		files: { 'c.json': new Uint8Array([0x22, 0xff, 0x22]) },
		expected: ['LOD006 c.json:0:0 `c.json` is not UTF-8 text'],
	},
	{
		files: { 'c.ts': `export default {\n\ta: ;\n};\n` },
		expected: ['LOD010 c.ts:2:5 this is not valid TypeScript: unexpected token'],
	},
	{
		files: { 'c.js': `export default { a: 1 as const };\n` },
		expected: [
			'LOD010 c.js:1:21 this is not valid JavaScript: type assertion expressions can only be used in TypeScript files',
		],
	},
	{
		files: { 'c.ts': `const a = 1;\nconst a = 2;\nexport default { a };\n` },
		expected: ['LOD010 c.ts:1:7 this is not valid TypeScript: identifier `a` has already been declared'],
	},
	{
		files: { 'c.yaml': 'a: 1\n\tb: 2\n' },
		expected: ['LOD010 c.yaml:2:1 this is not valid YAML: tab characters must not be used in indentation'],
	},
	{
		files: { 'c.yaml': 'a:\n  b: c: d\n' },
		expected: ['LOD010 c.yaml:2:7 this is not valid YAML: bad indentation of a mapping entry'],
	},
	{
		files: { 'c.json': '{\n  // no\n}' },
		expected: ['LOD010 c.json:2:3 this is not valid JSON: JSON has no comments'],
	},
	{
		files: { 'c.json': '{"a": [1,]}' },
		expected: ['LOD010 c.json:1:10 this is not valid JSON: `]` where a value should stand'],
	},
	{
		files: { 'c.json': deepJson },
		expected: ['LOD010 c.json:1:101 this is not valid JSON: nested more than 100 deep'],
	},
	{
		files: {
			'c.ts': `enum E { A }\nnamespace N { export const x = 1; }\nclass K { constructor(readonly x: E) {} }\nexport default <object>{ a: 1 };\n`,
		},
		expected: [
			'LOD011 c.ts:1:1 an `enum` cannot be used in a catalog',
			'LOD011 c.ts:2:1 a `namespace` cannot be used in a catalog',
			'LOD011 c.ts:3:23 a parameter property cannot be used in a catalog',
			'LOD011 c.ts:4:16 a type assertion in angle brackets cannot be used in a catalog',
		],
	},
	{
		files: {
			'c.ts': `import a from './a';\nimport b from 'no-such-package';\nimport c from './folder';\nexport { d } from './d.yaml';\nexport default { a, b, c };\n`,
			'a.ts': 'export default 1;',
			'folder/index.ts': 'export default 1;',
			'd.yaml': 'd: 1',
		},
		expected: [
			'LOD012 c.ts:1:15 `./a` cannot be imported: there is no such file or package',
			'LOD012 c.ts:2:15 `no-such-package` cannot be imported: there is no such file or package',
			'LOD012 c.ts:3:15 `./folder` cannot be imported: it is a folder',
			'LOD012 c.ts:4:19 `./d.yaml` cannot be imported: Node cannot import a file of this kind',
		],
	},
	{
		files: {
			'c.ts': `import { a, missing, T as X, type U } from './a.ts';\nimport none from './a.ts';\nexport default { a, missing, none };\n`,
			'a.ts': 'export const a = 1;\nexport type T = 1;\nexport interface U {}\n',
		},
		expected: [
			'LOD013 c.ts:1:13 `./a.ts` has no export `missing`',
			'LOD013 c.ts:1:22 `T` of `./a.ts` is a type, and is imported as a value',
			'LOD013 c.ts:2:8 `./a.ts` has no export `default`',
		],
	},
	{
		files: { 'c.ts': `import { joyn } from 'node:path';\nexport default { joyn };\n` },
		expected: ['LOD013 c.ts:1:10 `node:path` has no export `joyn`'],
	},
	{
		files: {
			'c.ts': `import { port } from './port.ts';\nexport default { a: [{ b: { c: 1 } }, { d: port('x') }] };\n`,
			'port.ts': `const seen = { all: [1] }; export function port(text: string) { const all = { text }; if (seen) throw new Error(\`No port \${all.text}.\`); }\n`,
		},
		expected: ["LOD014 port.ts:1:103 the catalog's own code failed: no port x"],
	},
	{
		files: { 'c.ts': `const o = JSON.parse('{}');\nexport default { a: { z: 1 }, b: [o.x.y] };\n` },
		expected: [
			"LOD014 c.ts:2:39 the catalog's own code failed: TypeError: cannot read properties of undefined (reading 'y')",
		],
	},
	{
		files: { 'c.ts': `throw 'plain text';\nexport default {};\n` },
		expected: ["LOD014 c.ts:2:16 the catalog's own code failed: it threw `plain text`"],
	},
	{ files: { 'c.ts': `export const catalog = {};\n` }, expected: ['LOD015 c.ts:1:1 `c.ts` has no default export'] },
	{ files: { 'c.js': `module.exports = {};\n` }, expected: ['LOD015 c.js:1:1 `c.js` has no default export'] },
	{
		files: { 'c.ts': `export default (async () => ({ a: 1 }))();\n` },
		expected: ['LOD016 c.ts:1:16 the default export is a promise, not a catalog'],
	},
	{
		files: { 'c.ts': `export const patch = { a: 1 };\nexport default {};\n` },
		expected: ['LOD017 c.ts:1:8 the export `patch` is no function but an object'],
	},
	{
		files: {
			'c.ts': `export default {\n\tf: () => 1, m() {},\n\td: [new Date(0), new Map()],\n\tget g() { throw 1; },\n};\n`,
		},
		expected: [
			'LOD020 c.ts:2:5 `f` is a function',
			'LOD020 c.ts:2:14 `m` is a function',
			'LOD021 c.ts:3:6 `d[0]` is an instance of `Date`',
			'LOD021 c.ts:3:19 `d[1]` is an instance of `Map`',
			'LOD022 c.ts:4:2 `g` is a getter or a setter',
		],
	},
	{ files: { 'c.ts': `export default () => ({});\n` }, expected: ['LOD020 c.ts:1:16 the catalog is a function'] },
	{
		files: {
			'c.ts': `const port: Record<string, number> = {};\nexport default { a: port.http, b: [1, , 0 / 0], c: 5n, d: Symbol('s'), [Symbol.iterator]: 1, e: -1 / 0 };\n`,
		},
		expected: [
			'LOD025 c.ts:2:16 the catalog has a symbol as a key',
			'LOD023 c.ts:2:21 `a` is undefined',
			'LOD023 c.ts:2:32 `b[1]` is undefined',
			'LOD024 c.ts:2:41 `b[2]` is NaN',
			'LOD025 c.ts:2:52 `c` is a bigint',
			'LOD025 c.ts:2:59 `d` is a symbol',
			'LOD024 c.ts:2:97 `e` is -Infinity',
		],
	},
	{
		files: { 'c.yaml': 'a: .nan\nb: [-.inf]\n' },
		expected: ['LOD024 c.yaml:1:4 `a` is NaN', 'LOD024 c.yaml:2:5 `b[0]` is -Infinity'],
	},
	{
		files: { 'c.ts': `const a: { b?: unknown } = {};\na.b = { c: a };\nexport default {\n\ta,\n};\n` },
		expected: ['LOD030 c.ts:2:9 `a.b.c` is `a` again, so the catalog contains itself'],
	},
	{
		files: { 'c.yaml': 'a: &a\n  b: [*a]\n' },
		expected: ['LOD030 c.yaml:2:7 `a.b[0]` is `a` again, so the catalog contains itself'],
	},
	{
		files: { 'c.yaml': bomb },
		expected: ['LOD031 c.yaml:1:1 the catalog expands to 4412961506 nodes; a catalog may have 5000000'],
	},
	{
		files: { 'c.ts': `let a: unknown = [];\nfor (let n = 0; n < 200; n++) a = { a };\nexport default { a };\n` },
		expected: [`LOD032 c.ts:2:35 objects and lists stand more than 100 deep inside each other`],
	},
	{
		files: { 'c.yaml': 'a:\n  __proto__: 1\n  "__proto__": 2\n' },
		expected: ['LOD033 c.yaml:2:3 `__proto__` cannot be a key', 'LOD033 c.yaml:3:3 `__proto__` cannot be a key'],
	},
	{
		files: {
			'c.ts': `const k = '__proto__';\nexport default { a: { '__proto__': {} }, b: { __proto__: null }, c: 1 };\n`,
		},
		expected: ['LOD033 c.ts:2:23 `__proto__` cannot be a key'],
	},
	{
		files: { 'c.ts': `const k = '__proto__';\nexport default { a: { [k]: {} } };\n` },
		expected: ['LOD033 c.ts:2:23 `__proto__` cannot be a key'],
	},
	{
		files: { 'c.json': '{"a": 1,\n "a": 2}' },
		expected: ['LOD034 c.json:2:2 the key `a` stands twice in the same object'],
	},
	{
		files: { 'c.yaml': 'a: 1\n"a": 2\nb: {c: 1, c: 2}\n' },
		expected: [
			'LOD034 c.yaml:2:1 the key `a` stands twice in the same object',
			'LOD034 c.yaml:3:11 the key `c` stands twice in the same object',
		],
	},
	{
		files: { 'c.ts': `export default { get a() { return 1; }, set a(v) {}, b: 1, 'b': 2 };\n` },
		expected: ['LOD034 c.ts:1:60 the key `b` stands twice in the same object'],
	},
	{ files: { 'c.yaml': '# nothing\n' }, expected: ['LOD040 c.yaml:1:1 `c.yaml` is empty'] },
	{ files: { 'c.yml': '---\n...\n' }, expected: ['LOD040 c.yml:1:1 `c.yml` is empty'] },
	{ files: { 'c.json': ' \n' }, expected: ['LOD040 c.json:1:1 `c.json` is empty'] },
	{
		files: { 'c.yaml': 'a: 1\n---\n# next\nb: 2\n' },
		expected: ['LOD041 c.yaml:4:1 the file holds 2 YAML documents; a catalog is one'],
	},
	{
		files: {
			'c.yaml':
				'%TAG !e! x:\n---\na: !!str 1\nb: !!binary aGk=\nc: !own {x: 1}\nd: [!!int x, !<tag:yaml.org,2002:null> ~, !e!y z]\ne: !!map {}\n',
		},
		expected: [
			'LOD042 c.yaml:4:4 the tag `!!binary` is not known here',
			'LOD042 c.yaml:5:4 the tag `!own` is not known here',
			'LOD042 c.yaml:6:5 the tag `!!int` is not known here',
			'LOD042 c.yaml:6:43 the tag `!e!y` is not known here',
		],
	},
	{
		files: { 'c.yaml': 'a:\n  80: x\n  true: y\n? [k]\n: z\n? {m: 1}\n: w\n~: v\n' },
		expected: [
			'LOD043 c.yaml:2:3 `80` cannot be a key',
			'LOD043 c.yaml:3:3 `true` cannot be a key',
			'LOD043 c.yaml:4:3 a list cannot be a key',
			'LOD043 c.yaml:6:3 a map cannot be a key',
			'LOD043 c.yaml:8:1 `null` cannot be a key',
		],
	},
	{
		files: { 'c.yaml': 'base: &b {x: 1}\na:\n  <<: *b\n  y: 2\nq: {"<<": 1}\n' },
		expected: ['LOD044 c.yaml:3:3 the merge key `<<` is not part of YAML 1.2'],
	},
	{
		files: { 'c.yaml': 'a: *later\nb: &later 1\nc: *no\n' },
		expected: [
			'LOD045 c.yaml:1:4 there is no anchor `&later` above this alias',
			'LOD045 c.yaml:3:4 there is no anchor `&no` above this alias',
		],
	},
];

test.each(cases.map((each) => [each.expected[0] ?? '', each] as const))('%s', async (_name, { files, expected }) => {
	const { catalog, diagnostics } = await loadFiles(files);
	expect(diagnostics.map(printed)).toEqual(expected);
	expect(catalog).toBeUndefined();
});

test('files that are not there, or are none', async () => {
	const folder = folderWith({ 'sub.ts/x.yaml': 'a: 1' });
	const load = async (name: string) => (await loadCatalog(join(folder, name))).diagnostics.map(printed);
	expect(await load('no.ts')).toEqual(['LOD001 no.ts:0:0 there is no file `no.ts`']);
	expect(await load('no/no.json')).toEqual(['LOD001 no.json:0:0 there is no file `no.json`']);
	expect(await load('no.txt')).toEqual(['LOD001 no.txt:0:0 there is no file `no.txt`']);
	expect(await load('sub.ts')).toEqual(['LOD002 sub.ts:0:0 `sub.ts` is not a file']);
	expect(await load('sub.ts/x.yaml/y.yaml')).toEqual(['LOD003 y.yaml:0:0 `y.yaml` cannot be read: ENOTDIR']);
});

test('every code of the table is among the cases, with all its words', async () => {
	const covered = new Set([
		'LOD001',
		'LOD002',
		'LOD003',
		// In manifests.test.ts.
		...['LOD060', 'LOD061', 'LOD062'],
		...cases.flatMap(({ expected }) => expected.map((line) => line.slice(0, 6))),
	]);
	expect([...covered].sort()).toEqual(Object.keys(loadDiagnostics).sort());
});

test('a second place points at the first of two', async () => {
	const { diagnostics } = await loadFiles({ 'c.yaml': 'a: 1\na: 2\n' });
	expect(diagnostics[0]?.related).toEqual([
		{ origin: { file: 'c.yaml', line: 1, column: 1, path: '' }, label: 'first written here' },
	]);
});
