// The whole pipeline as one sentence: read the catalog, lower it for each environment, compile it to manifests. The
// shells around it (`main`, `cli`, the constructs) load the catalog before and emit, write or draw after.
import type { AccessModel } from './access/model.ts';
import { type Catalog, readCatalog } from './catalog/index.ts';
import { compile } from './compile/index.ts';
import { lower } from './compile/lower.ts';
import type { Diagnostic } from './core/diagnostic.ts';
import { byText } from './core/order.ts';
import type { Locate } from './core/origin.ts';
import type { ManifestFile } from './manifests/object.ts';

export interface Synthesis {
	/** Undefined exactly when one of the diagnostics is an error; models and files are then empty. */
	readonly catalog: Catalog | undefined;
	/** One for each environment, sorted by its name. */
	readonly models: readonly AccessModel[];
	/** What would be written, for all environments. */
	readonly files: readonly ManifestFile[];
	readonly diagnostics: readonly Diagnostic[];
}

/** Everything that follows from a catalog's value. `today` is `YYYY-MM-DD`; exceptions that ended before it are errors. */
export function synthesize(value: unknown, locate: Locate, today: string): Synthesis {
	const [catalog, diagnostics] = readCatalog(value, locate, today);
	if (catalog === undefined) return { catalog, models: [], files: [], diagnostics };
	const environments = Object.keys(catalog.data.environments).sort(byText);
	const models = environments.map((environment) => lower(catalog, environment));
	return { catalog, models, files: models.flatMap(compile), diagnostics };
}
