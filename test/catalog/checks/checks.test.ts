import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checkDiagnostics } from '../../../src/catalog/checks/index.ts';
import { readCatalog } from '../../../src/catalog/index.ts';
import type { Diagnostic } from '../../../src/core/diagnostic.ts';
import { sortedUnique } from '../../../src/core/order.ts';
import { locateByPath } from '../../../src/core/origin.ts';
import { type Mistake, mistakes } from './mistakes.ts';
import { plant } from './plant.ts';
import { validCatalog } from './valid.ts';

const today = '2026-11-24';

function check(catalog: unknown): readonly Diagnostic[] {
	return readCatalog(catalog, locateByPath('services.yaml'), today)[1];
}

const pathsOf = (diagnostics: readonly Diagnostic[], code: string): readonly string[] =>
	diagnostics.filter((one) => one.code === code).map(({ origin }) => origin.path);

test('nothing is said about the valid catalog', () => {
	expect(check(validCatalog())).toEqual([]);
});

test('every code has a planted mistake', () => {
	expect(sortedUnique(mistakes.map(({ code }) => code))).toEqual(sortedUnique(Object.keys(checkDiagnostics)));
});

describe.each(mistakes.map((mistake) => [`${mistake.code} ${mistake.about}`, mistake] as const))(
	'%s',
	(_name, mistake) => {
		const diagnostics = check(plant(validCatalog(), mistake.changes));

		test('is told, at its places, and nothing else is', () => {
			expect(sortedUnique(pathsOf(diagnostics, mistake.code))).toEqual(sortedUnique(mistake.at));
			const codes = sortedUnique(diagnostics.map(({ code }) => code));
			expect(codes).toEqual(sortedUnique([mistake.code, ...(mistake.also ?? [])]));
		});

		test('is told once at each place', () => {
			const places = diagnostics.map(({ code, message, origin }) => `${code} ${origin.path} ${message}`);
			expect(new Set(places).size).toBe(places.length);
		});

		test('reads well', () => {
			for (const diagnostic of diagnostics) expect(complaintsAbout(diagnostic)).toEqual([]);
		});
	},
);

/** The house rules for words, and that every place is a place of the catalog. */
function complaintsAbout({ code, help, label, message, related, why }: Diagnostic): readonly string[] {
	const texts = [message, label, why, help, ...related.map((place) => place.label)];
	return texts.flatMap((text) => [
		...(text === '' ? [`${code}: an empty text`] : []),
		...(/\.$/.test(text) ? [`${code}: a full stop: ${text}`] : []),
		...(/^(?!Istio|Keycloak|Kubernetes)[A-Z]/.test(text) ? [`${code}: a capital: ${text}`] : []),
		...(/\n|undefined|\[object|NaN/.test(text) ? [`${code}: not a sentence: ${text}`] : []),
	]);
}

test('the order of entries does not change what is said', () => {
	fc.assert(
		fc.property(fc.constantFrom(...mistakes), fc.infiniteStream(fc.nat()), (mistake, numbers) => {
			const planted = plant(validCatalog(), mistake.changes);
			const codesOf = (catalog: unknown) => sortedUnique(check(catalog).map(({ code }) => code));
			expect(codesOf(shuffled(planted, numbers))).toEqual(codesOf(planted));
		}),
		{ seed: 3, numRuns: 400 },
	);
});

/** The same catalog with keys and lists in another order. */
function shuffled(value: unknown, numbers: fc.Stream<number>): unknown {
	const keyed = <T>(items: readonly T[]): T[] =>
		items
			.map((item) => ({ item, key: numbers.next().value ?? 0 }))
			.sort((a, b) => a.key - b.key)
			.map(({ item }) => item);
	if (Array.isArray(value)) return keyed(value.map((item) => shuffled(item, numbers)));
	if (typeof value !== 'object' || value === null) return value;
	return Object.fromEntries(keyed(Object.entries(value)).map(([key, part]) => [key, shuffled(part, numbers)]));
}

test('two mistakes are told together', () => {
	const apart: readonly Mistake[] = mistakes.filter(({ code }) =>
		['ACC003', 'ACC024', 'ACC064', 'ACC076'].includes(code),
	);
	const catalog = validCatalog();
	for (const { changes } of apart) plant(catalog, changes);
	const codes = check(catalog).map(({ code }) => code);
	for (const { code } of apart) expect(codes).toContain(code);
});
