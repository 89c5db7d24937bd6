// Workloads and the sidecar, the ztunnel, or nothing before them.
import type { Enforcer, Port } from '../world.ts';
import type { DataPlane } from './data-plane.ts';
import type { Found, FoundService } from './found.ts';
import { leadsTo, type Service, targetOf } from './services.ts';
import type { Pods } from './workloads.ts';

/** The pods with their Services and their proxy. */
export function workloadFound(pods: Pods, services: readonly Service[], plane: DataPlane): Found {
	const own = services.filter((service) => leadsTo(service, pods));
	const { ports, conflicts } = enforcedPorts(pods, own);
	const workload = { namespace: pods.namespace, labels: pods.labels };
	const enforcers: Readonly<Record<DataPlane['mode'], Enforcer | undefined>> = {
		sidecar: { kind: 'sidecar', workload, ports },
		ambient: { kind: 'ztunnel', workload, ports },
		none: undefined,
	};
	const words = {
		sidecar: 'a sidecar stands before it',
		ambient: 'ztunnel stands before it',
		none: 'no proxy stands before it',
	};
	return {
		namespace: pods.namespace,
		name: pods.name,
		kind: pods.kind,
		services: own.map((service) => foundService(service, pods)),
		enforcer: enforcers[plane.mode],
		serviceAccount: pods.serviceAccount,
		waypoint: undefined,
		portNames: pods.portNames,
		assumptions: [...(plane.assumed ? [`${words[plane.mode]}: ${plane.because}`] : []), ...conflicts],
		object: pods.object,
	};
}

/** Container ports as Services name them. Of several Services that name a port, the first decides (measured); that is said. */
function enforcedPorts(
	pods: Pods,
	services: readonly Service[],
): { readonly ports: readonly Port[]; readonly conflicts: readonly string[] } {
	const ports = new Map<number, Port & { readonly service: string }>();
	const conflicts: string[] = [];
	for (const service of services) {
		for (const { protocol, ...written } of service.ports) {
			const port = targetOf({ protocol, ...written }, pods);
			if (port === undefined) continue;
			const first = ports.get(port);
			if (first === undefined) ports.set(port, { port, protocol, service: service.name });
			else if (first.protocol !== protocol) {
				const others = `\`${first.service}\` says ${first.protocol}, \`${service.name}\` ${protocol}`;
				conflicts.push(`of Services that differ on what port ${port} speaks the first decides: ${others}`);
			}
		}
	}
	const list = [...ports.values()].map(({ port, protocol }) => ({ port, protocol }));
	return { ports: list.sort((a, b) => a.port - b.port), conflicts };
}

const foundService = (service: Service, pods: Pods): FoundService => ({
	name: service.name,
	ports: service.ports.flatMap((port) => {
		const enforced = targetOf(port, pods);
		return enforced === undefined ? [] : [{ name: port.name, port: port.port, enforced }];
	}),
});
