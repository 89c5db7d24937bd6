// What is offered: scopes with their operations and the audience of tokens that carry them.
import type { Scope, Workload } from '../../access/model.ts';
import type { CatalogData, ServiceData } from '../../catalog/index.ts';
import { invariant } from '../../core/invariant.ts';
import type { Locate } from '../../core/origin.ts';
import { operationsOf } from './operations.ts';
import { workloadOf } from './workloads.ts';

/** Scope name → scope; names are unique in a catalog. */
export function lowerScopes(
	data: CatalogData,
	locate: Locate,
	workloads: ReadonlyMap<string, Workload>,
): ReadonlyMap<string, Scope> {
	const scopes = new Map<string, Scope>();
	for (const [receiver, service] of Object.entries(data.services)) {
		for (const [name, written] of Object.entries(service.scopes ?? {})) {
			invariant(!scopes.has(name), `scope ${name} is offered twice`);
			const detailed = 'operations' in written ? written : { operations: written };
			scopes.set(name, {
				name,
				description: detailed.description ?? '',
				receiver: workloadOf(workloads, receiver),
				audience: audienceOf(receiver, service),
				operations: operationsOf(receiver, detailed.operations, service.ports),
				tenant: detailed.tenant ?? 'none',
				origin: locate(['services', receiver, 'scopes', name]),
			});
		}
	}
	return scopes;
}

/** The `aud` of tokens for this service: its client id, which is its name unless it says otherwise. */
export const audienceOf = (name: string, service: ServiceData): string => service.audience ?? name;
