// What the catalog lets in at a gateway: from outside, so that only host, operation and token count.
import type { AccessModel, ExternalOperation } from '../../access/model.ts';
import { pattern, run } from '../../traffic/pattern.ts';
import { all, any, not, type Predicate, text } from '../../traffic/predicate.ts';
import type { Concern } from './concern.ts';
import type { Intent } from './intent.ts';
import { operationPredicate, preflightPredicate } from './operations.ts';
import { answeredRoutes, asksAhead } from './preflight.ts';
import { tokenPredicate } from './token.ts';

const callers = 'anyone';

/** The same at every HTTP port of the gateway. */
export function gatewayIntents({ tenancy, apiKeys }: AccessModel, { workload, entrances }: Concern): readonly Intent[] {
	const keyed = apiKeys.filter(({ gateway }) => gateway.workload === workload);
	// Whoever uses what API keys open is judged by the external authorizer, with a token or not.
	const agreed = all(
		keyed.map(({ provider, operations }) => any([not(any(operations.map(outside))), { kind: 'agrees', provider }])),
	);
	const entered = entrances.map(({ grant, operations }): Intent => {
		const admits = all([any(operations.map(outside)), tokenPredicate(grant, tenancy), agreed]);
		return { name: grant.id, grants: [grant], callers, origin: grant.origin, admits };
	});
	const opened = keyed.map(({ scope, origin, operations }): Intent => {
		const admits = all([any(operations.map(outside)), agreed]);
		return { name: `api-key ${scope.name}`, grants: [], callers, origin, admits };
	});
	const asked = [...answeredRoutes(entrances)].map(([route, through]): Intent => {
		const operations = through.flatMap((entrance) => entrance.operations.filter((each) => each.route === route));
		const paths = operations.map(({ hosts, operation }) => all([hostIs(hosts), preflightPredicate(operation)]));
		const asking = asksAhead(
			route,
			operations.map(({ operation }) => operation),
		);
		const grants = through.map(({ grant }) => grant);
		return { name: 'preflight', grants, callers, origin: route.origin, admits: all([any(paths), asking, agreed]) };
	});
	return [...entered, ...opened, ...asked];
}

const outside = ({ hosts, operation }: ExternalOperation): Predicate =>
	all([hostIs(hosts), operationPredicate(operation)]);

/** The host, with or without a port. */
const hostIs = (hosts: readonly string[]): Predicate =>
	any(
		hosts
			.map((host) => host.toLowerCase())
			.flatMap((host) => [pattern(host), pattern(`${host}:`, run('any', 0))])
			.map((of) => text('host', of)),
	);
