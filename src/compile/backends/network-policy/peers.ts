// The other end of a connection, as NetworkPolicy names it.

import type { NetworkTarget, Workload } from '../../../access/model.ts';
import { unreachable } from '../../../core/invariant.ts';
import { type NonEmpty, nonEmpty } from '../../../core/non-empty.ts';
import type { EgressRule, NetworkPeer, NetworkPort, PodPeer } from '../../../manifests/network-policy.ts';
import { sortedLabels } from '../shared/labels.ts';

/** Pods with these labels in that namespace. Every namespace bears its name as a label (Kubernetes 1.22). */
export const pods = (namespace: string, labels: Readonly<Record<string, string>>): PodPeer => ({
	namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': namespace } },
	podSelector: { matchLabels: sortedLabels(labels) },
});

/** The pods of a workload, as its selector names them. */
export const podsOf = ({ namespace, selector }: Workload): PodPeer => pods(namespace.name, selector);

/** TCP ports in ascending order, each once; throws an InvariantError for none, for no ports would mean all of them. */
export const tcpPorts = (ports: Iterable<number>): NonEmpty<NetworkPort> =>
	nonEmpty(
		[...new Set(ports)].sort((a, b) => a - b).map((port) => ({ protocol: 'TCP', port })),
		'ports',
	);

/** The way to a declared place. Polarity: a place that nobody described is not reachable. */
export function wayTo(target: NetworkTarget): readonly EgressRule[] {
	switch (target.kind) {
		case 'unknown':
			return [];
		case 'cidr':
			return [way({ ipBlock: { cidr: target.cidr } }, target.port)];
		case 'pods':
			return [way(pods(target.namespace, target.selector), target.port)];
		default:
			return unreachable(target);
	}
}

const way = (peer: NetworkPeer, port: number): EgressRule => ({ to: [peer], ports: tcpPorts([port]) });
