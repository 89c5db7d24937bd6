// What a test asks about: one call, in the words of the catalog or of the manifests.
import type { Reason, Request } from '../semantics/istio/index.ts';

interface AnyCall {
	/** `GET /accounts/1`, `shop.Cart/Add` for gRPC, or `TCP`. */
	readonly request: string;
	/** Number or name, where the receiver has several that could be meant. */
	readonly port?: number | string;
	readonly host?: string;
	readonly headers?: Readonly<Record<string, string>>;
	readonly sourceAddress?: string;
	/** Laid over the token's payload; `null` takes a claim away. */
	readonly claims?: Readonly<Record<string, unknown>>;
	/** @default valid */
	readonly token?: TokenState;
}

export type TokenState = 'valid' | 'expired' | 'not-yet-valid' | 'wrong-signature' | 'unreadable';

/** A call between parts of a catalog. Names that the catalog does not have are errors, also where a refusal is expected. */
export interface Call extends AnyCall {
	/** A service, a client, `anyone` outside; or `spiffe://…`, `plaintext`, `tls` for who is in no catalog. */
	readonly from: string;
	/** A service or a gateway. */
	readonly to: string;
	/** Who hands a client's request on. @default the only gateway or service that could */
	readonly via?: string;
	/** In whose name, as in the catalog's grants: which token is sent. @default as the caller is granted this, else its usual one */
	readonly as?: 'service' | 'user' | 'identity' | 'anyone';
	/** Scopes in the token. @default those that are granted for this request */
	readonly scopes?: readonly string[];
	/** Tenant in the token. */
	readonly tenant?: string;
}

/** A call on manifests that no catalog made. */
export interface ManifestCall extends AnyCall {
	readonly from: Request['from'];
	/** `namespace/name` of a workload, Service or Gateway among the manifests; the name alone where it is the only one. */
	readonly to: string;
}

/** The step that settled a refusal. */
export type Because = Exclude<Reason['step'], 'allow' | 'no-policy'>;

/** What must be true of a refusal. What is left out may be anything. */
export interface Refusal {
	/**
	 * `mutual-tls`: no certificate · `trust-domain`: another mesh's · `token`: invalid, expired, or for others · `deny`: a DENY
	 * rule · `no-allow`: no rule allows it · `external`: the external authorizer · `http`: not a request at all
	 */
	readonly because?: Because;
	/** As the caller sees it; `closed`: the connection ends without an answer. */
	readonly status?: number | 'closed';
	/** The proxy that refuses: a service or a gateway. */
	readonly at?: string;
}
