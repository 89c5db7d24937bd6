// Reads a catalog of this repository the way the command line does, on a fixed day.
import type { AccessModel } from '../../src/access/model.ts';
import { readCatalog } from '../../src/catalog/index.ts';
import { lower } from '../../src/compile/lower.ts';
import type { Diagnostic } from '../../src/core/diagnostic.ts';
import { byText } from '../../src/core/order.ts';
import { locateByPath } from '../../src/core/origin.ts';

const today = '2026-11-24';

export interface Example {
	readonly diagnostics: readonly Diagnostic[];
	/** One for each environment, sorted by its name; none when the catalog has errors. */
	readonly models: readonly AccessModel[];
}

/** The catalog at a path from the root of the repository. */
export async function readExample(file: string): Promise<Example> {
	const module: { readonly default: unknown } = await import(`../../${file}`);
	const [catalog, diagnostics] = readCatalog(module.default, locateByPath(file), today);
	if (catalog === undefined) return { diagnostics, models: [] };
	const environments = Object.keys(catalog.data.environments).sort(byText);
	return { diagnostics, models: environments.map((environment) => lower(catalog, environment)) };
}
