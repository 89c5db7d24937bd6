// The words in which a test asks a real mesh engine: a case (policies, mesh, enforcer, requests) and its verdicts. The same
// values travel as JSON Lines to the Go program `mesh-oracle` and back, are recorded as data, and can be put to any other
// reader of the same manifests. Optional fields are left out when they have the default named here, so lines stay short.

/** The version of this format. A line with another `v` is refused. */
export const meshCaseVersion = 1;

/** One question to the engine: what do these policies, on this enforcer, do to these requests? */
export type MeshCase = {
	readonly v: typeof meshCaseVersion;
	/** Comes back with the verdicts. Unique in a run by the caller's care; any text. */
	readonly id: string;
	/**
	 * YAML documents: AuthorizationPolicy, RequestAuthentication, PeerAuthentication and, where the enforcer needs them, Istio
	 * or Gateway API routing (Gateway, VirtualService, HTTPRoute). An object without a namespace lands in `default`. Of equally
	 * old objects istiod reads the one first by name; metadata.creationTimestamp is honoured, all others are equally old.
	 * Kinds that istiod does not read (NetworkPolicy, ServiceAccount) are left out and named in `adapted`.
	 */
	readonly manifests: string;
	readonly mesh?: MeshSettings;
	readonly enforcer: Enforcer;
	/** Labels of namespaces, by namespace. Namespaces not named here exist without labels. */
	readonly namespaces?: Readonly<Record<string, Labels>>;
	/**
	 * Key sets by issuer (by jwksUri, for a rule without an issuer), as JSON text of a JWKS. An issuer without an entry has the
	 * oracle's own key for that issuer, with which minted tokens are signed; with an entry only ready-made tokens (`raw`) can be
	 * valid. Either way every `jwksUri` of a RequestAuthentication is replaced by the key set itself (`adapted` says so). A
	 * written inline `jwks` stays as written.
	 */
	readonly keys?: Readonly<Record<string, string>>;
	/**
	 * What answers behind the enforcer. `none` (default): the proxy itself, so only verdicts are known. `echo`: a real upstream,
	 * and each allowed request comes back with what it received.
	 */
	readonly upstream?: 'none' | 'echo';
	readonly requests: readonly MeshRequest[];
};

export type Labels = Readonly<Record<string, string>>;

export type MeshSettings = {
	/** Default `cluster.local`. */
	readonly trustDomain?: string;
	/** Default none. */
	readonly trustDomainAliases?: readonly string[];
	/** Default `istio-system`. */
	readonly rootNamespace?: string;
	/** Default `BASE`, as in Istio. */
	readonly pathNormalization?: 'NONE' | 'BASE' | 'MERGE_SLASHES' | 'DECODE_AND_MERGE_SLASHES';
	/** Providers for `action: CUSTOM`, all of them answered by the oracle's own server; see `externalDecisionHeader`. */
	readonly extensionProviders?: readonly ExtensionProvider[];
	/** Feature flags of istiod, as it takes them from its environment: `{ PILOT_ENABLE_X: 'true' }`. Default none. */
	readonly istiod?: Readonly<Record<string, string>>;
};

export type ExtensionProvider = {
	readonly name: string;
	/** The protocol of the external authorizer. */
	readonly protocol: 'http' | 'grpc';
	/** HTTP only: request headers that the proxy shows to the authorizer. The decision header is always among them. */
	readonly includeRequestHeaders?: readonly string[];
	/** HTTP only: headers of an agreeing authorizer that go to the upstream. */
	readonly headersToUpstreamOnAllow?: readonly string[];
};

/**
 * The request header that decides at the external authorizer: absent or `allow` agrees, `deny` answers 403, any other number
 * answers that status. An agreeing authorizer adds the header `x-oracle-external: <provider>` for the upstream. On TCP (gRPC
 * only) the authorizer agrees exactly to connections with a source principal that does not end in `/deny`.
 */
export const externalDecisionHeader = 'x-oracle-decision';

/** Who enforces the policies, and for which workload. */
export type Enforcer = Sidecar | Gateway | Waypoint | Ztunnel;

export type Workload = {
	readonly namespace: string;
	readonly labels: Labels;
	/** Default `default`. */
	readonly serviceAccount?: string;
};

/** The Envoy beside a workload; a request names a container port. */
export type Sidecar = {
	readonly kind: 'sidecar';
	readonly workload: Workload;
	readonly services: readonly Service[];
};

/** An ingress gateway pod; a request names a port on which the pod listens. */
export type Gateway = {
	readonly kind: 'gateway';
	/**
	 * `istio`: `Gateway` and `VirtualService` of networking.istio.io. `kubernetes`: a Gateway API Gateway called `name`, whose
	 * pods carry the label gateway.networking.k8s.io/gateway-name. Manifests without any such Gateway get one for all hosts and
	 * all listeners, with one route for everything (`adapted` says so).
	 */
	readonly api: 'istio' | 'kubernetes';
	readonly name: string;
	readonly workload: Workload;
	readonly listeners: readonly GatewayListener[];
};

export type GatewayListener = {
	/** The port of the gateway's Service. */
	readonly port: number;
	/** The port of the pod, which policies mean by `ports`. Default: `port`. */
	readonly targetPort?: number;
	/** `https` ends TLS with a certificate of the oracle and asks for no client certificate. `tcp` hands on bytes, TLS too. */
	readonly protocol: 'http' | 'https' | 'tcp';
};

/** A waypoint proxy over real HBONE; a request names a Service and its Service port. */
export type Waypoint = {
	readonly kind: 'waypoint';
	readonly name: string;
	readonly namespace: string;
	/** The Services that use the waypoint. Policies may target them by targetRefs. */
	readonly services: readonly Service[];
	/** The pods behind the Services. */
	readonly workload: Workload;
};

/** No real ztunnel can be run: the answer is `notExecutable`, with istiod's conversion for it. */
export type Ztunnel = {
	readonly kind: 'ztunnel';
	readonly workload: Workload;
	readonly services: readonly Service[];
};

/** A Kubernetes Service in the workload's namespace that selects the workload. */
export type Service = {
	readonly name: string;
	readonly ports: readonly ServicePort[];
};

export type ServicePort = {
	readonly port: number;
	/** The container port. Default: `port`. */
	readonly targetPort?: number;
	/** What name or appProtocol declare. `undeclared`: nothing, so that the sidecar looks at the first bytes. */
	readonly protocol: 'http' | 'http2' | 'grpc' | 'tcp' | 'tls' | 'undeclared';
};

export type SpiffeId = `spiffe://${string}`;

/** One connection with one HTTP request or some bytes on it. */
export type MeshRequest = {
	/**
	 * Who calls: a SPIFFE id (mutual TLS with a certificate for it that the mesh's CA has signed), `plaintext` (no TLS), or `tls`
	 * (TLS without a client certificate).
	 */
	readonly from: SpiffeId | 'plaintext' | 'tls';
	/** Container port (sidecar), pod port (gateway) or Service port (waypoint). */
	readonly port: number;
	/** Waypoint: the Service asked for. Default: the enforcer's first. */
	readonly service?: string;
	/** The caller's address, IPv4 or IPv6. Default 127.0.0.1, in the loopback net. Others need a network namespace of the oracle's own. */
	readonly sourceAddress?: string;
	/** The workload's address. Default: one that the oracle chooses. Others need a network namespace of the oracle's own. */
	readonly destinationAddress?: string;
	/**
	 * Server name in the TLS handshake; `''` sends none. Default: Istio's `outbound_.<port>_._.<service>.<namespace>.svc.cluster.local`,
	 * with the Service's port; at a gateway the Host without its port; at a waypoint none.
	 */
	readonly sni?: string;
	/** Default as Istio's sidecars do: `istio-http/1.1` for HTTP, `istio` for TCP; at a gateway `http/1.1`. */
	readonly alpn?: readonly string[];
} & ({ readonly http: HttpRequest; readonly tcp?: never } | { readonly tcp: string; readonly http?: never });

/**
 * HTTP/1.1, written out as it stands: nothing is encoded, folded or checked. In `method`, `path`, `host` and `headers` each
 * character is one byte (Latin-1); characters above U+00FF are an error of the case.
 */
export type HttpRequest = {
	/** Default `GET`. */
	readonly method?: string;
	/** The raw request target, query and fragment included. */
	readonly path: string;
	/** The Host header. Default: the Service's name, `<service>.<namespace>.svc.cluster.local`. */
	readonly host?: string;
	/** In the order of the wire, repeated names included; after Host and the tokens. */
	readonly headers?: readonly (readonly [name: string, value: string])[];
	readonly tokens?: readonly Token[];
};

/** A token in the request: minted by the oracle, or ready-made. */
export type Token = { readonly in?: TokenPlace } & (
	| {
			readonly state: TokenState;
			/** The payload. `iss` names the key that signs. `iat`, and `exp` in an hour, are added unless written or said otherwise by `state`. */
			readonly claims: Readonly<Record<string, unknown>>;
			/** Signs with the key of this issuer instead of that of `claims.iss`. */
			readonly key?: string;
			/** Default ES256. */
			readonly algorithm?: 'ES256' | 'RS256';
	  }
	| { readonly raw: string }
);

/** Where a token stands. Default: header `Authorization`, prefix `Bearer `. A prefix defaults to none when a header is named. */
export type TokenPlace =
	| { readonly header: string; readonly prefix?: string }
	| { readonly query: string }
	| { readonly cookie: string };

/**
 * - `valid` signed by the issuer's key, in time
 * - `idToken` the same with `typ: ID` (a proxy sees no difference; policies must)
 * - `expired` since an hour; `expiredInSkew` since 20 s, which Envoy's 60 s of skew forgives
 * - `notYetValid` from in an hour; `withoutExpiry` has no `exp`
 * - `forged` the signature is another message's; `wrongKeyId` a key id that the key set lacks; `otherKey` signed by a
 *   stranger's key under the right key id
 * - `unknownIssuer` valid for an issuer `https://unknown.oracle.example` that no policy trusts
 * - `unsigned` alg `none`, no signature; `confused` HS256 with the public key as secret; `garbage` not a JWT at all
 */
export type TokenState =
	| 'valid'
	| 'idToken'
	| 'expired'
	| 'expiredInSkew'
	| 'notYetValid'
	| 'withoutExpiry'
	| 'forged'
	| 'wrongKeyId'
	| 'otherKey'
	| 'unknownIssuer'
	| 'unsigned'
	| 'confused'
	| 'garbage';

/** What the engine did to a case: one line for each line asked, in the same order. */
export type CaseVerdicts = { readonly v: typeof meshCaseVersion; readonly id: string } & (
	| {
			readonly kind: 'judged';
			/** One for each request, in order. */
			readonly verdicts: readonly Verdict[];
			readonly adapted: readonly string[];
	  }
	/** istiod's own validation refuses a manifest, or a manifest or the case cannot be read. */
	| { readonly kind: 'invalid'; readonly why: string }
	/** istiod asks for a filter that the adapter does not know: no verdict would be the engine's. */
	| { readonly kind: 'unknownFilter'; readonly why: string }
	/** The engine cannot be asked here: ztunnel, or addresses without a network namespace. */
	| { readonly kind: 'notExecutable'; readonly why: string; readonly ztunnel?: ZtunnelConversion }
	/** The instrument failed (nobody listens, no answer in time, a listener that Envoy refuses); never a statement about the policies. */
	| { readonly kind: 'failed'; readonly why: string }
);

export type Verdict = {
	/**
	 * `allow`: the upstream was reached. `refused`: no answer, the connection ended (handshake alert, reset, end of file). A
	 * number: the HTTP status of the proxy itself, 401 and 403 first of all. A request that says it is gRPC gets 200 and a
	 * grpc-status from Envoy; here stands the status that Envoy means by it.
	 */
	readonly verdict: 'allow' | 'refused' | number;
	/** Envoy's response code details (`rbac_access_denied_matched_policy[…]`), or how the connection ended. For people. */
	readonly why?: string;
	/** With `upstream: 'echo'` and `allow`. */
	readonly received?: Received;
};

/** What the upstream was given. Random or transport headers (`x-request-id`, `x-forwarded-proto`, `x-envoy-*`) are left out. */
export type Received = {
	readonly method?: string;
	readonly path?: string;
	readonly host?: string;
	/** Lower-case names in the order of the wire. */
	readonly headers?: readonly (readonly [name: string, value: string])[];
	/** TCP: the first bytes, Latin-1. */
	readonly bytes?: string;
};

/** What istiod sends to ztunnel, in its own JSON form (protojson of istio.security.Authorization and the workload's policies). */
export type ZtunnelConversion = {
	readonly policies: readonly unknown[];
	/** The names `namespace/name` of the policies that istiod attaches to the workload by selector, sorted. */
	readonly workloadPolicies: readonly string[];
};
