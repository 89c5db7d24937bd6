// Reading catalogs: forty and more mistakes, each with its code and place; no mistake and no mutation ever throws.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { catalogDiagnostics, readCatalog } from '../../src/catalog/index.ts';
import { readShape } from '../../src/catalog/shape.ts';
import { locateByPath } from '../../src/core/origin.ts';
import { mistakes, rightCatalog, textWith, valueIn } from './mistakes.ts';

const today = '2026-11-24';
const locate = locateByPath('shop.yaml');
const read = (value: unknown) => readCatalog(value, locate, today);
const foreign = /zod|invalid input|expected|received|undefined|\[object|regex|discriminator/i;

test('the right catalog has no mistake, and its data is what was written', () => {
	const value = valueIn(rightCatalog);
	const [catalog, diagnostics] = read(value);
	expect(diagnostics).toEqual([]);
	expect(catalog?.data).toEqual(value);
});

test('every code of the table has a mistake here', () => {
	expect([...new Set(mistakes.map(({ code }) => code))].sort()).toEqual(Object.keys(catalogDiagnostics).sort());
	expect(mistakes.length).toBeGreaterThan(40);
});

describe.each(mistakes)('$code at $path: $to', (mistake) => {
	const [catalog, diagnostics] = read(valueIn(textWith(mistake)));
	const own = diagnostics.filter(({ code }) => code.startsWith('CAT'));

	test('is found at its place, and nowhere else', () => {
		expect(catalog).toBeUndefined();
		const found = own.map(({ code, origin }) => `${code} ${origin.path}`);
		expect(found).toContain(`${mistake.code} ${mistake.path}`);
		expect(new Set(found.map((text) => text.slice(0, 6)))).toEqual(new Set([mistake.code, ...alsoFound(mistake.to)]));
	});

	test('is told in the terms of the catalog, in the house style', () => {
		const told = own.find(({ code, origin }) => code === mistake.code && origin.path === mistake.path);
		if (mistake.help !== undefined) expect(told?.help).toContain(mistake.help);
		for (const text of [told?.message, told?.label, told?.why, told?.help]) {
			expect(text).toMatch(/^[^A-Z\n][^\n]*[^.\n]$/);
			expect(text).not.toMatch(foreign);
		}
	});
});

/** An exception of which only the kind is wrong, or a part below another, has further mistakes. */
function alsoFound(text: string): readonly string[] {
	if (text.includes('too deep')) return ['CAT004'];
	return [];
}

test('all mistakes are told at once', () => {
	const some = mistakes.filter(({ code }) => ['CAT003', 'CAT007', 'CAT014', 'CAT024'].includes(code)).slice(0, 9);
	const text = some.reduce((before, { from, to }) => before.replace(from, () => to), rightCatalog);
	const [, diagnostics] = read(valueIn(text));
	expect(new Set(diagnostics.map(({ code }) => code))).toEqual(new Set(['CAT003', 'CAT007', 'CAT014', 'CAT024']));
	expect(diagnostics.length).toBeGreaterThan(5);
});

test.each([
	['undefined', undefined],
	['null', null],
	['text', 'catalog'],
	['a number', 7],
	['a function', () => ({})],
	['a class instance', new Map()],
	['a date', new Date(0)],
	['symbols', { [Symbol('x')]: 1 }],
	['a sparse list', { services: new Array(3) }],
	['bigint', { name: 1n }],
])('odd values are errors, not exceptions: %s', (_name, value) => {
	const [catalog, diagnostics] = read(value);
	expect(catalog).toBeUndefined();
	expect(diagnostics.length).toBeGreaterThan(0);
});

test('a getter is not run', () => {
	let runs = 0;
	const value = {
		get name() {
			runs += 1;
			return 'shop';
		},
	};
	expect(read(value)[1].map(({ code, origin }) => [code, origin.path])).toEqual([['CAT037', 'name']]);
	expect(runs).toBe(0);
});

test('a part that contains itself is told where it does, once', () => {
	const value = valueIn(rightCatalog) as { services: { cart: { selector: Record<string, unknown> } } };
	value.services.cart.selector.self = value.services.cart.selector;
	expect(read(value)[1].map(({ code, origin }) => [code, origin.path])).toEqual([
		['CAT036', 'services.cart.selector.self'],
	]);
});

test('aliases that multiply are counted, not walked', () => {
	let part: unknown = 'x';
	for (let level = 0; level < 9; level += 1) part = Array.from({ length: 100 }, () => part);
	expect(read({ name: part })[1].map(({ code }) => code)).toEqual(['CAT036']);
});

test('`__proto__` as an own key, or as a prototype, is refused and changes no object', () => {
	const own = JSON.parse('{ "__proto__": { "polluted": true }, "services": { "__proto__": {} } }');
	const found = read(own)[1].map(({ code, origin }) => `${code} ${origin.path}`);
	expect(found).toContain('CAT016 __proto__');
	expect(found).toContain('CAT016 services.__proto__');
	expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
	const inherited = { __proto__: { name: 'shop' } };
	expect(read({ mesh: inherited })[1].map(({ code, origin }) => `${code} ${origin.path}`)).toContain('CAT037 mesh');
});

/** Every place in a value, by steps. */
function places(value: unknown, path: readonly (string | number)[] = []): (readonly (string | number)[])[] {
	if (typeof value !== 'object' || value === null) return [path];
	const steps = Array.isArray(value) ? value.map((_, index) => index) : Object.keys(value);
	return [path, ...steps.flatMap((step) => places((value as Record<string, unknown>)[step], [...path, step]))];
}

function mutate(root: unknown, path: readonly (string | number)[], change: Change, junk: unknown): unknown {
	const [step, ...rest] = path;
	if (step === undefined)
		return change === 'add' && isObject(root) ? { ...root, [typeof junk === 'string' ? junk : 'added']: junk } : junk;
	if (!isObject(root)) return root;
	const copy = (Array.isArray(root) ? [...root] : { ...root }) as Record<string, unknown>;
	if (rest.length === 0 && change === 'drop') delete copy[step];
	else copy[step] = mutate(copy[step], rest, change, junk);
	return copy;
}

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;
type Change = 'drop' | 'replace' | 'add';

test('any mutation gives errors or a catalog, and never an exception', () => {
	const value = valueIn(rightCatalog);
	const junk = fc.oneof(
		fc.anything({ withDate: true, withBigInt: true, withNullPrototype: true, withSparseArray: true, withMap: true }),
		fc.constantFrom(
			'service',
			'x',
			'',
			'GET /a',
			0,
			80,
			[],
			{},
			[{}],
			{ operations: [] },
			{ kind: 'public' },
			undefined,
		),
	);
	fc.assert(
		fc.property(
			fc.constantFrom(...places(value)),
			fc.constantFrom<Change>('drop', 'replace', 'add'),
			junk,
			(path, change, odd) => {
				const mutated = mutate(value, path, change, odd);
				const [data, diagnostics] = readShape(mutated, locate);
				expect(data === undefined).toBe(diagnostics.length > 0);
				for (const { message, help } of diagnostics) expect(message + help).not.toMatch(/invalid input|zod/i);
				const [catalog, all] = read(mutated);
				expect(catalog === undefined).toBe(all.some(({ severity }) => severity === 'error'));
			},
		),
		{ seed: 3, numRuns: 1_500 },
	);
});
