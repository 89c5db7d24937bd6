import { existsSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { loadCatalog } from '../../src/load/index.ts';
import { folderWith, loadFiles, loadGood, placesOf, printed } from './folder.ts';

const places: Readonly<Record<string, { files: Record<string, string>; expected: readonly string[] }>> = {
	'nested literals: key of a node, value of a primitive': {
		files: {
			'c.ts': `export default {\n\tname: 'shop',\n\tservices: {\n\t\tcart: { ports: [ 80, { http: true } ], 'a-b': null },\n\t},\n} as const;\n`,
		},
		expected: [
			'c.ts:1:16',
			'c.ts:2:8 name',
			'c.ts:3:2 services',
			'c.ts:4:3 services.cart',
			'c.ts:4:11 services.cart.ports',
			'c.ts:4:20 services.cart.ports[0]',
			'c.ts:4:24 services.cart.ports[1]',
			'c.ts:4:32 services.cart.ports[1].http',
			'c.ts:4:49 services.cart.a-b',
		],
	},
	'object spreads: a copied property stays where it was written': {
		files: {
			'c.ts': `const base = {\n\towner: 'a',\n\tselector: { app: 'x' },\n};\nconst more = { ...base, owner: 'b' };\nexport default { ...more, ...(1 > 2 ? base : {}), port: 1, ...undefined };\n`,
		},
		expected: ['c.ts:6:16', 'c.ts:5:32 owner', 'c.ts:3:2 selector', 'c.ts:3:19 selector.app', 'c.ts:6:57 port'],
	},
	'list spreads: each item where it was written, holes nowhere': {
		files: {
			'c.ts': `const common = ['a', { b: 1 }];\nexport default { list: ['x', ...common, ...new Set(['s']), 'y'] };\n`,
		},
		expected: [
			'c.ts:2:16',
			'c.ts:2:18 list',
			'c.ts:2:25 list[0]',
			'c.ts:1:17 list[1]',
			'c.ts:1:22 list[2]',
			'c.ts:1:27 list[2].b',
			'c.ts:2:41 list[3]',
			'c.ts:2:60 list[4]',
		],
	},
	'helper functions: the call in the catalog, the fields where they were given': {
		files: {
			'c.ts': `import { service } from './lib/service.ts';\nexport default {\n\tcart: service({ owner: 'a' }),\n\tall: ['x', 'y'].map((from) => ({ from })),\n};\n`,
			'lib/service.ts': `export function service(given: { owner: string }) {\n\treturn { kind: 'service', ...given };\n}\n`,
		},
		expected: [
			'c.ts:2:16',
			'c.ts:3:2 cart',
			'lib/service.ts:2:17 cart.kind',
			'c.ts:3:25 cart.owner',
			'c.ts:4:2 all',
			'c.ts:4:33 all[0]',
			'c.ts:4:35 all[0].from',
			'c.ts:4:33 all[1]',
			'c.ts:4:35 all[1].from',
		],
	},
	'several files: a referenced part stands in its own file': {
		files: {
			'main/c.ts': `import accounts from '../team/accounts.ts';\nimport { payments, type Payments } from '../team/payments.mts';\nimport * as plain from './plain.js';\nexport default { services: { accounts, payments: payments as Payments, plain: plain.value } };\n`,
			'team/accounts.ts': `export default { owner: 'a' };\n`,
			'team/payments.mts': `export type Payments = { owner: string };\nconst make = (owner: string) => ({ owner });\nexport const payments = make('p');\n`,
			'main/plain.js': `export const value = { owner: 'q' };\n`,
		},
		expected: [
			'c.ts:4:16',
			'c.ts:4:18 services',
			'../team/accounts.ts:1:16 services.accounts',
			'../team/accounts.ts:1:25 services.accounts.owner',
			'../team/payments.mts:3:25 services.payments',
			'../team/payments.mts:2:36 services.payments.owner',
			'plain.js:1:22 services.plain',
			'plain.js:1:31 services.plain.owner',
		],
	},
	'computed keys are told when they can be, else the object speaks': {
		files: {
			'c.ts': `const k = 'one';\nexport default {\n\tgood: { a: 1,\n\t\t[k]: 2, [k + 2]: { x: 3 } },\n\tdoubtful: { one: 1,\n\t\t[k]: 2 },\n};\n`,
		},
		expected: [
			'c.ts:2:16',
			'c.ts:3:2 good',
			'c.ts:3:13 good.a',
			'c.ts:4:8 good.one',
			'c.ts:4:11 good.one2',
			'c.ts:4:25 good.one2.x',
			'c.ts:5:2 doubtful',
			'c.ts:5:2 doubtful.one',
		],
	},
	'characters beyond the basic plane and Windows line ends': {
		files: { 'c.ts': `\uFEFF/* 😀 */ export default { '😀': 1,\r\n  ä: [2] };\r\n` },
		expected: ['c.ts:1:25', 'c.ts:1:33 ["😀"]', 'c.ts:2:3 ["ä"]', 'c.ts:2:7 ["ä"][0]'],
	},
	'values that no literal made answer with their nearest ancestor': {
		files: { 'c.ts': `export default { a: JSON.parse('{"b":{"c":1}}') };\n` },
		expected: ['c.ts:1:16', 'c.ts:1:18 a', 'c.ts:1:18 a.b', 'c.ts:1:18 a.b.c'],
	},
	'a catalog that is no literal stands at its export': {
		files: { 'c.mjs': `const made = JSON.parse('{"a":1}');\n\nexport { made as default };\n` },
		expected: ['c.mjs:1:14', 'c.mjs:1:14 a'],
	},
};

test.each(Object.entries(places))('%s', async (_name, { files, expected }) => {
	expect(placesOf(await loadGood(files))).toEqual(expected);
});

test('a path that leads nowhere answers with its last existing ancestor, and keeps what was asked', async () => {
	const { locate } = await loadGood({ 'c.ts': `export default {\n\ta: { b: [1] } };\n` });
	expect(locate(['a', 'b', 7, 'x'])).toEqual({ file: 'c.ts', line: 2, column: 7, path: 'a.b[7].x' });
	expect(locate(['a', 'toString'])).toEqual({ file: 'c.ts', line: 2, column: 2, path: 'a.toString' });
	expect(locate(['z'])).toEqual({ file: 'c.ts', line: 1, column: 16, path: 'z' });
	expect(locate(['a', 'b', 0])).toMatchObject({ line: 2, column: 11 });
});

test('packages are left as they are, and a package named meshgrant resolves as always', async () => {
	const catalog = await loadGood({
		'c.ts': `import { defineCatalog, defaults } from 'meshgrant';\nexport default defineCatalog({ defaults, own: { a: 1 } });\n`,
		'node_modules/meshgrant/package.json': '{"type":"module","exports":"./index.js"}',
		'node_modules/meshgrant/index.js': `export const defaults = { tokens: 1 };\nexport const defineCatalog = (catalog) => catalog;\n`,
	});
	expect(placesOf(catalog)).toEqual([
		'c.ts:2:30',
		'c.ts:2:32 defaults',
		'c.ts:2:32 defaults.tokens',
		'c.ts:2:42 own',
		'c.ts:2:52 own.a',
	]);
});

test('a package that is linked from the same repository counts as the user’s own', async () => {
	const folder = folderWith({
		'app/c.ts': `import { cart } from 'parts';\nexport default { cart };\n`,
		'parts/package.json': '{"name":"parts","type":"module","exports":"./index.ts"}',
		'parts/index.ts': `export const cart = { owner: 'a' };\n`,
		'app/node_modules/.keep': '',
	});
	symlinkSync(join(folder, 'parts'), join(folder, 'app/node_modules/parts'));
	const { catalog, diagnostics } = await loadCatalog(join(folder, 'app/c.ts'));
	expect(diagnostics).toEqual([]);
	expect(catalog?.locate(['cart', 'owner'])).toMatchObject({ file: '../parts/index.ts', line: 1, column: 30 });
});

test('each load reads every file afresh', async () => {
	const folder = folderWith({
		'c.ts': `import { a } from './a.ts';\nexport default { a };\n`,
		'a.ts': 'export const a = 1;\n',
	});
	expect((await loadCatalog(join(folder, 'c.ts'))).catalog?.value).toEqual({ a: 1 });
	writeFileSync(join(folder, 'a.ts'), 'export const a = 2;\n');
	const { catalog, sources } = await loadCatalog(join(folder, 'c.ts'));
	expect(catalog?.value).toEqual({ a: 2 });
	expect(sources.text('a.ts')).toBe('export const a = 2;\n');
});

test('loads at the same time do not meet', async () => {
	const folder = folderWith({
		'1.ts': `import { base } from './base.ts';\nexport default { ...base, n: 1 };\n`,
		'2.ts': `import { base } from './base.ts';\nexport default {\n...base, n: 2 };\n`,
		'base.ts': `await new Promise((done) => setTimeout(done, 5));\nexport const base = { b: 0 };\n`,
	});
	const [one, two] = await Promise.all(['1.ts', '2.ts'].map((name) => loadCatalog(join(folder, name))));
	expect(one?.catalog && placesOf(one.catalog)).toEqual(['1.ts:2:16', 'base.ts:2:26 b', '1.ts:2:30 n']);
	expect(two?.catalog && placesOf(two.catalog)).toEqual(['2.ts:2:16', 'base.ts:2:26 b', '2.ts:3:13 n']);
});

test('the texts of all files that were read are kept, and the folder is that of the entry file', async () => {
	const folder = folderWith({
		'in/c.ts': `import '../side.ts';\nexport default {};\n`,
		'side.ts': `export const s = 1;\n`,
	});
	const { sources } = await loadCatalog(join(folder, 'in/c.ts'));
	expect(sources.folder).toBe(join(folder, 'in'));
	expect(sources.text('../side.ts')).toBe('export const s = 1;\n');
	expect(sources.text('nope.ts')).toBeUndefined();
	expect(existsSync(join(folder, 'in/c.ts'))).toBe(true);
});

test('code of the user’s that runs after the load still works', async () => {
	const seen: unknown[] = [];
	Reflect.set(globalThis, 'meshgrantTestSeen', seen);
	await loadGood({
		'c.ts': `setTimeout(() => { const base = { a: [1, ...[2]] }; globalThis.meshgrantTestSeen.push({ ...base }); }, 20);\nexport default {};\n`,
	});
	await expect.poll(() => seen).toEqual([{ a: [1, 2] }]);
	expect(Object.getOwnPropertySymbols(seen[0])).toEqual([]);
	Reflect.deleteProperty(globalThis, 'meshgrantTestSeen');
});

test('the problems of several files come together', async () => {
	const { diagnostics, catalog } = await loadFiles({
		'c.ts': `import { a } from './a.ts';\nimport { b } from './b.ts';\nimport './missing.ts';\nexport default { __proto__: a, x: 1, x: b };\n`,
		'a.ts': `export const a = {\n\tb: ;\n};\n`,
		'b.ts': `export enum b { X }\n`,
	});
	expect(catalog).toBeUndefined();
	expect(diagnostics.map(printed).sort()).toEqual([
		'LOD010 a.ts:2:5 this is not valid TypeScript: unexpected token',
		'LOD011 b.ts:1:8 an `enum` cannot be used in a catalog',
		'LOD012 c.ts:3:8 `./missing.ts` cannot be imported: there is no such file or package',
		'LOD033 c.ts:4:18 `__proto__` cannot be a key',
		'LOD034 c.ts:4:38 the key `x` stands twice in the same object',
	]);
});
