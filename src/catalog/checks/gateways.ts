// What is granted through a gateway must be reachable there, and what is public must be public on both sides.
import type { Diagnostic } from '../../core/diagnostic.ts';
import type { CatalogPath } from '../../core/origin.ts';
import type { RouteInput } from '../input.ts';
import type { CheckContext, NamedScope } from './context.ts';
import { canBeUnder, pathOf } from './patterns.ts';
import { type Check, found } from './report.ts';

interface PlacedRoute {
	readonly route: RouteInput;
	readonly path: CatalogPath;
}

/** Grants through a gateway that no route leads to, and public routes that only one side agrees to. */
export const checkGateways: Check = (context) => {
	const routes = routesOf(context);
	const there = (gateway: string, receiver: string) => routes.get(`${gateway}\n${receiver}`) ?? [];
	return [
		...context.grants.flatMap(({ caller, receiver, scopes, sound }): readonly Diagnostic[] => {
			const { from, via } = caller;
			if (!sound || via === undefined || !context.gateways.has(via)) return [];
			const leading = there(via, receiver);
			if (from !== 'anyone') return scopes.flatMap((named) => unreached(context, via, named, leading));
			return scopes.flatMap((named) => publicly(context, via, named, leading));
		}),
		...(context.data.exceptions ?? []).flatMap((exception, index): readonly Diagnostic[] => {
			if (exception.kind !== 'api-key' || !context.gateways.has(exception.gateway)) return [];
			const leading = there(exception.gateway, exception.to);
			return exception.scopes.flatMap((name, position) => {
				const scope = context.scopes.get(exception.to)?.get(name);
				const path = ['exceptions', index, 'scopes', position];
				return scope === undefined ? [] : unreached(context, exception.gateway, { scope, path }, leading);
			});
		}),
		...notGranted(context),
	];
};

function routesOf(context: CheckContext): ReadonlyMap<string, readonly PlacedRoute[]> {
	const routes = new Map<string, PlacedRoute[]>();
	for (const [name, gateway] of context.gateways) {
		for (const [index, route] of gateway.routes.entries()) {
			const key = `${name}\n${route.to}`;
			const placed = { route, path: ['gateways', name, 'routes', index] };
			const there = routes.get(key);
			if (there === undefined) routes.set(key, [placed]);
			else there.push(placed);
		}
	}
	return routes;
}

function publicly(
	context: CheckContext,
	gateway: string,
	named: NamedScope,
	leading: readonly PlacedRoute[],
): readonly Diagnostic[] {
	const { name, receiver } = named.scope;
	const open = leading.filter(({ route }) => route.public?.includes(name));
	if (open.length > 0) return unreached(context, gateway, named, open);
	const others = leading.map(({ path }) => ({ path, label: 'does not make it public' }));
	return [found(context, 'ACC047', { gateway, receiver, scope: name }, named.path, others)];
}

/** The operations of a scope to which none of the routes leads. Tells TCP apart, which no route can carry. */
function unreached(
	context: CheckContext,
	gateway: string,
	{ path, scope }: NamedScope,
	leading: readonly PlacedRoute[],
): readonly Diagnostic[] {
	const about = { gateway, receiver: scope.receiver, scope: scope.name };
	const tcp = scope.operations.find(({ operation }) => operation.kind === 'tcp');
	if (tcp !== undefined)
		return [found(context, 'ACC050', about, path, [{ path: tcp.path, label: 'the TCP operation' }])];
	const missing = scope.operations.find((placed) => !leading.some(({ route }) => leadsTo(route, placed.operation)));
	if (missing === undefined) return [];
	const parameters = { ...about, operation: missing.text, routes: leading.length };
	const others = [
		{ path: missing.path, label: 'the operation' },
		...leading.map((one) => ({ path: one.path, label: 'leads elsewhere' })),
	];
	return [found(context, 'ACC049', parameters, path, others)];
}

/** A gRPC path is the method's name, so a route that rewrites it leads to none. */
function leadsTo(
	{ path, rewrite }: RouteInput,
	operation: NamedScope['scope']['operations'][number]['operation'],
): boolean {
	if (operation.kind === 'tcp') return false;
	if (operation.kind === 'grpc' && rewrite !== undefined && rewrite !== path) return false;
	return canBeUnder(pathOf(operation), stepsOf(rewrite ?? path));
}

/** `/api/v1` → `['api', 'v1']`, `/` → `[]`. */
export const stepsOf = (path: string): readonly string[] => (path === '/' ? [] : path.slice(1).split('/'));

function notGranted(context: CheckContext): readonly Diagnostic[] {
	const granted = new Set<string>();
	const doubtful = new Set<string>();
	for (const { caller, receiver, scopes, sound } of context.grants) {
		if (caller.from !== 'anyone') continue;
		if (!sound) doubtful.add(receiver);
		for (const { scope } of scopes) granted.add(`${caller.via}\n${receiver}\n${scope.name}`);
	}
	return [...context.gateways].flatMap(([gateway, { routes }]) =>
		routes.flatMap((route, index) =>
			(route.public ?? []).flatMap((scope, position) => {
				const isOffered = context.scopes.get(route.to)?.has(scope) === true;
				const isGranted = granted.has(`${gateway}\n${route.to}\n${scope}`);
				if (!isOffered || isGranted || doubtful.has(route.to)) return [];
				const path = ['gateways', gateway, 'routes', index, 'public', position];
				const place = { path: ['services', route.to, 'scopes', scope], label: 'the scope' };
				return [found(context, 'ACC048', { gateway, receiver: route.to, scope }, path, [place])];
			}),
		),
	);
}
