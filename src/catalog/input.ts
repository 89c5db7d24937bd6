// The catalog as a person writes it: plain data. The zod schema in `schema/` accepts exactly this. `N` is any name or
// operation that refers to something: plain text to most readers, the very words to `define.ts`, which checks them.

export interface CatalogInput<N extends string = string> {
	/** Name of the system: lower-case letters, digits and dashes. */
	readonly name: string;
	readonly mesh: MeshInput;
	/** Each namespace in use: `owned` (default deny, STRICT: everything in it is ours) or `shared` (only policies with a selector). */
	readonly namespaces: Readonly<Record<string, 'owned' | 'shared'>>;
	/** At least one. Output goes to `dist/<environment>/`. */
	readonly environments: Readonly<Record<string, EnvironmentInput>>;
	/** Who issues tokens. Leave out only together with `withoutTokens`. */
	readonly issuers?: Readonly<Record<string, IssuerInput>>;
	/** Says, once and with the reason, that this system has no tokens: callers are known by workload identity alone. */
	readonly withoutTokens?: string;
	readonly tokens?: TokensInput;
	/** How a verified tenant travels. Needed where a scope requires a tenant. */
	readonly tenant?: TenantInput;
	readonly services: Readonly<Record<string, ServiceInput<N>>>;
	/** OAuth clients outside the mesh: browsers, phones, partners. */
	readonly clients?: Readonly<Record<string, ClientInput<N>>>;
	readonly gateways?: Readonly<Record<string, GatewayInput<N>>>;
	/** Declared departures from the rules. Each has an owner, a reason and an end. */
	readonly exceptions?: readonly ExceptionInput<N>[];
}

export type IstioVersion = '1.28' | '1.29' | '1.30' | '1.31';

export interface MeshInput {
	/** Never implied: identities of another trust domain match nothing. */
	readonly trustDomain: string;
	readonly istio: IstioVersion;
	readonly dataPlane: 'sidecar';
	/** Istio's root namespace; `istio-system` when left out. */
	readonly rootNamespace?: string;
	/** Where istiod runs; `istio-system` when left out, wherever the root namespace is. */
	readonly istiodNamespace?: string;
	/** `scoped`: a `Sidecar` per workload lets it see only what it calls. `open` when left out. */
	readonly egress?: 'scoped' | 'open';
	/** `emit`: Kubernetes NetworkPolicies beside the mesh policies. `none` when left out. */
	readonly networkPolicies?: 'emit' | 'none';
}

export interface TokensInput {
	/** Access-token lifetime in seconds, at most 300; 300 when left out. */
	readonly lifetimeSeconds?: number;
}

export interface TenantInput {
	/** Token claim that carries the tenant. */
	readonly claim: string;
	/** Request header to which the proxy copies the verified claim. */
	readonly header: string;
}

export interface IssuerInput {
	readonly keycloak: {
		/** Public base URL, without `/realms/…`. */
		readonly url: string;
		readonly realm: string;
	};
	/** Where the proxies' control plane fetches keys; `<issuer>/protocol/openid-connect/certs` when left out. */
	readonly jwksUri?: string;
	/** Issuer of the cluster's service-account tokens; services then need no secret (`federated`). */
	readonly kubernetesIssuer?: string;
	/** Where pods reach the issuer; needed with `networkPolicies: 'emit'`. */
	readonly network?: NetworkTargetInput;
}

export type NetworkTargetInput =
	| { readonly cidr: string; readonly port: number }
	| { readonly namespace: string; readonly selector: Readonly<Record<string, string>>; readonly port: number };

/** What differs in one environment. Everything else is the catalog's. */
export interface EnvironmentInput {
	readonly trustDomain?: string;
	readonly issuers?: Readonly<Record<string, IssuerOverlayInput>>;
	/** Gateway → host set → hosts. */
	readonly hosts?: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;
	/** Client → what its users come back to here. */
	readonly clients?: Readonly<Record<string, ClientOverlayInput>>;
	readonly tokens?: TokensInput;
	/** Service, client or gateway → why it is off here. */
	readonly disabled?: Readonly<Record<string, string>>;
}

export interface IssuerOverlayInput {
	readonly keycloak?: { readonly url?: string; readonly realm?: string };
	readonly jwksUri?: string;
	readonly kubernetesIssuer?: string;
	readonly network?: NetworkTargetInput;
}

export interface ClientOverlayInput {
	readonly redirectUris?: readonly string[];
	readonly webOrigins?: readonly string[];
	readonly postLogoutRedirectUris?: readonly string[];
}

export interface ServiceInput<N extends string = string> {
	/** The team that answers for it. */
	readonly owner: string;
	readonly description?: string;
	readonly namespace: N;
	readonly serviceAccount: string;
	/** Labels of its pods. */
	readonly selector: Readonly<Record<string, string>>;
	/** Left out for a job or worker that nobody calls. */
	readonly ports?: Readonly<Record<string, PortInput>>;
	/** Name in `issuers`; needed only where there are several. */
	readonly issuer?: N;
	/** What tokens for this service carry as `aud`; its name when left out. */
	readonly audience?: string;
	/** What it offers: scope → operations. */
	readonly scopes?: Readonly<Record<string, ScopeInput<N>>>;
	/** Whom it lets in. A grant needs the other side, too: the caller's `calls`. */
	readonly callers?: readonly CallerInput<N>[];
	/** What it wants to call. */
	readonly calls?: readonly CallInput<N>[];
	/** How the kubelet asks for its health; `rewritten` (by Istio's injection, no rule needed) when left out. */
	readonly probes?: ProbesInput<N>;
	/** The one tenant in which it acts as itself. */
	readonly tenant?: string;
	/** How it proves itself to the issuer; `federated` when left out. */
	readonly authentication?: AuthenticationInput;
	/** It signs users in itself (a backend for a front end). */
	readonly login?: LoginInput;
	/** Other places it must reach on the network (with `networkPolicies: 'emit'`). */
	readonly external?: readonly (NetworkTargetInput & { readonly because: string })[];
	/** Why it is off: every grant to and from it goes, its client is disabled. */
	readonly disabled?: string;
}

export interface PortInput {
	readonly port: number;
	/** Container port; the same as `port` when left out. */
	readonly targetPort?: number;
	readonly protocol: 'http' | 'grpc' | 'tcp';
}

/** `GET /accounts/{id}`, `ANY /static/**`, `shop.Cart/Add`, `TCP`; ` on <port>` after it where several ports could be meant. */
export type ScopeInput<N extends string = string> =
	| readonly N[]
	| { readonly operations: readonly N[]; readonly tenant?: 'required'; readonly description?: string };

export type ActorInput = 'service' | 'user' | 'identity' | 'anyone';

export interface CallerInput<N extends string = string> {
	/** A service, a client, a gateway, or `anyone` (only through a gateway). */
	readonly from: N;
	/** Who hands the request on: a gateway, or a service that forwards the client's token. */
	readonly via?: N;
	readonly scopes: readonly N[];
	/** `service`: as itself. `user`: for a user. `identity`: mTLS alone, no token. `anyone`: no identity at the gateway. */
	readonly as?: ActorInput;
	/** Needed for `identity` and `anyone`. */
	readonly because?: string;
	/** Why this caller may act across tenants where the scope requires one. */
	readonly crossTenant?: string;
}

export interface CallInput<N extends string = string> {
	/** A service. */
	readonly to: N;
	readonly scopes: readonly N[];
	/** For a client: through which gateway, or which service that forwards its token. */
	readonly via?: N;
	/** For a service: the client whose token it hands on unchanged. */
	readonly forwards?: N;
}

export type ProbesInput<N extends string = string> =
	| 'rewritten'
	| 'none'
	| { readonly direct: readonly N[]; readonly because: string };

export type AuthenticationInput =
	| 'federated'
	| { readonly privateKeyJwt: { readonly jwksUrl: string } }
	| { readonly mtls: { readonly subject: string } };

export interface LoginInput {
	readonly redirectUris: readonly string[];
	readonly webOrigins?: readonly string[];
	readonly postLogoutRedirectUris?: readonly string[];
}

export interface ClientInput<N extends string = string> {
	/** `public`: a browser or phone app. `confidential`: a server that signs users in. `machine`: a partner's system, no users. */
	readonly kind: 'public' | 'confidential' | 'machine';
	readonly owner: string;
	readonly description?: string;
	readonly issuer?: N;
	readonly redirectUris?: readonly string[];
	readonly webOrigins?: readonly string[];
	readonly postLogoutRedirectUris?: readonly string[];
	/** For `confidential` and `machine`. */
	readonly authentication?: Exclude<AuthenticationInput, 'federated'>;
	readonly calls: readonly CallInput<N>[];
	readonly tenant?: string;
	readonly disabled?: string;
}

export interface GatewayInput<N extends string = string> {
	readonly owner: string;
	readonly description?: string;
	readonly namespace: N;
	readonly serviceAccount: string;
	readonly selector: Readonly<Record<string, string>>;
	/** Name of a Gateway API `Gateway` to attach to; left out: policies select the pods by label. */
	readonly gatewayApi?: string;
	/** Listeners; `targetPort` is the pod's port (8443 rather than 443). */
	readonly ports: Readonly<Record<string, PortInput>>;
	readonly issuer?: N;
	/** Named sets of host names, which environments may replace. */
	readonly hosts: Readonly<Record<string, readonly string[]>>;
	readonly routes: readonly RouteInput<N>[];
	readonly disabled?: string;
}

export interface RouteInput<N extends string = string> {
	/** Name of a host set. */
	readonly host: N;
	/** Path prefix, by whole segments, as the client sends it. */
	readonly path: string;
	readonly to: N;
	/** What the prefix becomes before the receiver sees it; the same when left out. */
	readonly rewrite?: string;
	/** Scopes of the receiver that anyone may use here; the receiver must grant them to `anyone` via this gateway. */
	readonly public?: readonly N[];
	/** Who answers CORS preflight requests, and for which pages. */
	readonly preflight?: { readonly answeredBy: 'gateway' | 'service'; readonly origins: readonly string[] };
}

interface ExceptionTerms<N extends string> {
	readonly owner: string;
	readonly reason: string;
	/** Last day on which it holds, `YYYY-MM-DD`. */
	readonly expires: string;
	/** Only there; everywhere when left out. */
	readonly environments?: readonly N[];
}

export type ExceptionInput<N extends string = string> =
	| (ExceptionTerms<N> & {
			/** A port that also takes requests without mTLS, for these operations. */
			readonly kind: 'plaintext';
			readonly service: N;
			readonly operations: readonly N[];
	  })
	| (ExceptionTerms<N> & {
			/** Services that cannot be told apart, because they run under one service account. */
			readonly kind: 'shared-identity';
			readonly services: readonly N[];
	  })
	| (ExceptionTerms<N> & {
			/** A client whose tokens live longer than 300 s. */
			readonly kind: 'long-lived-token';
			readonly client: N;
			readonly lifetimeSeconds: number;
	  })
	| (ExceptionTerms<N> & {
			/** Legacy callers that an external authorizer lets in at a gateway by their API key; weaker than a token. */
			readonly kind: 'api-key';
			readonly gateway: N;
			/** Name of the mesh's extension provider. */
			readonly provider: string;
			readonly to: N;
			readonly scopes: readonly N[];
			/** Where the gateway reaches the authorizer; needed with `networkPolicies: 'emit'`. */
			readonly network?: NetworkTargetInput;
	  });

/** A catalog whose shape and names are in order. It reads as it was written: the schema changes nothing. */
export type CatalogData = CatalogInput;
export type ServiceData = ServiceInput;
export type ClientData = ClientInput;
export type GatewayData = GatewayInput;
export type CallerData = CallerInput;
export type CallData = CallInput;
export type ExceptionData = ExceptionInput;
