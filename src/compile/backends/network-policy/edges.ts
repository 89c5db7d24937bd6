// Connections of one workload that its grants need. NetworkPolicy sees container ports in both directions: the packet
// that reaches a pod bears its target port, whatever Service port the caller asked for.
import type { Grant, Workload } from '../../../access/model.ts';
import { sortedBy } from '../../../core/order.ts';
import type { EgressRule, IngressRule, NetworkPeer } from '../../../manifests/network-policy.ts';
import type { Operation } from '../../../traffic/operation.ts';
import type { Involvement } from '../shared/involvement.ts';
import { portOf } from '../shared/ports.ts';
import { podsOf, tcpPorts, wayTo } from './peers.ts';

/**
 * Who may connect to it: one rule for each workload that presents a grant. A gateway's listeners are open to the world,
 * and so are ports with a declared plaintext exception. The kubelet needs no rule: a node always reaches its own pods
 * ("Network Policies", kubernetes.io). Scrapers of the proxy's own ports 15020 and 15090 have none either: name such a
 * scraper as a caller, or allow it in a policy of your own.
 */
export function ingressRules({ workload, received, plaintext }: Involvement): readonly IngressRule[] {
	if (workload.state.kind === 'disabled') return [];
	const open = plaintext.flatMap((opening) => targetPorts(workload, opening.operations));
	const listeners = workload.kind === 'gateway' ? workload.ports.map((port) => port.targetPort) : [];
	const world = [...open, ...listeners];
	return [
		...edges(received, (grant) => grant.presenter).map(({ peer, ports }) => ({ from: [peer] as const, ports })),
		...(world.length > 0 ? [{ ports: tcpPorts(world) }] : []),
	];
}

/**
 * Where it may connect to: the receivers of its grants, issuers that it asks for tokens, the authorizer of its API keys,
 * other declared places.
 */
export function egressRules({ workload, presented, asks, apiKeys }: Involvement): readonly EgressRule[] {
	if (workload.state.kind === 'disabled') return [];
	const authorizers = apiKeys.filter(({ operations }) => operations.length > 0).map((key) => key.network);
	const places = [...asks.map((issuer) => issuer.network), ...authorizers, ...workload.external];
	// Several scopes may have one authorizer.
	const ways = new Map(places.flatMap(wayTo).map((rule) => [JSON.stringify(rule), rule]));
	return [
		...edges(presented, (grant) => grant.receiver).map(({ peer, ports }) => ({ to: [peer] as const, ports })),
		...sortedBy(ways, ([text]) => text).map(([, rule]) => rule),
	];
}

interface Edge {
	readonly peer: NetworkPeer;
	readonly ports: IngressRule['ports'];
}

/** One edge for each workload at the other end, sorted by its name, with the receiver's ports of all their grants. */
function edges(grants: readonly Grant[], otherEnd: (grant: Grant) => Workload): readonly Edge[] {
	const found = new Map<string, { readonly other: Workload; readonly ports: Set<number> }>();
	for (const grant of grants) {
		const other = otherEnd(grant);
		const edge = found.get(other.name) ?? { other, ports: new Set() };
		found.set(other.name, edge);
		for (const port of targetPorts(grant.receiver, grant.scope.operations)) edge.ports.add(port);
	}
	return sortedBy(found.values(), ({ other }) => other.name).map(({ other, ports }) => ({
		peer: podsOf(other),
		ports: tcpPorts(ports),
	}));
}

const targetPorts = (workload: Workload, operations: readonly Operation[]): readonly number[] =>
	operations.map((operation) => portOf(workload, operation.port).targetPort);
