// CORS preflight: `OPTIONS` from a declared origin, asking for a method that is granted on the route. It carries no token,
// so a route lets it in only where the catalog says who answers.
import { comesFromBrowsers } from '../../access/browsers.ts';
import type { Entrance, Route } from '../../access/model.ts';
import type { Operation } from '../../traffic/operation.ts';
import { anyText, type Pattern, pattern } from '../../traffic/pattern.ts';
import { all, any, header, type Predicate } from '../../traffic/predicate.ts';

/** Routes from whose pages browsers call, and which are answered, with the entrances that use them. */
export function answeredRoutes(entrances: readonly Entrance[]): ReadonlyMap<Route, readonly Entrance[]> {
	const routes = new Map<Route, Entrance[]>();
	for (const entrance of entrances) {
		if (!comesFromBrowsers(entrance.grant)) continue;
		for (const route of new Set(entrance.operations.map((each) => each.route))) {
			if (route.preflight.kind === 'refused') continue;
			routes.set(route, [...(routes.get(route) ?? []), entrance]);
		}
	}
	return routes;
}

/** The headers of a preflight request on the route, for one of the operations. */
export function asksAhead({ preflight }: Route, operations: readonly Operation[]): Predicate {
	const origins = preflight.kind === 'refused' ? [] : preflight.origins;
	return all([
		any(origins.map((origin) => header('origin', pattern(origin)))),
		any(operations.flatMap(methods).map((method) => header('access-control-request-method', method))),
	]);
}

function methods(operation: Operation): readonly Pattern[] {
	if (operation.kind === 'tcp') return [];
	if (operation.kind === 'grpc') return [pattern('POST')];
	return [operation.method.kind === 'any' ? anyText : pattern(operation.method.method)];
}
