// The reference page: its whole catalogs are in order, its parts fit into a catalog, and it names every key.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { load } from 'js-yaml';
import { expect, test } from 'vitest';
import { overlay, readCatalog } from '../../src/catalog/index.ts';
import { jsonSchema } from '../../src/catalog/schema/json.ts';
import { locateByPath } from '../../src/core/origin.ts';

const page = readFileSync(join(import.meta.dirname, '../../docs/catalog.md'), 'utf8');
const blocks = [...page.matchAll(/```yaml\n([^`]+)```/g)].map(
	(match) => load(match[1] ?? '') as Record<string, unknown>,
);
const isWhole = (block: Record<string, unknown>) => 'name' in block;

test('every whole catalog on the page is in order, and so is each part in the first of them', () => {
	const [first] = blocks.filter(isWhole);
	expect(first).toBeDefined();
	expect(blocks.filter((block) => !isWhole(block)).length).toBeGreaterThan(0);
	for (const block of blocks) {
		const [catalog, diagnostics] = readCatalog({ ...first, ...block }, locateByPath('shop.yaml'), '2026-11-24');
		expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
		expect(catalog && overlay(catalog.data, 'staging').gateways?.edge?.hosts).toEqual({
			shop: ['staging.shop.example'],
		});
	}
});

test('the page names every part of a catalog', () => {
	const keys = Object.keys(jsonSchema().properties ?? {});
	expect(keys.length).toBeGreaterThan(10);
	expect(keys.filter((key) => !page.includes(`\`${key}\``))).toEqual([]);
});
