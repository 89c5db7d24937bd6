// What a change needs at the gateway: a route that leads to the receiver, and for anyone, that the route says `public`.
import type { CatalogData, GatewayData } from '../../catalog/index.ts';
import type { Operation } from '../../traffic/operation.ts';
import type { Edit } from '../answer.ts';
import type { Inquiry } from './answer.ts';
import type { Change } from './edited.ts';
import { gatewayOf } from './party.ts';
import { leadsElsewhere } from './route.ts';
import type { CatalogScene } from './scene.ts';
import { typescript } from './typescript.ts';

type Route = GatewayData['routes'][number];

/**
 * The change with the route that the request takes; as it is where nothing is missing. Undefined where no route can be told.
 * `operations`: of the scope, where the catalog has it already.
 */
export function withRoute(
	scene: CatalogScene,
	inquiry: Inquiry,
	change: Change,
	operations: readonly Operation[],
): Change | undefined {
	const { parties, route, wanted } = inquiry;
	const { via, caller, receiver } = parties;
	const gateway = gatewayOf(scene.model, via);
	if (via === undefined || gateway === undefined || wanted.kind === 'tcp') return change;
	const data = change.data.gateways?.[via.name];
	if (data === undefined) return undefined;
	const isPublic = caller.kind === 'anyone';
	if (route === 'none' || route === 'no gateway') {
		// A route that takes a part of another's paths away is nobody's wish.
		if (leadsElsewhere(gateway, wanted.path, inquiry.question.host) !== undefined) return undefined;
		const path = prefixOf(inquiry, operations);
		const host = hostSetOf(data, inquiry.question.host, receiver.name);
		if (path === undefined || host === undefined) return undefined;
		const added: Route = { host, path, to: receiver.name, ...(isPublic ? { public: [change.scope] } : {}) };
		const origin = scene.locate(['gateways', via.name, 'routes']);
		return withRoutes(change, via.name, data, [...data.routes, added], {
			list: 'routes',
			part: via.name,
			act: 'add',
			origin,
			text: typescript(added),
		});
	}
	const index = gateway.routes.indexOf(route);
	const there = data.routes[index];
	if (!isPublic || there === undefined || there.public?.includes(change.scope) === true) return change;
	const open: Route = { ...there, public: [...(there.public ?? []), change.scope] };
	const origin = scene.locate(['gateways', via.name, 'routes', index]);
	return withRoutes(change, via.name, data, data.routes.with(index, open), {
		list: 'routes',
		part: via.name,
		act: 'replace',
		origin,
		text: typescript(open),
	});
}

function withRoutes(change: Change, name: string, gateway: GatewayData, routes: readonly Route[], edit: Edit): Change {
	const gateways: CatalogData['gateways'] = { ...change.data.gateways, [name]: { ...gateway, routes } };
	return { ...change, data: { ...change.data, gateways }, edits: [...change.edits, edit] };
}

/** Literal steps that all operations of the scope begin with, or those of the path that was asked for; undefined: none. */
function prefixOf({ received }: Inquiry, operations: readonly Operation[]): string | undefined {
	if (received.kind === 'tcp') return undefined;
	const paths = operations.map((operation): readonly string[] => {
		if (operation.kind === 'tcp') return [];
		if (operation.kind === 'grpc') return [operation.service, operation.method];
		const end = operation.path.segments.findIndex(({ kind }) => kind === 'parameter');
		const steps = end < 0 ? operation.path.segments : operation.path.segments.slice(0, end);
		return steps.flatMap((step) => (step.kind === 'literal' ? [step.text] : []));
	});
	const [first = received.path.split('/').slice(1), ...others] = paths;
	const differs = first.findIndex((step, at) => others.some((steps) => steps[at] !== step));
	const common = differs < 0 ? first : first.slice(0, differs);
	return common.length === 0 || common[0] === '' ? undefined : `/${common.join('/')}`;
}

/** The host set with this host, else the one by which the receiver is reached already, else the first. */
function hostSetOf({ hosts, routes }: GatewayData, host: string | undefined, receiver: string): string | undefined {
	if (host !== undefined) return Object.keys(hosts).find((name) => hosts[name]?.includes(host));
	const known = routes.find(({ to }) => to === receiver)?.host;
	return known ?? Object.keys(hosts)[0];
}
