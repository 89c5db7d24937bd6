// Where requests are judged: each port of each workload, and pods in our namespaces that the catalog does not name.
import type { AccessModel } from '../../access/model.ts';
import { sortedUnique } from '../../core/order.ts';
import {
	type Chain,
	chains,
	type Port as EnforcedPort,
	type Enforcer,
	type World,
} from '../../semantics/istio/index.ts';
import type { Port } from '../../traffic/principal.ts';
import type { Place } from '../finding.ts';
import type { Concern } from '../intended/index.ts';
import { portsIn } from './at-port.ts';

export interface Judged {
	readonly place: Place;
	readonly enforcer: Enforcer;
	/** As the catalog declares it; undefined: it does not. */
	readonly declared: Port | undefined;
	readonly chain: Chain;
}

/** The proxy of a workload of the catalog. */
export function enforcerOf(model: AccessModel, { workload }: Concern): Enforcer {
	const isGateway = workload.kind === 'gateway';
	const ports = workload.ports.map(({ targetPort, protocol }): EnforcedPort => {
		return { port: targetPort, protocol: isGateway && protocol !== 'tcp' ? 'http' : protocol };
	});
	const pod = { namespace: workload.namespace.name, labels: workload.selector };
	if (!isGateway) return { kind: 'sidecar', workload: pod, ports };
	const attachment = model.gateways.find((gateway) => gateway.workload === workload)?.attachment;
	return attachment?.kind === 'gateway-api'
		? { kind: 'gateway', api: 'kubernetes', name: attachment.name, workload: pod, ports }
		: { kind: 'gateway', api: 'istio', name: workload.name, workload: pod, ports };
}

/** All places of a workload: its ports, those that some policy names, and one that nothing names. */
export function placesOf(world: World, enforcer: Enforcer, concern: Concern): readonly Judged[] {
	const { workload } = concern;
	const named = { workload: workload.name, namespace: workload.namespace.name, origin: workload.origin };
	const declared = new Map(workload.ports.map((port) => [port.targetPort, port]));
	const others = enforcer.kind === 'gateway' ? [] : otherPorts(world, enforcer, declared);
	return [...declared.keys(), ...others].flatMap((port) =>
		judgedAt(world, enforcer, port, named).map((one) => ({ ...one, declared: declared.get(port) })),
	);
}

/**
 * A pod that the catalog does not name, in a namespace that is ours: without labels, or with labels of some policy that
 * selects no workload of the catalog.
 */
export function strangersIn(world: World, concerns: readonly Concern[], model: AccessModel): readonly Judged[] {
	const selectors = new Map<string, string[]>();
	for (const { namespace, attachment } of [...world.policies, ...world.peerAuthentications]) {
		if (attachment.kind !== 'selector') continue;
		const known = selectors.get(namespace);
		const text = JSON.stringify(Object.entries(attachment.labels).sort());
		if (known === undefined) selectors.set(namespace, [text]);
		else known.push(text);
	}
	const named = new Map<string, Set<string>>();
	for (const { workload } of concerns) {
		const known = named.get(workload.namespace.name) ?? new Set();
		named.set(workload.namespace.name, known.add(JSON.stringify(Object.entries(workload.selector).sort())));
	}
	return model.namespaces.flatMap(({ name, kind, origin }) => {
		const known = named.get(name) ?? new Set();
		const strange = sortedUnique(selectors.get(name) ?? []).filter((text) => !known.has(text));
		const pods = [...(kind === 'owned' ? ['[]'] : []), ...strange];
		return pods.flatMap((text) => {
			const labels: Readonly<Record<string, string>> = Object.fromEntries(JSON.parse(text));
			const enforcer: Enforcer = { kind: 'sidecar', workload: { namespace: name, labels }, ports: [] };
			const shown = Object.entries(labels).map(([key, value]) => `${key}=${value}`);
			const workload = shown.length === 0 ? `any other pod in ${name}` : `pods with ${shown.join(',')} in ${name}`;
			return otherPorts(world, enforcer, new Map()).flatMap((port) =>
				judgedAt(world, enforcer, port, { workload, namespace: name, origin }),
			);
		});
	});
}

function judgedAt(
	world: World,
	enforcer: Enforcer,
	port: number,
	named: Pick<Place, 'workload' | 'namespace' | 'origin'>,
): readonly Judged[] {
	return chains(world, enforcer, port).map((chain) => ({
		place: { ...named, port, speaks: chain.speaks },
		enforcer,
		declared: undefined,
		chain,
	}));
}

/** Ports beside the declared ones that some policy of the workload names, and the first that nothing names. */
export function otherPorts(
	world: World,
	enforcer: Enforcer,
	declared: ReadonlyMap<number, unknown>,
): readonly number[] {
	const free = freePort(declared, new Set());
	const policed = chains(world, enforcer, free).flatMap(({ custom, deny, allow }) =>
		[...custom, ...deny, ...(allow === 'everyone' ? [] : allow)].flatMap(({ matches }) => portsIn(matches)),
	);
	const namespace = enforcer.kind === 'waypoint' ? enforcer.namespace : enforcer.workload.namespace;
	const modes = world.peerAuthentications
		.filter((object) => object.namespace === namespace || object.namespace === world.mesh.rootNamespace)
		.flatMap(({ ports }) => Object.keys(ports).map(Number));
	const mentioned = new Set([...policed, ...modes].filter((port) => !declared.has(port)));
	return [...mentioned, freePort(declared, mentioned)];
}

function freePort(declared: ReadonlyMap<number, unknown>, mentioned: ReadonlySet<number>): number {
	let port = 9;
	while (declared.has(port) || mentioned.has(port)) port++;
	return port;
}
