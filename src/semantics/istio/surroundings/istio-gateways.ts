// Gateways of networking.istio.io: the pods that a `Gateway` selects, with its servers as their ports (Istio 1.31, reference
// "Gateway"). A server names the Service's port; policies mean the pod's.

import { selects } from '../attach.ts';
import type { Port } from '../world.ts';
import type { Found } from './found.ts';
import { at, isKind, labelsOf, listOf, namedOf, portOf, textOf } from './objects.ts';
import { leadsTo, type Service, targetOf } from './services.ts';
import type { Pods } from './workloads.ts';

interface Selected {
	readonly pods: Pick<Pods, 'namespace' | 'name' | 'kind' | 'labels' | 'portNames' | 'object'>;
	readonly serviceAccount: string | undefined;
	readonly assumptions: readonly string[];
}

/** One for each workload that a Gateway selects; where none is among the manifests, one made of the selector itself. */
export function istioGatewaysFound(
	objects: readonly unknown[],
	pods: readonly Pods[],
	services: readonly Service[],
	rootNamespace: string,
): readonly Found[] {
	const gateways = objects.filter((object) => isKind(object, 'networking.istio.io', 'Gateway'));
	const chosen = new Map<string, Selected & { readonly gateways: unknown[] }>();
	for (const gateway of gateways) {
		for (const selected of selectedBy(gateway, pods, rootNamespace)) {
			const key = `${selected.pods.namespace}/${selected.pods.kind}/${selected.pods.name}`;
			const known = chosen.get(key) ?? { ...selected, gateways: [] };
			known.gateways.push(gateway);
			chosen.set(key, known);
		}
	}
	return [...chosen.values()].map((one) => found(one, services));
}

function selectedBy(gateway: unknown, pods: readonly Pods[], rootNamespace: string): readonly Selected[] {
	const selector = labelsOf(at(gateway, 'spec', 'selector'));
	const { name } = namedOf(gateway);
	const matching = pods.filter(({ labels }) => selects(selector, labels));
	if (matching.length > 0) {
		return matching.map((one) => ({ pods: one, serviceAccount: one.serviceAccount, assumptions: [] }));
	}
	const what = Object.entries(selector).map(([label, value]) => `${label}: ${value}`);
	const made = {
		namespace: rootNamespace,
		name: selector.istio ?? name,
		kind: 'Gateway',
		labels: selector,
		portNames: new Map<string, number>(),
		object: gateway,
	};
	const assumption = `its pods run in \`${rootNamespace}\` and have no other labels than \`${what.join(', ')}\`: no workload with them is among the manifests`;
	return [{ pods: made, serviceAccount: undefined, assumptions: [assumption] }];
}

function found(
	{ pods, serviceAccount, assumptions, gateways }: Selected & { readonly gateways: readonly unknown[] },
	services: readonly Service[],
): Found {
	const own = services.filter((service) => leadsTo(service, pods));
	const targets = new Map(own.flatMap(({ ports }) => ports.map((port) => [port.port, targetOf(port, pods)])));
	const ports = new Map<number, Port['protocol']>();
	const assumed: string[] = [];
	for (const server of gateways.flatMap((gateway) => listOf(at(gateway, 'spec', 'servers')))) {
		const number = portOf(at(server, 'port', 'number'));
		if (number === undefined) continue;
		const target = targets.get(number);
		if (target === undefined) assumed.push(`the pod listens on port ${number} itself: no Service says otherwise`);
		ports.set(target ?? number, serverProtocol(server));
	}
	const workload = { namespace: pods.namespace, labels: pods.labels };
	return {
		namespace: pods.namespace,
		name: pods.name,
		kind: pods.kind,
		services: own.map(({ name, ports: all }) => ({
			name,
			ports: all.flatMap((port) => {
				const enforced = targetOf(port, pods);
				return enforced === undefined ? [] : [{ name: port.name, port: port.port, enforced }];
			}),
		})),
		enforcer: {
			kind: 'gateway',
			api: 'istio',
			name: pods.name,
			workload,
			ports: [...ports].map(([port, protocol]) => ({ port, protocol })).sort((a, b) => a.port - b.port),
		},
		serviceAccount,
		waypoint: undefined,
		portNames: pods.portNames,
		assumptions: [...assumptions, ...new Set(assumed)],
		object: pods.object,
	};
}

/** `PASSTHROUGH` and the like leave TLS closed; `AUTO_PASSTHROUGH` too. */
function serverProtocol(server: unknown): Port['protocol'] {
	const mode = textOf(at(server, 'tls', 'mode')) ?? '';
	const closed = mode.endsWith('PASSTHROUGH');
	switch ((textOf(at(server, 'port', 'protocol')) ?? '').toUpperCase()) {
		case 'HTTP':
			return 'http';
		case 'HTTP2':
			return 'http2';
		case 'GRPC':
		case 'GRPC-WEB':
			return 'grpc';
		case 'HTTPS':
			return closed ? 'tls' : 'https';
		case 'TLS':
			return 'tls';
		default:
			return 'tcp';
	}
}
