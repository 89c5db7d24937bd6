// The Istio kinds that we write (API security.istio.io/v1 and networking.istio.io/v1, Istio 1.30 and 1.31).
// Only the fields that our output uses; positive matches only, by type.
import type { NonEmpty } from '../core/non-empty.ts';
import type { KubernetesObject } from './object.ts';

export type { NonEmpty } from '../core/non-empty.ts';

export interface WorkloadSelector {
	readonly matchLabels: Readonly<Record<string, string>>;
}

export interface Source {
	readonly principals?: NonEmpty<string>;
	readonly requestPrincipals?: NonEmpty<string>;
	/** Only in DENY. */
	readonly notRequestPrincipals?: NonEmpty<string>;
}

export interface Operation {
	readonly hosts?: NonEmpty<string>;
	readonly ports?: NonEmpty<string>;
	readonly methods?: NonEmpty<string>;
	readonly paths?: NonEmpty<string>;
}

export interface Condition {
	readonly key: string;
	readonly values: NonEmpty<string>;
}

export interface Rule {
	readonly from?: NonEmpty<{ readonly source: Source }>;
	readonly to?: NonEmpty<{ readonly operation: Operation }>;
	readonly when?: NonEmpty<Condition>;
}

export interface AuthorizationPolicy extends KubernetesObject {
	readonly apiVersion: 'security.istio.io/v1';
	readonly kind: 'AuthorizationPolicy';
	readonly spec: {
		readonly selector?: WorkloadSelector;
		readonly targetRefs?: NonEmpty<TargetRef>;
		readonly action?: 'ALLOW' | 'DENY' | 'CUSTOM';
		readonly provider?: { readonly name: string };
		readonly rules?: NonEmpty<Rule>;
	};
}

export interface TargetRef {
	readonly group: string;
	readonly kind: string;
	readonly name: string;
}

export interface JwtRule {
	readonly issuer: string;
	readonly jwksUri: string;
	readonly audiences: NonEmpty<string>;
	/** Naming one place turns the default places off, the `access_token` query parameter among them. */
	readonly fromHeaders: NonEmpty<{ readonly name: string; readonly prefix: string }>;
	readonly forwardOriginalToken: boolean;
	readonly outputClaimToHeaders?: NonEmpty<{ readonly header: string; readonly claim: string }>;
}

export interface RequestAuthentication extends KubernetesObject {
	readonly apiVersion: 'security.istio.io/v1';
	readonly kind: 'RequestAuthentication';
	readonly spec: {
		readonly selector?: WorkloadSelector;
		readonly targetRefs?: NonEmpty<TargetRef>;
		readonly jwtRules: NonEmpty<JwtRule>;
	};
}

export type MtlsMode = 'STRICT' | 'PERMISSIVE';

export interface PeerAuthentication extends KubernetesObject {
	readonly apiVersion: 'security.istio.io/v1';
	readonly kind: 'PeerAuthentication';
	readonly spec: {
		readonly selector?: WorkloadSelector;
		readonly mtls: { readonly mode: MtlsMode };
		/** Keys are container ports. */
		readonly portLevelMtls?: Readonly<Record<string, { readonly mode: MtlsMode }>>;
	};
}

export interface Sidecar extends KubernetesObject {
	readonly apiVersion: 'networking.istio.io/v1';
	readonly kind: 'Sidecar';
	readonly spec: {
		readonly workloadSelector: { readonly labels: Readonly<Record<string, string>> };
		readonly outboundTrafficPolicy: { readonly mode: 'REGISTRY_ONLY' | 'ALLOW_ANY' };
		readonly egress: NonEmpty<{ readonly hosts: NonEmpty<string> }>;
	};
}
