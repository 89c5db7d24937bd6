// Writes a catalog's files into a folder of their own and loads it.
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { Diagnostic } from '../../src/core/diagnostic.ts';
import type { CatalogPath } from '../../src/core/origin.ts';
import type { LoadedCatalog, LoadResult } from '../../src/load/index.ts';
import { loadCatalog } from '../../src/load/index.ts';

export type FileContents = Readonly<Record<string, string | Uint8Array>>;

/** A new folder with these files in it, gone after the test. */
export function folderWith(files: FileContents): string {
	const folder = realpathSync(mkdtempSync(join(tmpdir(), 'meshgrant-load-')));
	onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
	for (const [name, text] of Object.entries(files)) {
		mkdirSync(dirname(join(folder, name)), { recursive: true });
		writeFileSync(join(folder, name), text);
	}
	return folder;
}

/** Loads the first of the files. */
export async function loadFiles(files: FileContents): Promise<LoadResult> {
	return loadCatalog(join(folderWith(files), Object.keys(files)[0] ?? ''));
}

/** Loads the first of the files, which must be in order. */
export async function loadGood(files: FileContents): Promise<LoadedCatalog> {
	const { catalog, diagnostics } = await loadFiles(files);
	if (catalog === undefined) throw new Error(diagnostics.map(printed).join('\n'));
	return catalog;
}

/** `file:line:column path` of every node, in the order of the value. */
export function placesOf({ value, locate }: LoadedCatalog): string[] {
	const places: string[] = [];
	const walk = (node: unknown, path: CatalogPath): void => {
		const origin = locate(path);
		places.push(`${origin.file}:${origin.line}:${origin.column} ${origin.path}`.trimEnd());
		if (typeof node !== 'object' || node === null) return;
		for (const step of Array.isArray(node) ? node.keys() : Object.keys(node)) {
			walk(Reflect.get(node, step), [...path, step]);
		}
	};
	walk(value, []);
	return places;
}

/** `CODE file:line:column message`. */
export const printed = ({ code, origin, message }: Diagnostic): string =>
	`${code} ${origin.file}:${origin.line}:${origin.column} ${message}`;
