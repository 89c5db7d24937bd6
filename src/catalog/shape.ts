// Reads a value as a catalog: is it plain data, has it the catalog's shape, are its names in order.
import type { Diagnostic } from '../core/diagnostic.ts';
import type { Locate } from '../core/origin.ts';
import type { CatalogData } from './input.ts';
import { explainIssues } from './issues.ts';
import { plainness } from './plain.ts';
import { catalogSchema } from './schema/catalog.ts';

/** The value as a catalog, or undefined together with every error of its shape. */
export function readShape(value: unknown, locate: Locate): readonly [CatalogData | undefined, readonly Diagnostic[]] {
	const { diagnostics, reported, readable } = plainness(value, locate);
	if (!readable) return [undefined, diagnostics];
	const result = catalogSchema.safeParse(value);
	if (!result.success)
		return [undefined, [...diagnostics, ...explainIssues(result.error.issues, value, locate, reported)]];
	return diagnostics.length > 0 ? [undefined, diagnostics] : [result.data, []];
}
