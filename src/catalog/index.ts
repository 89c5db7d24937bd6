// A catalog from any source, read and checked: its shape first, then its operations and what its parts mean to each other.
import { type Diagnostic, hasErrors } from '../core/diagnostic.ts';
import type { Locate } from '../core/origin.ts';
import { checkCatalog } from './checks/index.ts';
import { furtherMistakes } from './further.ts';
import type { CatalogData } from './input.ts';
import { checkOperations } from './operations.ts';
import { readShape } from './shape.ts';

export { actorOf, askingForTokens, hasToken } from './actor.ts';
export { catalogDiagnostics } from './diagnostics.ts';
export { overlay } from './environment.ts';
export type * from './input.ts';
export { parseOperation } from './operation.ts';

/** A catalog without errors, and where each of its parts stands. */
export interface Catalog {
	readonly data: CatalogData;
	readonly locate: Locate;
}

/**
 * The catalog, undefined exactly when one diagnostic is an error, and everything that is wrong or doubtful: first the
 * shape, then every operation and the checks between parts, as far as the shape lets them be read. `today` is `YYYY-MM-DD`.
 */
export function readCatalog(
	value: unknown,
	locate: Locate,
	today: string,
): readonly [Catalog | undefined, readonly Diagnostic[]] {
	const [data, shape, repairs] = readShape(value, locate);
	if (data === undefined) {
		const further = repairs === undefined ? [] : furtherMistakes(value, locate, today, repairs);
		return [undefined, [...shape, ...further]];
	}
	const catalog = { data, locate };
	const diagnostics = [...checkOperations(catalog), ...checkCatalog(catalog, today)];
	return [hasErrors(diagnostics) ? undefined : catalog, diagnostics];
}
