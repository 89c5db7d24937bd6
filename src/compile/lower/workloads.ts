// Who runs in the mesh: namespaces, services and gateways with their identities.
import type { Gateway, Namespace, Probes, State, Workload } from '../../access/model.ts';
import type { CatalogData, GatewayData, ServiceData } from '../../catalog/index.ts';
import { invariant } from '../../core/invariant.ts';
import { byText, sortedBy } from '../../core/order.ts';
import type { Locate } from '../../core/origin.ts';
import type { Port } from '../../traffic/principal.ts';
import { lowerTarget } from './issuers.ts';
import { operationsOf } from './operations.ts';

/** Name → namespace. */
export function lowerNamespaces(data: CatalogData, locate: Locate): ReadonlyMap<string, Namespace> {
	return new Map(
		Object.entries(data.namespaces).map(([name, kind]) => [name, { name, kind, origin: locate(['namespaces', name]) }]),
	);
}

/** Catalog name → workload, for services and gateways alike. */
export function lowerWorkloads(
	data: CatalogData,
	locate: Locate,
	namespaces: ReadonlyMap<string, Namespace>,
): ReadonlyMap<string, Workload> {
	const workloads = new Map<string, Workload>();
	for (const [name, service] of Object.entries(data.services)) {
		workloads.set(name, {
			...common(data, name, service, namespaces),
			kind: 'service',
			probes: lowerProbes(name, service, locate),
			external: (service.external ?? []).map((target) => ({ ...lowerTarget(target), because: target.because })),
			origin: locate(['services', name]),
		});
	}
	for (const [name, gateway] of Object.entries(data.gateways ?? {})) {
		workloads.set(name, {
			...common(data, name, gateway, namespaces),
			kind: 'gateway',
			probes: { kind: 'rewritten' },
			external: [],
			origin: locate(['gateways', name]),
		});
	}
	return workloads;
}

/** Name → gateway with its routes in catalog order. */
export function lowerGateways(
	data: CatalogData,
	locate: Locate,
	workloads: ReadonlyMap<string, Workload>,
): ReadonlyMap<string, Gateway> {
	const gateways = new Map<string, Gateway>();
	for (const [name, gateway] of Object.entries(data.gateways ?? {})) {
		gateways.set(name, {
			workload: workloadOf(workloads, name),
			attachment:
				gateway.gatewayApi === undefined ? { kind: 'selector' } : { kind: 'gateway-api', name: gateway.gatewayApi },
			routes: gateway.routes.map((route, index) => {
				const hosts = gateway.hosts[route.host];
				invariant(hosts !== undefined, `gateway ${name} has no host set ${route.host}`);
				return {
					hosts: [...hosts].sort(byText),
					prefix: stepsOf(route.path),
					rewrite: stepsOf(route.rewrite ?? route.path),
					receiver: workloadOf(workloads, route.to),
					preflight:
						route.preflight === undefined
							? { kind: 'refused' }
							: {
									kind: 'answered',
									by: route.preflight.answeredBy,
									origins: [...route.preflight.origins].sort(byText),
								},
					origin: locate(['gateways', name, 'routes', index]),
				};
			}),
		});
	}
	return gateways;
}

/** The workload with this name, which the checks have found to exist. */
export function workloadOf(workloads: ReadonlyMap<string, Workload>, name: string): Workload {
	const workload = workloads.get(name);
	invariant(workload !== undefined, `no workload ${name}`);
	return workload;
}

/** Active, or disabled with the reason given in the catalog. */
export const stateOf = (written: { readonly disabled?: string | undefined }): State =>
	written.disabled === undefined ? { kind: 'active' } : { kind: 'disabled', because: written.disabled };

function common(
	data: CatalogData,
	name: string,
	written: ServiceData | GatewayData,
	namespaces: ReadonlyMap<string, Namespace>,
) {
	const namespace = namespaces.get(written.namespace);
	invariant(namespace !== undefined, `${name} is in an undeclared namespace ${written.namespace}`);
	return {
		name,
		owner: written.owner,
		description: written.description ?? '',
		namespace,
		principal: {
			trustDomain: data.mesh.trustDomain,
			namespace: written.namespace,
			serviceAccount: written.serviceAccount,
		},
		selector: written.selector,
		ports: lowerPorts(written.ports),
		state: stateOf(written),
	};
}

function lowerPorts(ports: ServiceData['ports']): readonly Port[] {
	const lowered = Object.entries(ports ?? {}).map(([name, port]) => ({
		name,
		port: port.port,
		targetPort: port.targetPort ?? port.port,
		protocol: port.protocol,
	}));
	return sortedBy(lowered, (port) => port.name);
}

function lowerProbes(name: string, service: ServiceData, locate: Locate): Probes {
	const { probes } = service;
	if (probes === undefined || probes === 'rewritten') return { kind: 'rewritten' };
	if (probes === 'none') return { kind: 'none' };
	return {
		kind: 'direct',
		operations: operationsOf(name, probes.direct, service.ports),
		because: probes.because,
		origin: locate(['services', name, 'probes']),
	};
}

/** `/api/v1` → `['api', 'v1']`, `/` → `[]`. */
const stepsOf = (path: string): readonly string[] => (path === '/' ? [] : path.slice(1).split('/'));
