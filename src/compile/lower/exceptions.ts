// Which declared exceptions hold in an environment, and where each stands.
import type { CatalogData, ExceptionData } from '../../catalog/index.ts';
import type { Locate, Origin } from '../../core/origin.ts';

export type Placed<T> = T & { readonly origin: Origin };

/** Exceptions of one kind that hold in the environment, in catalog order. `data` is the catalog before its overlay, so that indexes are the writer's. */
export function exceptionsOf<K extends ExceptionData['kind']>(
	data: CatalogData,
	locate: Locate,
	environment: string,
	kind: K,
): readonly Placed<Extract<ExceptionData, { kind: K }>>[] {
	return (data.exceptions ?? []).flatMap((exception, index) => {
		if (!isKind(exception, kind)) return [];
		if (exception.environments !== undefined && !exception.environments.includes(environment)) return [];
		return [{ ...exception, origin: locate(['exceptions', index]) }];
	});
}

const isKind = <K extends ExceptionData['kind']>(
	exception: ExceptionData,
	kind: K,
): exception is Extract<ExceptionData, { kind: K }> => exception.kind === kind;
