// What every pod in the mesh needs from the cluster, whoever it is: names and its control plane.
import type { EgressRule } from '../../../manifests/network-policy.ts';
import { pods } from './peers.ts';

/**
 * The cluster's DNS, by the labels that CoreDNS bears in kubeadm and the large hosted clusters. A DNS cache on the node
 * itself needs no rule; a cluster with its DNS elsewhere needs a policy of its own.
 */
export const dns: EgressRule = {
	to: [pods('kube-system', { 'k8s-app': 'kube-dns' })],
	ports: [
		{ protocol: 'TCP', port: 53 },
		{ protocol: 'UDP', port: 53 },
	],
};

/**
 * istiod's port for certificates and configuration over TLS (15012, istio.io, "Application Requirements"). Its plaintext
 * port 15010 stays shut.
 */
export const istiod = (namespace: string): EgressRule => ({
	to: [pods(namespace, { app: 'istiod' })],
	ports: [{ protocol: 'TCP', port: 15012 }],
});
