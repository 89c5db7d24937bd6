// The surroundings of policies, read from the same manifests: who enforces what, where, and under which settings of the mesh.
// Everything that was taken for granted comes back as a sentence.
import { dataPlanes } from './data-plane.ts';
import type { Found } from './found.ts';
import { gatewayApiFound, waypointOf, waypointsFound } from './gateway-api.ts';
import { istioGatewaysFound } from './istio-gateways.ts';
import { servicesOf } from './services.ts';
import { workloadFound } from './sidecars.ts';
import { podsOf } from './workloads.ts';

export { type Found, namespacesAt } from './found.ts';
export { settingsOf } from './mesh.ts';
export { fullNameOf, type Meant, meantBy, type Namer } from './named.ts';

export interface Around {
	/** Default `istio-system`: where a gateway's pods are looked for that no manifest shows. */
	readonly rootNamespace?: string;
	/** For pods of which no label says it. */
	readonly dataPlane?: 'sidecar' | 'ambient' | 'none' | undefined;
}

/**
 * Every proxy that these Kubernetes objects put before something, and the pods before which there is none: workloads first,
 * then gateways, then waypoints, each in the order of the manifests.
 */
export function enforcersOf(objects: readonly unknown[], around: Around = {}): readonly Found[] {
	const pods = podsOf(objects);
	const services = servicesOf(objects);
	const plane = dataPlanes(objects, around.dataPlane);
	const waypoint = waypointOf(objects);
	const gateways = istioGatewaysFound(objects, pods, services, around.rootNamespace ?? 'istio-system');
	const isGateway = new Set(gateways.map(({ object }) => object));
	const workloads = pods
		.filter(({ object }) => !isGateway.has(object))
		.map((one) => {
			const plain = workloadFound(one, services, plane(one));
			const through = services
				.filter(
					({ namespace, name }) => namespace === one.namespace && plain.services.some((known) => known.name === name),
				)
				.map(waypoint)
				.find((name) => name !== undefined);
			return plain.enforcer?.kind === 'ztunnel' ? { ...plain, waypoint: through } : plain;
		});
	return [...workloads, ...gateways, ...gatewayApiFound(objects), ...waypointsFound(objects, services)];
}
