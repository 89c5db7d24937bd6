// Two routes of a gateway must not take the same host and path, in any environment.
import type { Diagnostic } from '../../core/diagnostic.ts';
import type { CheckContext } from './context.ts';
import { type Check, found } from './report.ts';

/** Routes of one gateway that take the same host and path in an environment. */
export const checkRoutes: Check = (context) =>
	[...context.gateways.keys()].flatMap((gateway) => sameRoutes(context, gateway));

function sameRoutes(context: CheckContext, gateway: string): readonly Diagnostic[] {
	const told = new Set<number>();
	const diagnostics: Diagnostic[] = [];
	for (const [environment, data] of context.environments) {
		const there = data.gateways?.[gateway];
		const first = new Map<string, number>();
		for (const [index, route] of (there?.routes ?? []).entries()) {
			const hosts = there !== undefined && Object.hasOwn(there.hosts, route.host) ? there.hosts[route.host] : undefined;
			for (const host of hosts ?? []) {
				const before = first.get(`${host}${route.path}`);
				if (before === undefined) first.set(`${host}${route.path}`, index);
				if (before === undefined || before === index || told.has(index)) continue;
				told.add(index);
				const parameters = { gateway, host, path: route.path, environment };
				const place = { path: ['gateways', gateway, 'routes', before], label: 'the other route' };
				diagnostics.push(found(context, 'ACC051', parameters, ['gateways', gateway, 'routes', index], [place]));
			}
		}
	}
	return diagnostics;
}
