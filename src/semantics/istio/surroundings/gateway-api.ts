// Gateways of the Gateway API: ingress gateways, which istiod deploys itself, and waypoints (Istio 1.31, "Kubernetes Gateway
// API" and "Configure waypoint proxies").
import type { Enforcer, Labels, Port, WaypointService } from '../world.ts';
import type { Found } from './found.ts';
import { at, isKind, listOf, type Named, namedOf, portOf, textOf } from './objects.ts';
import type { Service } from './services.ts';

const group = 'gateway.networking.k8s.io';
const waypointClass = 'istio-waypoint';
const useLabel = 'istio.io/use-waypoint';

type GatewayEnforcer = Extract<Enforcer, { kind: 'gateway' }>;

/** Ingress and egress gateways: the pods of an automatic deployment listen on the listeners' own ports. */
export const gatewayApiFound = (objects: readonly unknown[]): readonly Found[] =>
	gateways(objects)
		.filter(({ className }) => className !== waypointClass)
		.map(({ object, namespace, name, labels, className }) => {
			const ports = listOf(at(object, 'spec', 'listeners')).flatMap(listenerPort);
			const enforcer: GatewayEnforcer = {
				kind: 'gateway',
				api: 'kubernetes',
				name,
				workload: { namespace, labels: { ...labels, [`${group}/gateway-name`]: name } },
				ports,
			};
			const known = className === 'istio';
			return {
				...noServices,
				namespace,
				name,
				kind: 'Gateway',
				enforcer,
				serviceAccount: `${name}-${className}`,
				assumptions: [
					...(known ? [] : [`gateway class \`${className}\` is one of Istio`]),
					...(listOf(at(object, 'spec', 'addresses')).length > 0
						? ['its pods listen on the ports of its listeners']
						: []),
				],
				object,
			};
		});

/** Waypoints with the Services that say, themselves or through their namespace, that they use them. */
export function waypointsFound(objects: readonly unknown[], services: readonly Service[]): readonly Found[] {
	const used = waypointOf(objects);
	return gateways(objects)
		.filter(({ className }) => className === waypointClass)
		.map(({ object, namespace, name }) => {
			const served = services.filter((service) => used(service) === `${namespace}/${name}`);
			const list = served.map(
				(service): WaypointService => ({
					name: service.name,
					namespace: service.namespace,
					kind: 'Service',
					ports: service.ports.map(({ port, protocol }) => ({ port, protocol })),
				}),
			);
			return {
				...noServices,
				namespace,
				name,
				kind: 'Gateway',
				enforcer: { kind: 'waypoint', name, namespace, services: list },
				serviceAccount: name,
				assumptions: [],
				object,
			};
		});
}

/** Says through which waypoint a Service is reached, `namespace/name`; undefined: through none. */
export function waypointOf(objects: readonly unknown[]): (service: Named) => string | undefined {
	const namespaces = new Map(
		objects
			.filter((object) => isKind(object, '', 'Namespace'))
			.map((object) => [namedOf(object).name, namedOf(object).labels]),
	);
	const known = new Set(gateways(objects).map(({ namespace, name }) => `${namespace}/${name}`));
	return ({ namespace, labels }) => {
		const ofNamespace: Labels = namespaces.get(namespace) ?? {};
		const source = labels[useLabel] === undefined ? ofNamespace : labels;
		const name = source[useLabel];
		if (name === undefined || name === 'none') return undefined;
		const waypoint = `${source[`${useLabel}-namespace`] ?? namespace}/${name}`;
		return known.has(waypoint) ? waypoint : undefined;
	};
}

const noServices = { services: [], waypoint: undefined, portNames: new Map<string, number>() };

const gateways = (objects: readonly unknown[]) =>
	objects.flatMap((object) =>
		isKind(object, group, 'Gateway')
			? [{ object, ...namedOf(object), className: textOf(at(object, 'spec', 'gatewayClassName')) ?? '' }]
			: [],
	);

function listenerPort(listener: unknown): Port[] {
	const port = portOf(at(listener, 'port'));
	if (port === undefined) return [];
	switch (at(listener, 'protocol')) {
		case 'HTTP':
			return [{ port, protocol: 'http' }];
		case 'HTTPS':
			return [{ port, protocol: 'https' }];
		case 'TLS':
			return [{ port, protocol: 'tls' }];
		case 'TCP':
			return [{ port, protocol: 'tcp' }];
		default:
			return [];
	}
}
