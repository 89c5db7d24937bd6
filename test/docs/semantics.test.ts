// The page on meaning: every fact that it names has recorded cases, and every file in which a rule is written is on it.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { facts } from '../recorded/coverage.ts';

const root = join(import.meta.dirname, '../..');
const page = readFileSync(join(root, 'docs/semantics.md'), 'utf8');

test('every fact that it names is one of those that were recorded, and all of them are named', () => {
	const cells = [...page.matchAll(/\| ([\d., ]+) \|$/gm)].flatMap(([, cell = '']) => cell.split(', '));
	const named = new Set(cells);
	expect([...named].filter((fact) => !(fact in facts))).toEqual([]);
	expect(Object.keys(facts).filter((fact) => !named.has(fact))).toEqual([]);
});

test.each(['tokens', 'paths', 'rule', 'facts'])('every file of %s/ is on it', (folder) => {
	const files = readdirSync(join(root, 'src/semantics/istio', folder));
	expect(files.length).toBeGreaterThan(3);
	const missing = files.filter((file) => file !== 'index.ts' && !page.includes(`istio/${folder}/${file}`));
	expect(missing).toEqual([]);
});
