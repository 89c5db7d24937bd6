// Reads a catalog of this repository the way the command line does, on a fixed day.
import { fileURLToPath } from 'node:url';
import type { AccessModel } from '../../src/access/model.ts';
import { type Diagnostic, hasErrors } from '../../src/core/diagnostic.ts';
import { loadCatalog } from '../../src/load/index.ts';
import type { ManifestFile } from '../../src/manifests/object.ts';
import { synthesize } from '../../src/pipeline.ts';

const today = '2026-11-24';

export interface Example {
	readonly diagnostics: readonly Diagnostic[];
	/** One for each environment, sorted by its name; none when the catalog has errors. */
	readonly models: readonly AccessModel[];
	/** What would be written; nothing when the catalog has errors. */
	readonly files: readonly ManifestFile[];
}

/** The catalog at a path from the root of the repository. */
export async function readExample(file: string): Promise<Example> {
	const { catalog, diagnostics } = await loadCatalog(fileURLToPath(new URL(`../../${file}`, import.meta.url)));
	if (catalog === undefined || hasErrors(diagnostics)) return { diagnostics, models: [], files: [] };
	return synthesize(catalog.value, catalog.locate, today);
}
