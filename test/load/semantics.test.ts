// Recording must change nothing in what a module does: every form of syntax around a literal, run both ways.
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { loadCatalog } from '../../src/load/index.ts';
import { folderWith } from './folder.ts';

const program = `'use strict';
import data from './d.json' with { type: 'json' };
let a: any, b: any; const log: unknown[] = [];
[a, b] = [1, 2];
({ a, b = { z: 1 }.z } = { a: 3 } as any);
for ({ a } of [{ a: 5 }]) log.push(a)
for (const [k, v] of Object.entries({ x: [1, , 3] })) log.push(k, v.length, 1 in v);
function f({ p = { q: 1 } } = {}, [r] = [2]) { return{p, r} }
log.push(f());
const g = () => ({ k: 1 });
class C { x = { y: [1] }; static s = [1, 2]; ['m' + 1]() { return [] } get z() { return { a: 1 } } }
log.push(g(), new C().x, C.s, new C().z);
log.push(new { K: class { v = 7 } }.K().v);
log.push(typeof{}, [..."ab"], { ...[1, 2] }, { ...'xy' }, { ...null }, { ...(a && { q: 1 }) });
log.push(\`\${{ t: 1 }.t} \${[1, 2]}\`);
function* gen() { const r: any = { y: yield 1, ...(yield 2), l: [yield 3, ...(yield 4)] }; return r }
const it = gen(); it.next(); it.next('A'); it.next({ B: 1 }); it.next('C'); log.push(it.next([8, 9]).value);
const aw = { ...await Promise.resolve({ w: 1 }), l: [...await Promise.resolve([1])] }; log.push(aw);
switch (1 as any) { case[1][0]: log.push('case') }
let n = 1
n++
[1].forEach((x) => log.push(x))
const o = { get g() { return 1 }, set g(_v) {}, async *ag() {}, async am() {}, 'q-r': { a: 1 } as const, 12: 3, 0x10: 4, [\`t\${1}\`]: 5 };
log.push(Object.keys(o), Object.getOwnPropertyDescriptor(o, 'g')!.get !== undefined);
const order: string[] = []; const t = (s: string) => (order.push(s), { [s]: s });
log.push({ ...t('1'), [t('2') && 'k']: t('3'), ...t('4') }, order);
const fn = { anon: () => {}, cls: class {} }; log.push(fn.anon.name, fn.cls.name);
const x = (function (this: any) { return { me: this === undefined, args: [...arguments].length } })(); log.push(x);
const opt = ({ a: { b: [1] } } as any)?.a?.b?.[0] ?? []; log.push(opt);
const neg = -[5] + +{ valueOf: () => 2 }; log.push(neg);
label: { break label; }
const nested = { ...{ ...{ a: 1 }, ...{ b: [...[...[1]]] } } }; log.push(nested);
var late = hoisted(); function hoisted() { return [{ h: 1 }] } log.push(late);
namespace Types { export type T = { a: 1 } }
declare const ambient: { a: 1 }; declare module 'zz' { const q: { a: [] } }
abstract class Abs { abstract q: { a: 1 }; over(a: string): void; over(a: any) { void [a] } }
export type E = typeof log; export interface I { a: [1, 2] }
const asg: any = {}; [asg.p, asg['q']] = [1, { r: 2 }]; ({ x: asg.z, ...asg.rest } = { x: 1, y: 2 } as any); log.push(asg);
const dyn = await import('./d.json', { with: { type: 'json' } }); log.push(dyn.default, data);
export default JSON.parse(JSON.stringify(log));
`;

const expected = JSON.stringify([
	5,
	'x',
	3,
	false,
	{ p: { q: 1 }, r: 2 },
	{ k: 1 },
	{ y: [1] },
	[1, 2],
	{ a: 1 },
	7,
	'object',
	['a', 'b'],
	{ '0': 1, '1': 2 },
	{ '0': 'x', '1': 'y' },
	{},
	{ q: 1 },
	'1 1,2',
	{ y: 'A', B: 1, l: ['C', 8, 9] },
	{ w: 1, l: [1] },
	'case',
	1,
	['12', '16', 'g', 'ag', 'am', 'q-r', 't1'],
	true,
	{ '1': '1', '4': '4', k: { '3': '3' } },
	['1', '2', '3', '4'],
	'anon',
	'cls',
	{ me: true, args: 0 },
	1,
	-3,
	{ a: 1, b: [1] },
	[{ h: 1 }],
	{ p: 1, q: { r: 2 }, z: 1, rest: { y: 2 } },
	{ j: [1] },
	{ j: [1] },
]);

test('a module does the same recorded, bare, and by hand', async () => {
	const folder = folderWith({ 'c.ts': program, 'd.json': '{"j":[1]}' });
	const file = join(folder, 'c.ts');
	const { catalog, diagnostics } = await loadCatalog(file);
	expect(diagnostics).toEqual([]);
	expect(JSON.stringify(catalog?.value)).toBe(expected);
	const print =
		'const { default: value } = await import(process.argv[1]); process.stdout.write(JSON.stringify(value));';
	const bare = execFileSync(process.execPath, ['--no-warnings', '--input-type=module', '-e', print, file]);
	expect(bare.toString()).toBe(expected);
});

test('identity, prototypes, frozen objects and key order stay', async () => {
	const folder = folderWith({
		'c.ts': `const shared = Object.freeze({ a: 1 });
const nothing = { __proto__: null, b: 2 };
export default { one: shared, two: shared, same: [shared][0] === shared, bare: Object.getPrototypeOf(nothing) === null,
	order: Object.keys({ z: 1, ...{ y: 1, z: 2 }, x: 1 }).join(''), symbols: Object.getOwnPropertySymbols({ ...shared }).length };`,
	});
	const { catalog } = await loadCatalog(join(folder, 'c.ts'));
	const value = catalog?.value;
	expect(value).toEqual({ one: { a: 1 }, two: { a: 1 }, same: true, bare: true, order: 'zyx', symbols: 0 });
	expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
	expect(Reflect.get(Object(value), 'one')).toBe(Reflect.get(Object(value), 'two'));
});
