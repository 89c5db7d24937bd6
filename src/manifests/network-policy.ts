// Kubernetes NetworkPolicy (networking.k8s.io/v1), only the fields that our output uses.
import type { NonEmpty } from './istio.ts';
import type { KubernetesObject } from './object.ts';

export interface LabelSelector {
	readonly matchLabels: Readonly<Record<string, string>>;
}

/** Pods, named by namespace and label, or addresses; never both (NetworkPolicyPeer, Kubernetes API reference). */
export type NetworkPeer = PodPeer | BlockPeer;

export interface PodPeer {
	readonly namespaceSelector: LabelSelector;
	readonly podSelector?: LabelSelector;
}

export interface BlockPeer {
	readonly ipBlock: { readonly cidr: string };
}

export interface IngressRule {
	/** Absent: from anywhere. */
	readonly from?: NonEmpty<NetworkPeer>;
	readonly ports: NonEmpty<NetworkPort>;
}

export interface EgressRule {
	readonly to: NonEmpty<NetworkPeer>;
	readonly ports: NonEmpty<NetworkPort>;
}

export interface NetworkPort {
	readonly protocol: 'TCP' | 'UDP';
	readonly port: number;
}

export interface NetworkPolicy extends KubernetesObject {
	readonly apiVersion: 'networking.k8s.io/v1';
	readonly kind: 'NetworkPolicy';
	readonly spec: {
		readonly podSelector: LabelSelector | Readonly<Record<string, never>>;
		readonly policyTypes: NonEmpty<'Ingress' | 'Egress'>;
		/** Absent, with the type in `policyTypes`: nothing is let in. */
		readonly ingress?: NonEmpty<IngressRule>;
		/** Absent, with the type in `policyTypes`: nothing is let out. */
		readonly egress?: NonEmpty<EgressRule>;
	};
}
