// Every diagnostic has a page, and every page runs: its wrong catalog gives exactly this code with exactly the message
// shown, and leaves the output alone; its right catalog has no error. `UPDATE=1` rewrites the messages: read the diff.
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { checkDiagnostics } from '../../src/catalog/checks/index.ts';
import { catalogDiagnostics } from '../../src/catalog/index.ts';
import { hasErrors } from '../../src/core/diagnostic.ts';
import { manifestProblems } from '../../src/decide/index.ts';
import { loadCatalog, loadDiagnostics } from '../../src/load/index.ts';
import { synthesize } from '../../src/pipeline.ts';
import { proveDiagnostics } from '../../src/prove/index.ts';
import { questionDiagnostics } from '../../src/questions/index.ts';
import { renderDiagnostics } from '../../src/report/index.ts';
import { blocksOf, withBlock } from './blocks.ts';

const today = '2026-11-24';
const pages = join(import.meta.dirname, '../../docs/diagnostics');
const codes = [
	loadDiagnostics,
	catalogDiagnostics,
	checkDiagnostics,
	proveDiagnostics,
	questionDiagnostics,
	manifestProblems,
].flatMap((table) => Object.entries(table));
/**
 * Mistakes that a catalog's text cannot show: no such file, no permission, wrong encoding; test/load makes each of them.
 * LOD060 to LOD062, MAN and QST are about manifests and questions, not catalogs.
 * CAT037 meets only values that a program hands over, since loading a file finds them first; test/catalog makes it.
 */
const ofWholeFiles = [
	'LOD001',
	'LOD002',
	'LOD003',
	'LOD004',
	'LOD005',
	'LOD006',
	'CAT037',
	'LOD060',
	'LOD061',
	'LOD062',
	...Object.keys({ ...questionDiagnostics, ...manifestProblems }),
];
const isUpdate = process.env.UPDATE === '1';

let folder = '';
beforeAll(() => {
	folder = mkdtempSync(join(tmpdir(), 'meshgrant-docs-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

async function run(name: string, text: string) {
	const file = join(folder, name);
	writeFileSync(file, text);
	const { catalog, sources, diagnostics: onLoad } = await loadCatalog(file);
	const later = catalog === undefined ? undefined : synthesize(catalog.value, catalog.locate, today, catalog.patch);
	const diagnostics = [...onLoad, ...(later?.diagnostics ?? [])];
	const message = renderDiagnostics(diagnostics, sources, { color: false, width: 100 });
	return { diagnostics, message, files: later?.files ?? [] };
}

const extension = (language: string): string => (language === 'ts' ? 'ts' : language === 'json' ? 'json' : 'yaml');

test('no code is used twice, and every page belongs to a code', () => {
	const names = codes.map(([code]) => code);
	expect(new Set(names).size).toBe(names.length);
	expect(readdirSync(pages).filter((file) => !names.includes(file.replace(/\.md$/, '')))).toEqual([]);
	expect(names.length).toBeGreaterThanOrEqual(40);
});

test.each(codes.filter(([code]) => ofWholeFiles.includes(code)))('%s has its page with commands', (code, row) => {
	const page = readFileSync(join(pages, `${code}.md`), 'utf8');
	expect(page.startsWith(`# ${code}: ${row.title}\n`)).toBe(true);
	expect(page).toMatch(/## Wrong\n```sh\n[^`]+```\n\n## Right\n```sh\n/);
});

describe.each(codes.filter(([code]) => !ofWholeFiles.includes(code)))('%s', (code, row) => {
	const path = join(pages, `${code}.md`);

	test('its page has its title, explains it, and its wrong catalog gives it', async () => {
		const page = readFileSync(path, 'utf8');
		expect(page.startsWith(`# ${code}: ${row.title}\n`)).toBe(true);
		const wrong = blocksOf(page).find((block) => block.role === 'wrong');
		const shown = blocksOf(page).find((block) => block.role === 'message');
		if (wrong === undefined || shown === undefined) throw new Error(`${code}.md lacks a wrong or a message block`);
		const { diagnostics, message, files } = await run(`${code}-wrong.${extension(wrong.language)}`, wrong.text);
		const same = diagnostics.filter((diagnostic) => diagnostic.code === code);
		expect(same.length, message).toBeGreaterThan(0);
		expect(same.every((diagnostic) => diagnostic.origin.line > 0)).toBe(true);
		if (hasErrors(diagnostics)) expect(files).toEqual([]);
		if (isUpdate) writeFileSync(path, withBlock(page, 'message', `${message.trimEnd()}\n`));
		else expect(`${message.trimEnd()}\n`).toBe(shown.text);
	});

	test('its right catalog is in order', async () => {
		const right = blocksOf(readFileSync(path, 'utf8')).find((block) => block.role === 'right');
		if (right === undefined) throw new Error(`${code}.md lacks a right block`);
		const { diagnostics, message } = await run(`${code}-right.${extension(right.language)}`, right.text);
		expect(hasErrors(diagnostics), message).toBe(false);
		expect(diagnostics.map((diagnostic) => diagnostic.code)).not.toContain(code);
	});
});
