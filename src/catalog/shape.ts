// Reads a value as a catalog: is it plain data, has it the catalog's shape, are its names in order.
import type { Diagnostic } from '../core/diagnostic.ts';
import type { Locate } from '../core/origin.ts';
import type { CatalogData } from './input.ts';
import { explainIssues } from './issues.ts';
import { plainness } from './plain.ts';
import type { Repair } from './repair.ts';
import { catalogSchema } from './schema/catalog.ts';

/**
 * The value as a catalog, or undefined together with every error of its shape. The repairs are there when the value is
 * plain data in the wrong shape.
 */
export function readShape(
	value: unknown,
	locate: Locate,
): readonly [
	data: CatalogData | undefined,
	diagnostics: readonly Diagnostic[],
	repairs?: readonly Repair[] | undefined,
] {
	const { diagnostics, reported, readable } = plainness(value, locate);
	if (!readable) return [undefined, diagnostics];
	const result = catalogSchema.safeParse(value);
	if (result.success) return diagnostics.length > 0 ? [undefined, diagnostics] : [result.data, []];
	const explained = explainIssues(result.error.issues, value, locate, reported);
	if (diagnostics.length > 0) return [undefined, [...diagnostics, ...explained.diagnostics]];
	const isPlainData = typeof value === 'object' && value !== null;
	return [undefined, explained.diagnostics, isPlainData ? explained.repairs : undefined];
}
