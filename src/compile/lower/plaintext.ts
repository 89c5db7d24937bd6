// Declared exceptions that open a port to requests without mTLS.
import type { PlaintextOpening, Workload } from '../../access/model.ts';
import type { CatalogData, ExceptionData } from '../../catalog/index.ts';
import { invariant } from '../../core/invariant.ts';
import type { Placed } from './exceptions.ts';
import { operationsOf } from './operations.ts';
import { workloadOf } from './workloads.ts';

/** In catalog order; a disabled service is open to nobody. */
export function lowerPlaintext(
	data: CatalogData,
	workloads: ReadonlyMap<string, Workload>,
	exceptions: readonly Placed<Extract<ExceptionData, { kind: 'plaintext' }>>[],
): readonly PlaintextOpening[] {
	return exceptions.flatMap((exception) => {
		const workload = workloadOf(workloads, exception.service);
		if (workload.state.kind === 'disabled') return [];
		const service = data.services[exception.service];
		invariant(service !== undefined, `no service ${exception.service}`);
		return [
			{
				workload,
				operations: operationsOf(exception.service, exception.operations, service.ports),
				owner: exception.owner,
				because: exception.reason,
				expires: exception.expires,
				origin: exception.origin,
			},
		];
	});
}
