// What a verdict depends on besides the request: the manifests, the mesh's settings, and the workloads with the proxies that
// enforce. Everything left out has the default named here.
import type { Labels, PeerAuthentication, Policy, RequestAuthentication } from './policy.ts';

export type { Labels } from './policy.ts';

export interface World {
	readonly mesh: MeshSettings;
	/** By namespace and name. */
	readonly peerAuthentications: readonly PeerAuthentication[];
	readonly requestAuthentications: readonly RequestAuthentication[];
	readonly policies: readonly Policy[];
}

export type Normalization = 'NONE' | 'BASE' | 'MERGE_SLASHES' | 'DECODE_AND_MERGE_SLASHES';

/** Of MeshConfig (Istio 1.30), and what of istiod's feature flags changes a verdict. */
export interface MeshSettings {
	readonly trustDomain: string;
	readonly trustDomainAliases: readonly string[];
	readonly rootNamespace: string;
	readonly pathNormalization: Normalization;
	readonly extensionProviders: readonly ExtensionProvider[];
	/** The control plane's version, such as `1.30.4`. Without a patch (`1.30`): the newest of that line. */
	readonly istio: string;
	/** The revision of the control plane: objects with `istio.io/rev` of another one count for nothing. */
	readonly revision: string;
	/** PILOT_ENABLE_MULTIPLE_CUSTOM_AUTHZ_PROVIDERS (1.30). */
	readonly manyCustomProviders: boolean;
	/** ENABLE_SELECTOR_BASED_K8S_GATEWAY_POLICY. */
	readonly selectorsAtGateways: boolean;
}

export interface ExtensionProvider {
	readonly name: string;
	readonly protocol: 'http' | 'grpc';
}

/** Istio's own defaults, for a mesh of which nothing was said. */
export const defaultSettings: MeshSettings = {
	trustDomain: 'cluster.local',
	trustDomainAliases: [],
	rootNamespace: 'istio-system',
	pathNormalization: 'BASE',
	extensionProviders: [],
	istio: '1.31',
	revision: 'default',
	manyCustomProviders: false,
	selectorsAtGateways: true,
};

/** Who enforces, and for which pods. */
export type Enforcer =
	/** The Envoy beside a workload. Ports are container ports. */
	| { readonly kind: 'sidecar'; readonly workload: Workload; readonly ports: readonly Port[] }
	/** A gateway pod. Ports are those on which the pod listens. */
	| {
			readonly kind: 'gateway';
			/** `istio`: networking.istio.io. `kubernetes`: a Gateway API Gateway called `name`, in the workload's namespace. */
			readonly api: 'istio' | 'kubernetes';
			readonly name: string;
			readonly workload: Workload;
			readonly ports: readonly Port[];
	  }
	/** A waypoint for some Services. Ports are Service ports. */
	| {
			readonly kind: 'waypoint';
			readonly name: string;
			readonly namespace: string;
			readonly services: readonly WaypointService[];
	  }
	/** The node's ztunnel, for one ambient workload. Ports are container ports. */
	| { readonly kind: 'ztunnel'; readonly workload: Workload; readonly ports: readonly Port[] };

export interface WaypointService {
	readonly name: string;
	/** Default: the waypoint's namespace. */
	readonly namespace?: string | undefined;
	/** What targetRefs call it; default `Service`. */
	readonly kind?: 'Service' | 'ServiceEntry' | undefined;
	readonly ports: readonly Port[];
}

export interface Workload {
	readonly namespace: string;
	readonly labels: Labels;
}

/**
 * What a port is said to speak. `undeclared`: nothing is said, so the proxy looks at the first bytes. A port that is not
 * listed at all is undeclared, too. `tls` is opaque bytes to a sidecar, and ends TLS at a gateway (`https`).
 */
export interface Port {
	readonly port: number;
	readonly protocol: 'http' | 'http2' | 'grpc' | 'https' | 'tcp' | 'tls' | 'undeclared';
}
