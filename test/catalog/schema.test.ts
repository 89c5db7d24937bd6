// The schema and the types that people write against are one: to the compiler, and in the published JSON Schema.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, expectTypeOf, test } from 'vitest';
import type { z } from 'zod';
import type { CatalogInput } from '../../src/catalog/input.ts';
import type { catalogSchema } from '../../src/catalog/schema/catalog.ts';
import { jsonSchema } from '../../src/catalog/schema/json.ts';

type Readable<T> = T extends readonly (infer Item)[]
	? readonly Readable<Item>[]
	: T extends object
		? { readonly [K in keyof T]: Readable<T[K]> }
		: T;

test('the schema accepts exactly what the input types describe', () => {
	expectTypeOf<Readable<z.input<typeof catalogSchema>>>().toExtend<CatalogInput>();
	expectTypeOf<CatalogInput>().toExtend<Readable<z.input<typeof catalogSchema>>>();
	expectTypeOf<Readable<z.output<typeof catalogSchema>>>().toExtend<CatalogInput>();
});

test('the published JSON Schema is the one that the schema gives (UPDATE=1 writes it)', () => {
	const file = join(import.meta.dirname, '../../schema/catalog.schema.json');
	const text = `${JSON.stringify(jsonSchema(), undefined, '\t')}\n`;
	if (process.env.UPDATE !== undefined) writeFileSync(file, text);
	expect(readFileSync(file, 'utf8')).toBe(text);
});

test('the JSON Schema knows keys, words and patterns, and refuses other keys', () => {
	const schema = jsonSchema() as { properties: { mesh: { additionalProperties: unknown; properties: object } } };
	expect(schema.properties.mesh.additionalProperties).toBe(false);
	expect(schema.properties.mesh.properties).toMatchObject({ istio: { enum: ['1.28', '1.29', '1.30', '1.31'] } });
	const text = JSON.stringify(schema);
	expect(text).not.toContain('CAT0');
	expect(text).toContain('The team that answers for it.');
});

// Quadratic patterns take half a minute for such a text, linear ones a few milliseconds: the bound tells them apart anywhere.
test('every pattern takes linear time on long texts', () => {
	const patterns = [...JSON.stringify(jsonSchema()).matchAll(/"pattern":"((?:[^"\\]|\\.)*)"/g)].map(
		([, source]) => new RegExp(JSON.parse(`"${source}"`), 'u'),
	);
	expect(patterns.length).toBeGreaterThan(20);
	const prefixes = ['', 'https://', 'https://a/', '/', 'a.', 'CN=', 'com.a:/'];
	const units = ['a', 'a-', 'a.', 'a/', '-', '.', '/', '1.', 'a=', ',a=', '=a,', ' a', '/realms', 'ä'];
	for (const pattern of new Set(patterns)) {
		for (const prefix of prefixes) {
			for (const unit of units) {
				const started = process.hrtime.bigint();
				pattern.test(`${prefix}${unit.repeat(40_000)}\u0000`);
				expect(Number(process.hrtime.bigint() - started) / 1e6, `${pattern} on ${prefix}(${unit})*`).toBeLessThan(
					3_000,
				);
			}
		}
	}
});
