// Where requests are judged: each port of each workload, and pods in our namespaces that the catalog does not name.
import type { AccessModel } from '../../access/model.ts';
import {
	type Chain,
	chains,
	type Port as EnforcedPort,
	type Enforcer,
	type Labels,
	type World,
} from '../../semantics/istio/index.ts';
import type { Port } from '../../traffic/principal.ts';
import type { Place } from '../finding.ts';
import type { Concern } from '../intended/index.ts';
import { portsIn } from './at-port.ts';
import type { Pods } from './labels.ts';

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
export function placesOf(world: World, enforcer: Enforcer, concern: Concern, pods: Pods): readonly Judged[] {
	const { workload } = concern;
	const { name } = workload;
	const declared = new Map(workload.ports.map((port) => [port.targetPort, port]));
	const variants = pods.variantsOf(workload).map((labels): readonly [string, Enforcer] => {
		return [`${name}, pods with ${shown(labels)}`, withLabels(enforcer, labels)];
	});
	return [[name, enforcer] as const, ...variants].flatMap(([title, proxy]) => {
		const named = { workload: title, namespace: workload.namespace.name, origin: workload.origin };
		const others = proxy.kind === 'gateway' ? [] : otherPorts(world, proxy, declared);
		return [...declared.keys(), ...others].flatMap((port) => {
			return judgedAt(world, proxy, port, named, declared.get(port));
		});
	});
}

const withLabels = (enforcer: Enforcer, labels: Labels): Enforcer =>
	enforcer.kind === 'waypoint' ? enforcer : { ...enforcer, workload: { ...enforcer.workload, labels } };

/**
 * A pod that the catalog does not name, in each namespace that is ours: one without labels, and one with the labels of each
 * selector that is no workload's. In shared namespaces such pods are others' affair.
 */
export function strangersIn(world: World, { namespaces }: AccessModel, pods: Pods): readonly Judged[] {
	const owned = namespaces.filter(({ kind }) => kind === 'owned');
	return owned.flatMap(({ name, origin }) =>
		[{}, ...pods.strangeIn(name)].flatMap((labels) => {
			const enforcer: Enforcer = { kind: 'sidecar', workload: { namespace: name, labels }, ports: [] };
			const text = shown(labels);
			const workload = text === '' ? `any other pod in ${name}` : `pods with ${text} in ${name}`;
			return otherPorts(world, enforcer, new Map()).flatMap((port) =>
				judgedAt(world, enforcer, port, { workload, namespace: name, origin }, undefined),
			);
		}),
	);
}

const shown = (labels: Labels): string =>
	Object.entries(labels)
		.map(([key, value]) => `${key}=${value}`)
		.join(',');

function judgedAt(
	world: World,
	enforcer: Enforcer,
	port: number,
	named: Pick<Place, 'workload' | 'namespace' | 'origin'>,
	declared: Port | undefined,
): readonly Judged[] {
	return chains(world, enforcer, port).map((chain) => ({
		place: { ...named, port, speaks: chain.speaks },
		enforcer,
		declared,
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
	const modes = portsByNamespace(world);
	const opened = [...(modes.get(namespace) ?? []), ...(modes.get(world.mesh.rootNamespace) ?? [])];
	const mentioned = new Set([...policed, ...opened].filter((port) => !declared.has(port)));
	return [...mentioned, freePort(declared, mentioned)];
}

const portsKnown = new WeakMap<World, ReadonlyMap<string, readonly number[]>>();

/** The ports for which a PeerAuthentication of the namespace has a mode of its own. Read once. */
function portsByNamespace(world: World): ReadonlyMap<string, readonly number[]> {
	const known = portsKnown.get(world);
	if (known !== undefined) return known;
	const made = new Map<string, number[]>();
	for (const { namespace, ports } of world.peerAuthentications) {
		const numbers = Object.keys(ports).map(Number);
		if (numbers.length > 0) made.set(namespace, [...(made.get(namespace) ?? []), ...numbers]);
	}
	portsKnown.set(world, made);
	return made;
}

function freePort(declared: ReadonlyMap<number, unknown>, mentioned: ReadonlySet<number>): number {
	let port = 9;
	while (declared.has(port) || mentioned.has(port)) port++;
	return port;
}
