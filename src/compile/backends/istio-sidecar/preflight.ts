// CORS preflight: `OPTIONS` with `Origin` and `Access-Control-Request-Method`, sent by browsers without any token. Istio
// skips token verification for it but not authorization (Envoy `bypass_cors_preflight`, Istio 1.30), so where a route
// declares who answers, that much is let through and nothing else: `OPTIONS`, the paths that browsers call on this
// route, its origins, the methods granted there. A route that declares nothing has no rule.
//
// Answered by the gateway: its own filter answers, after authorization, so only the gateway has a rule. Answered by the
// service: gateway and receiver both have one, the receiver's only for this gateway.
import { comesFromBrowsers } from '../../../access/browsers.ts';
import type { Entrance, Route } from '../../../access/model.ts';
import { nonEmpty } from '../../../core/non-empty.ts';
import { sortedUnique } from '../../../core/order.ts';
import type { Condition } from '../../../manifests/istio.ts';
import type { Operation } from '../../../traffic/operation.ts';
import { sourceOf } from '../shared/annotations.ts';
import { istioPrincipal } from '../shared/naming.ts';
import { gatewayOperation, receiverOperations, type To, tidy } from './operations.ts';
import { type Reasoned, ruleOf } from './rules.ts';

/** Rules of the gateway at which the entrances start, one for each route that has preflight answered. */
export function gatewayPreflightRules(entrances: readonly Entrance[]): readonly Reasoned[] {
	const routes = new Map<Route, { readonly to: To[]; readonly granted: Operation[] }>();
	for (const { gateway, grant, operations } of entrances) {
		if (!comesFromBrowsers(grant)) continue;
		for (const { hosts, operation, route } of operations) {
			if (route.preflight.kind === 'refused') continue;
			const found = routes.get(route) ?? { to: [], granted: [] };
			routes.set(route, found);
			found.granted.push(operation);
			found.to.push(asOptions(gatewayOperation(gateway.workload, hosts, operation)));
		}
	}
	return [...routes].map(([route, { to, granted }]) => reasoned(route, undefined, to, granted));
}

/** Rules of the receiver to which the entrances lead, for routes on which it answers itself. */
export function receiverPreflightRules(entrances: readonly Entrance[]): readonly Reasoned[] {
	const routes = new Map<Route, Entrance[]>();
	for (const entrance of entrances) {
		if (!comesFromBrowsers(entrance.grant)) continue;
		for (const route of new Set(entrance.operations.map((each) => each.route))) {
			if (route.preflight.kind === 'refused' || route.preflight.by === 'gateway') continue;
			routes.set(route, [...(routes.get(route) ?? []), entrance]);
		}
	}
	return [...routes].map(([route, through]) => {
		const granted = through.flatMap(({ grant }) => grant.scope.operations.filter(({ kind }) => kind !== 'tcp'));
		const to = through.flatMap(({ grant }) => receiverOperations(grant.receiver, grant.scope.operations).http ?? []);
		const gateway = through[0]?.gateway.workload.principal;
		return reasoned(route, gateway && istioPrincipal(gateway), to.map(asOptions), granted);
	});
}

const asOptions = ({ operation }: To): To => ({ operation: { ...operation, methods: ['OPTIONS'] } });

function reasoned(
	route: Route,
	principal: string | undefined,
	to: readonly To[],
	granted: readonly Operation[],
): Reasoned {
	const source = principal === undefined ? {} : { principals: [principal] as const };
	return {
		because: { kind: 'exception', text: `preflight: ${sourceOf(route.origin)}` },
		rule: ruleOf(source, tidy(to), preflightConditions(route, granted)),
	};
}

function preflightConditions({ preflight }: Route, granted: readonly Operation[]): readonly Condition[] {
	if (preflight.kind === 'refused') return [];
	const methods = sortedUnique(granted.map(methodOf));
	return [
		{
			key: 'request.headers[access-control-request-method]',
			values: methods.includes('*') ? ['*'] : nonEmpty(methods, 'methods of a route'),
		},
		{ key: 'request.headers[origin]', values: nonEmpty(sortedUnique(preflight.origins), 'origins of a route') },
	];
}

const methodOf = (operation: Operation): string => {
	if (operation.kind !== 'http') return 'POST';
	return operation.method.kind === 'any' ? '*' : operation.method.method;
};
