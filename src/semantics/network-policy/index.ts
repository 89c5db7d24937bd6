// Which connections NetworkPolicies may stop. Policies add up: pods that none selects for a direction are open in it, and
// else one rule of any of them is enough ("Network Policies", kubernetes.io).
import { labelIndex } from '../../core/label-index.ts';
import { groupBy } from '../../core/order.ts';
import { type Labels, type NetworkPolicy, type Peer, type Rule, readNetworkPolicy, type Selector } from './read.ts';

export { networkPolicyDoubt } from './shape.ts';

/** What a connection comes from or goes to. */
export type End =
	/** Pods that have these labels at least. */
	| {
			readonly kind: 'pods';
			readonly namespace: string;
			readonly labels: Labels;
			/** Whether such a pod may have these labels, too. */
			readonly canHave: (labels: Labels) => boolean;
	  }
	/** An address range as it is written. */
	| { readonly kind: 'block'; readonly cidr: string }
	| { readonly kind: 'anywhere' };

type Pods = Extract<End, { kind: 'pods' }>;

export interface Network {
	/**
	 * The policy that may keep some of these pods from such a connection, or it from them, `namespace/name`; undefined where
	 * it passes at this end, for every pod with the labels.
	 */
	readonly stoppedAt: (pods: Pods, direction: 'ingress' | 'egress', other: End, port: number) => string | undefined;
}

/** Reads objects of this kind, given by their place and spec. */
export function readNetwork(
	objects: readonly { readonly namespace: string; readonly name: string; readonly spec: unknown }[],
): Network {
	const policies = objects.map(({ namespace, name, spec }) => readNetworkPolicy(namespace, name, spec));
	const inNamespace = new Map(
		[...groupBy(policies, ({ namespace }) => namespace)].map(([namespace, own]) => [
			namespace,
			labelIndex(own, ({ selector }) => selector.labels),
		]),
	);
	return {
		stoppedAt: ({ namespace, labels, canHave }, direction, other, port) => {
			let stops: NetworkPolicy | undefined;
			for (const policy of inNamespace.get(namespace)?.(labels) ?? []) {
				const rules = policy[direction];
				if (rules === undefined || !canHave(policy.selector.labels)) continue;
				const isSure = isSurelySelected(policy.selector, labels);
				if (isSure && rules.some((rule) => lets(rule, other, port))) return undefined;
				stops ??= policy;
			}
			return stops === undefined ? undefined : `${stops.namespace}/${stops.name}`;
		},
	};
}

const isSurelySelected = ({ labels: wanted, exact }: Selector, labels: Labels): boolean =>
	exact && Object.entries(wanted).every(([name, value]) => labels[name] === value);

const lets = ({ peers, ports }: Rule, other: End, port: number): boolean =>
	(peers === 'all' || peers.some((peer) => isMeant(peer, other))) &&
	(ports === 'all' || ports.some(({ first, last }) => first <= port && port <= last));

function isMeant(peer: Peer, other: End): boolean {
	if (other.kind === 'block') return peer.kind === 'block' && peer.cidr === other.cidr;
	if (other.kind === 'anywhere' || peer.kind !== 'pods') return false;
	return (peer.namespace ?? other.namespace) === other.namespace && isSurelySelected(peer.pods, other.labels);
}
