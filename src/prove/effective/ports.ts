// The ports at which a proxy is asked: those it declares, those that some policy names, and one that nothing names, which
// stands for all others. With the chains of each, since finding the ports takes reading them.
import { type Chain, chains, type Enforcer, type World } from '../../semantics/istio/index.ts';
import { portsIn } from './at-port.ts';

export interface PortOf {
	/** Who is asked there: the proxy, with a listener at the port. */
	readonly enforcer: Enforcer;
	readonly port: number;
	/** At a waypoint. */
	readonly service: string | undefined;
	/** False for the one that stands for all that nothing names. */
	readonly isNamed: boolean;
	readonly chains: readonly Chain[];
}

/** All ports at which the proxy listens; at a gateway and a waypoint just those that it declares. */
export function portsOf(world: World, enforcer: Enforcer): readonly PortOf[] {
	if (enforcer.kind === 'waypoint') {
		return enforcer.services.flatMap(({ name, ports }) => ports.map(({ port }) => at(world, enforcer, port, name)));
	}
	const declared = new Set(enforcer.ports.map(({ port }) => port));
	const named = [...declared].map((port) => at(world, enforcer, port));
	return enforcer.kind === 'gateway' ? named : [...named, ...otherPorts(world, enforcer, declared)];
}

const at = (world: World, enforcer: Enforcer, port: number, service?: string): PortOf => ({
	enforcer,
	port,
	service,
	isNamed: true,
	chains: chains(world, enforcer, port, service),
});

/**
 * Ports beside the declared ones that some policy of the pod names, and the first that nothing names. At a gateway as if it
 * listened there, for HTTP and for bytes.
 */
export function otherPorts(world: World, enforcer: Enforcer, declared: ReadonlySet<number>): readonly PortOf[] {
	if (enforcer.kind === 'waypoint') return [];
	const free = freePort(declared, new Set());
	const atFree = at(world, listening(enforcer, free), free);
	const policed = atFree.chains.flatMap(({ custom, deny, allow }) =>
		[...custom, ...deny, ...(allow === 'everyone' ? [] : allow)].flatMap(({ matches }) => portsIn(matches)),
	);
	const mentioned = new Set([...policed, ...portsWithModes(world, enforcer)].filter((port) => !declared.has(port)));
	const last = freePort(declared, mentioned);
	return [
		...[...mentioned].map((port) => at(world, listening(enforcer, port), port)),
		{ ...(last === free ? atFree : at(world, listening(enforcer, last), last)), isNamed: false },
	];
}

type Pods = Exclude<Enforcer, { kind: 'waypoint' }>;

/** A sidecar takes all ports, a gateway those of its listeners. */
const listening = (enforcer: Pods, port: number): Pods =>
	enforcer.kind === 'gateway'
		? { ...enforcer, ports: [...enforcer.ports, { port, protocol: 'undeclared' }] }
		: enforcer;

/** The ports for which a PeerAuthentication has a mode of its own; gateways ask none. */
function portsWithModes(world: World, { kind, workload }: Pods): readonly number[] {
	if (kind === 'gateway') return [];
	const modes = portsByNamespace(world);
	return [...(modes.get(workload.namespace) ?? []), ...(modes.get(world.mesh.rootNamespace) ?? [])];
}

const portsKnown = new WeakMap<World, ReadonlyMap<string, readonly number[]>>();

/** By namespace. Read once. */
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

function freePort(declared: ReadonlySet<number>, mentioned: ReadonlySet<number>): number {
	let port = 9;
	while (declared.has(port) || mentioned.has(port)) port++;
	return port;
}
