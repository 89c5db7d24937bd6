// The three Istio kinds with every field that changes a verdict (API security.istio.io/v1, Istio 1.22 to 1.31), as they were
// read: anybody's, not only ours. Lists that were absent or empty are empty here; the reader says where the two differ.

export type Labels = Readonly<Record<string, string>>;

interface Named {
	readonly namespace: string;
	readonly name: string;
	/** RFC 3339; undefined where the file has none, which counts as older than everything dated. */
	readonly created: string | undefined;
}

/** To which proxies an object attaches. */
export type Attachment =
	| { readonly kind: 'namespace' }
	| { readonly kind: 'selector'; readonly labels: Labels }
	| { readonly kind: 'targets'; readonly targets: readonly Target[] };

export interface Target {
	readonly group: string;
	readonly kind: string;
	readonly name: string;
}

export interface Policy extends Named {
	readonly attachment: Attachment;
	readonly action: 'ALLOW' | 'DENY' | 'AUDIT' | 'CUSTOM';
	/** Of CUSTOM. */
	readonly provider: string | undefined;
	/** Annotation istio.io/dry-run: counted for nothing. */
	readonly dryRun: boolean;
	readonly rules: readonly Rule[];
}

/** Every part must hold; an absent part (an empty list) holds. */
export interface Rule {
	/** Counted from 0, as in the manifest, where empty entries (null) count and are skipped. */
	readonly index: number;
	readonly from: readonly Source[];
	readonly to: readonly Operation[];
	readonly when: readonly Condition[];
}

/** Values of one field, and of its `not…` twin. Both empty: the field is absent. */
export interface Values {
	readonly values: readonly string[];
	readonly notValues: readonly string[];
}

export interface Source {
	readonly principals: Values;
	readonly requestPrincipals: Values;
	readonly namespaces: Values;
	readonly serviceAccounts: Values;
	readonly trustDomains: Values;
	readonly ipBlocks: Values;
	readonly remoteIpBlocks: Values;
}

export interface Operation {
	readonly hosts: Values;
	readonly ports: Values;
	readonly methods: Values;
	readonly paths: Values;
}

export interface Condition extends Values {
	readonly key: string;
}

export interface RequestAuthentication extends Named {
	readonly attachment: Attachment;
	readonly jwtRules: readonly JwtRule[];
}

export interface JwtRule {
	/** `namespace/name` of its object. */
	readonly object: string;
	/** Undefined: any issuer whose key fits (Istio 1.27). */
	readonly issuer: string | undefined;
	/** Empty: any audience. */
	readonly audiences: readonly string[];
	readonly fromHeaders: readonly { readonly name: string; readonly prefix: string }[];
	readonly fromParams: readonly string[];
	readonly fromCookies: readonly string[];
	readonly forwardOriginalToken: boolean;
	readonly outputPayloadToHeader: string | undefined;
	readonly outputClaimToHeaders: readonly { readonly header: string; readonly claim: string }[];
	/** Besides `scope` and `permission` (Istio 1.28). */
	readonly spaceDelimitedClaims: readonly string[];
	readonly jwksUri: string | undefined;
	readonly jwks: string | undefined;
}

export type Mode = 'UNSET' | 'DISABLE' | 'PERMISSIVE' | 'STRICT';

export interface PeerAuthentication extends Named {
	readonly attachment: Attachment;
	readonly mode: Mode;
	/** By workload port. */
	readonly ports: Readonly<Record<string, Mode>>;
}
