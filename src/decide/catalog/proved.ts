// A catalog that was compiled anew, to be asked what a change would do: only what is proved may be asked.
import type { AccessModel } from '../../access/model.ts';
import type { CatalogData } from '../../catalog/index.ts';
import type { Diagnostic } from '../../core/diagnostic.ts';
import type { Locate } from '../../core/origin.ts';
import type { ManifestFile } from '../../manifests/object.ts';
import { type CatalogScene, catalogScene } from './scene.ts';

/** What the pipeline makes of a catalog. */
interface Synthesized {
	readonly catalog: { readonly data: CatalogData; readonly locate: Locate } | undefined;
	readonly models: readonly AccessModel[];
	/** Empty unless all of it is proved. */
	readonly files: readonly ManifestFile[];
	readonly diagnostics: readonly Diagnostic[];
	readonly verdict: 'proved' | 'refused' | 'undecided' | 'unreadable';
}

export type Tried = { readonly scene: CatalogScene } | { readonly errors: readonly Diagnostic[] };

/** Its scene in the environment, where every proof holds; else what stands against that. */
export function ifProved({ catalog, models, files, diagnostics, verdict }: Synthesized, environment: string): Tried {
	const model = models.find((one) => one.environment === environment);
	if (catalog === undefined || model === undefined || verdict !== 'proved') {
		return { errors: diagnostics.filter(({ severity }) => severity === 'error') };
	}
	return { scene: catalogScene({ ...catalog, model, files }) };
}
