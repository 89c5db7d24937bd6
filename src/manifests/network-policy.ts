// Kubernetes NetworkPolicy (networking.k8s.io/v1), only the fields that our output uses.
import type { NonEmpty } from './istio.ts';
import type { KubernetesObject } from './object.ts';

export interface LabelSelector {
	readonly matchLabels: Readonly<Record<string, string>>;
}

export interface NetworkPeer {
	readonly namespaceSelector: LabelSelector;
	readonly podSelector?: LabelSelector;
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
		readonly ingress?: readonly { readonly from?: NonEmpty<NetworkPeer>; readonly ports?: NonEmpty<NetworkPort> }[];
		readonly egress?: readonly { readonly to?: NonEmpty<NetworkPeer>; readonly ports?: NonEmpty<NetworkPort> }[];
	};
}
