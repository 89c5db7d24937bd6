// What an enforcer does with a request, and why.

export type Decision =
	| {
			readonly decision: 'allow';
			readonly because: Reason;
			/** What the receiver is given besides what was sent. */
			readonly upstream: Upstream;
	  }
	| {
			readonly decision: 'deny';
			/**
			 * The HTTP status of the proxy itself (gRPC callers are told it by grpc-status, under 200); `closed` when the connection
			 * ends without an answer.
			 */
			readonly status: number | 'closed';
			readonly because: Reason;
	  };

/** Header names are lower case. */
export interface Upstream {
	/** The path that is forwarded; undefined on TCP. */
	readonly path: string | undefined;
	/** Headers that the proxy takes away, however often they were sent. */
	readonly removed: readonly string[];
	/** Headers that the proxy writes. */
	readonly written: readonly (readonly [name: string, value: string])[];
	/** Query parameters that the proxy takes away. */
	readonly removedParameters: readonly string[];
}

/** The one step that settled the verdict. Objects are named `namespace/name`, rules counted from 0. */
export type Reason =
	/** STRICT mutual TLS, and the caller has no certificate; undefined object: no PeerAuthentication says so. */
	| { readonly step: 'mutual-tls'; readonly object: string | undefined }
	/** A certificate of a trust domain that the mesh does not know. */
	| { readonly step: 'trust-domain'; readonly trustDomain: string }
	/** The HTTP codec or path normalization refuses the request itself. */
	| { readonly step: 'http'; readonly what: string }
	| { readonly step: 'external'; readonly policy: string; readonly rule: number; readonly provider: string }
	/** A CUSTOM policy whose provider cannot be used: its rules deny. */
	| { readonly step: 'external-unusable'; readonly policy: string; readonly rule: number; readonly provider: string }
	| { readonly step: 'token'; readonly issuer: string; readonly what: string }
	| { readonly step: 'deny'; readonly policy: string; readonly rule: number }
	| { readonly step: 'allow'; readonly policy: string; readonly rule: number }
	/** ALLOW policies there are, and none matches. */
	| { readonly step: 'no-allow'; readonly policies: readonly string[] }
	/** No ALLOW policy selects the workload, so everything that is not denied passes. */
	| { readonly step: 'no-policy' };

/** A refusal: the status that the proxy answers, or `closed`. */
export const deny = (status: number | 'closed', because: Reason): Decision => ({ decision: 'deny', status, because });
