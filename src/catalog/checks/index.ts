// What the parts of a catalog mean to each other. The shape is in order when this runs; every mistake is gathered.
import type { Diagnostic } from '../../core/diagnostic.ts';
import type { Locate } from '../../core/origin.ts';
import type { CatalogData } from '../schema/catalog.ts';

/**
 * All that is wrong or doubtful between the parts of a catalog whose shape is good, in the catalog's order of checks.
 * `today` is `YYYY-MM-DD`.
 */
export function checkCatalog(
	_catalog: { readonly data: CatalogData; readonly locate: Locate },
	_today: string,
): readonly Diagnostic[] {
	return [];
}
