// How a check speaks: a code of this stage's table, its parameters, a place, and the other places that belong to it.
import { type Diagnostic, type DiagnosticSpec, diagnose, type RelatedPlace } from '../../core/diagnostic.ts';
import type { CatalogPath } from '../../core/origin.ts';
import type { CheckContext } from './context.ts';
import { type CheckCode, checkDiagnostics } from './diagnostics.ts';

type ParametersOf<C extends CheckCode> = (typeof checkDiagnostics)[C] extends DiagnosticSpec<infer P> ? P : never;

/** One check: everything that it has to say about a catalog. */
export type Check = (context: CheckContext) => readonly Diagnostic[];

export interface OtherPlace {
	readonly path: CatalogPath;
	readonly label: string;
}

const most = 4;

/** A diagnostic at a catalog path; of the other places, at most four are kept. */
export function found<C extends CheckCode>(
	context: CheckContext,
	code: C,
	parameters: ParametersOf<C>,
	path: CatalogPath,
	others: readonly OtherPlace[] = [],
): Diagnostic {
	const related = others
		.slice(0, most)
		.map(({ path: other, label }): RelatedPlace => ({ origin: context.locate(other), label }));
	return diagnose(checkDiagnostics, code, parameters as never, context.locate(path), related);
}
