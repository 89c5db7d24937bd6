// What of the grants is seen from outside: at a gateway, with external hosts and paths, before any rewrite.
import type { ApiKeyEntrance, Entrance, ExternalOperation, Gateway, Grant, Scope } from '../../access/model.ts';
import type { CatalogData, ExceptionData } from '../../catalog/index.ts';
import { invariant } from '../../core/invariant.ts';
import { sortedBy } from '../../core/order.ts';
import { seenOutside } from '../../traffic/seen-outside.ts';
import type { Placed } from './exceptions.ts';
import { lowerTarget } from './issuers.ts';

/** One entrance for each grant that a gateway presents, sorted by gateway and grant. */
export function lowerEntrances(
	data: CatalogData,
	gateways: ReadonlyMap<string, Gateway>,
	grants: readonly Grant[],
): readonly Entrance[] {
	const entrances = grants.flatMap((grant) => {
		const gateway = gateways.get(grant.presenter.name);
		if (gateway === undefined || grant.caller.kind === 'workload') return [];
		const isPublic = grant.caller.kind === 'anyone';
		const operations = externalOperations(data, gateway, grant.scope, isPublic);
		return [{ gateway, grant, operations }];
	});
	return sortedBy(entrances, (entrance) => `${entrance.gateway.workload.name} ${entrance.grant.id}`);
}

/** API-key callers at their gateways; without those whose gateway or receiver is off. */
export function lowerApiKeys(
	data: CatalogData,
	gateways: ReadonlyMap<string, Gateway>,
	scopes: ReadonlyMap<string, Scope>,
	exceptions: readonly Placed<Extract<ExceptionData, { kind: 'api-key' }>>[],
): readonly ApiKeyEntrance[] {
	return exceptions.flatMap((exception) => {
		const gateway = gateways.get(exception.gateway);
		invariant(gateway !== undefined, `no gateway ${exception.gateway}`);
		return exception.scopes.flatMap((name) => {
			const scope = scopes.get(name);
			invariant(scope !== undefined, `no scope ${name}`);
			if (gateway.workload.state.kind === 'disabled' || scope.receiver.state.kind === 'disabled') return [];
			return [
				{
					gateway,
					provider: exception.provider,
					network: exception.network === undefined ? { kind: 'unknown' } : lowerTarget(exception.network),
					scope,
					operations: externalOperations(data, gateway, scope, false),
					owner: exception.owner,
					because: exception.reason,
					expires: exception.expires,
					origin: exception.origin,
				},
			];
		});
	});
}

function externalOperations(data: CatalogData, gateway: Gateway, scope: Scope, isPublic: boolean): ExternalOperation[] {
	const written = data.gateways?.[gateway.workload.name]?.routes ?? [];
	return gateway.routes.flatMap((route, index) => {
		if (route.receiver !== scope.receiver) return [];
		if (isPublic && !written[index]?.public?.includes(scope.name)) return [];
		return scope.operations.flatMap((operation) => {
			const external = seenOutside(operation, route);
			return external === undefined ? [] : [{ hosts: route.hosts, operation: external, route }];
		});
	});
}
