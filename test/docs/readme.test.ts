// The proof and the counterexample that the README shows are what its commands print. `UPDATE=1` rewrites them.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { loadCatalog } from '../../src/load/index.ts';
import { synthesize } from '../../src/pipeline.ts';
import { renderDiagnostics, renderProofs } from '../../src/report/index.ts';
import { blocksOf, withBlock } from './blocks.ts';

const root = join(import.meta.dirname, '../..');
const readme = join(root, 'README.md');
const shown = (role: string): string | undefined =>
	blocksOf(readFileSync(readme, 'utf8')).find((block) => block.role === role)?.text;

async function synthesis(file: string) {
	const { catalog, sources } = await loadCatalog(join(root, file));
	if (catalog === undefined) throw new Error(`${file} cannot be loaded`);
	return { sources, ...synthesize(catalog.value, catalog.locate, '2026-11-24', catalog.patch) };
}

test('the proof of the bank', async () => {
	const { proofs, verdict } = await synthesis('services.catalog.ts');
	expect(verdict).toBe('proved');
	const lines = renderProofs(proofs, 80).split('\n');
	expect(lines.slice(0, 2).join('\n')).toBe(shown('proof')?.trimEnd());
});

test('the counterexample of the widened bank', async () => {
	const { diagnostics, sources, verdict, files } = await synthesis('examples/widened/services.catalog.ts');
	expect([verdict, files]).toEqual(['refused', []]);
	const shownFile = (file: string) => file.replace('../../', '');
	const text = renderDiagnostics(diagnostics, { ...sources, shownFile }, { color: false, width: 100 });
	if (process.env.UPDATE === '1')
		writeFileSync(readme, withBlock(readFileSync(readme, 'utf8'), 'counterexample', text));
	else expect(text).toBe(shown('counterexample'));
});
