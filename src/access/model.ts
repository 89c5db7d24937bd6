// Who may do what, with which token: the catalog's meaning for one environment, as plain data. Nothing here tells how
// the catalog was written or how the meaning is enforced. References are object references to nodes of the same model.
import type { Origin } from '../core/origin.ts';
import type { Operation } from '../traffic/operation.ts';
import type { Port, Principal } from '../traffic/principal.ts';

export interface AccessModel {
	readonly catalog: string;
	readonly environment: string;
	readonly mesh: Mesh;
	readonly tenancy: Tenancy;
	/** Sorted by name; every namespace that the catalog declares. */
	readonly namespaces: readonly Namespace[];
	/** Sorted by name. */
	readonly issuers: readonly Issuer[];
	/** Services and gateways, sorted by name. */
	readonly workloads: readonly Workload[];
	readonly gateways: readonly Gateway[];
	/** Every OAuth client: one for each service that asks for or receives tokens, and those outside. Sorted by id. */
	readonly clients: readonly Client[];
	/** Sorted by name. */
	readonly scopes: readonly Scope[];
	/** Sorted by id. Nothing else is allowed. */
	readonly grants: readonly Grant[];
	/** What of the grants can be reached from outside, per gateway; sorted by gateway and grant. */
	readonly entrances: readonly Entrance[];
	/** Ports that, by a declared exception, also answer without mTLS. */
	readonly plaintext: readonly PlaintextOpening[];
	/** Callers with an API key, judged by an external authorizer. */
	readonly apiKeys: readonly ApiKeyEntrance[];
}

export interface Mesh {
	readonly trustDomain: string;
	readonly istio: string;
	readonly rootNamespace: string;
	readonly istiodNamespace: string;
	readonly egress: 'scoped' | 'open';
	readonly networkPolicies: 'emit' | 'none';
}

export type Tenancy =
	| { readonly kind: 'none' }
	| {
			readonly kind: 'claim';
			readonly claim: string;
			readonly header: string;
			/** Of users and service accounts: where the issuer's administrators keep the tenant. */
			readonly attribute: string;
	  };

export interface Namespace {
	readonly name: string;
	readonly kind: 'owned' | 'shared';
	readonly origin: Origin;
}

export interface Issuer {
	readonly name: string;
	/** The `iss` of its tokens, `<url>/realms/<realm>`. */
	readonly issuer: string;
	readonly jwksUri: string;
	readonly realm: string;
	readonly url: string;
	/** Issuer of service-account tokens, where services authenticate without a secret. */
	readonly kubernetes: { readonly kind: 'none' } | { readonly kind: 'issuer'; readonly issuer: string };
	readonly network: NetworkTarget;
	readonly origin: Origin;
}

export type NetworkTarget =
	| { readonly kind: 'unknown' }
	| { readonly kind: 'cidr'; readonly cidr: string; readonly port: number }
	| {
			readonly kind: 'pods';
			readonly namespace: string;
			readonly selector: Readonly<Record<string, string>>;
			readonly port: number;
	  };

export type State = { readonly kind: 'active' } | { readonly kind: 'disabled'; readonly because: string };

export interface Workload {
	/** Catalog name; also the Kubernetes Service's name and the prefix of object names. */
	readonly name: string;
	readonly kind: 'service' | 'gateway';
	readonly owner: string;
	readonly description: string;
	readonly namespace: Namespace;
	readonly principal: Principal;
	readonly selector: Readonly<Record<string, string>>;
	/** Sorted by name. */
	readonly ports: readonly Port[];
	readonly probes: Probes;
	readonly external: readonly (NetworkTarget & { readonly because: string })[];
	readonly state: State;
	readonly origin: Origin;
}

export type Probes =
	| { readonly kind: 'rewritten' }
	| { readonly kind: 'none' }
	/** The kubelet asks the application's own port, in plaintext and without an identity. */
	| {
			readonly kind: 'direct';
			readonly operations: readonly Operation[];
			readonly because: string;
			readonly origin: Origin;
	  };

export interface Gateway {
	readonly workload: Workload;
	readonly attachment: { readonly kind: 'selector' } | { readonly kind: 'gateway-api'; readonly name: string };
	/** Sorted as in the catalog. */
	readonly routes: readonly Route[];
}

export interface Route {
	/** Sorted. */
	readonly hosts: readonly string[];
	/** Literal prefix as sent by the client, and what it becomes. */
	readonly prefix: readonly string[];
	readonly rewrite: readonly string[];
	readonly receiver: Workload;
	readonly preflight: Preflight;
	readonly origin: Origin;
}

export type Preflight =
	| { readonly kind: 'refused' }
	| { readonly kind: 'answered'; readonly by: 'gateway' | 'service'; readonly origins: readonly string[] };

export type Authentication =
	| { readonly kind: 'none' }
	/** A Kubernetes service-account token, `system:serviceaccount:<namespace>:<name>`. */
	| { readonly kind: 'federated'; readonly namespace: string; readonly serviceAccount: string }
	| { readonly kind: 'private-key-jwt'; readonly jwksUrl: string }
	| { readonly kind: 'mtls'; readonly subject: string };

export interface Client {
	/** The `client_id`, and the `azp` of its tokens. For a service that receives tokens, also its audience. */
	readonly id: string;
	readonly kind: 'workload' | 'public' | 'confidential' | 'machine';
	readonly owner: string;
	readonly description: string;
	readonly issuer: Issuer;
	readonly authentication: Authentication;
	readonly login:
		| { readonly kind: 'none' }
		| {
				readonly kind: 'browser';
				readonly redirectUris: readonly string[];
				readonly webOrigins: readonly string[];
				readonly postLogoutRedirectUris: readonly string[];
		  };
	readonly lifetimeSeconds: number;
	/** The one tenant in which it acts as itself. */
	readonly tenant: { readonly kind: 'none' } | { readonly kind: 'fixed'; readonly tenant: string };
	readonly state: State;
	readonly origin: Origin;
}

export interface Scope {
	readonly name: string;
	readonly description: string;
	readonly receiver: Workload;
	/** What a token with this scope is for: `aud`. */
	readonly audience: string;
	/** In catalog order, no duplicates. */
	readonly operations: readonly Operation[];
	readonly tenant: 'required' | 'none';
	readonly origin: Origin;
}

/** In whose name a call is made, and so what must be on the wire. */
export type Actor =
	/** The service's own token: `azp` and `client_id` are this client. */
	| { readonly kind: 'service'; readonly client: Client }
	/** A user's token: `azp` is this client. */
	| { readonly kind: 'user'; readonly client: Client; readonly obtained: 'login' | 'exchange' | 'forwarded' }
	/** mTLS alone. */
	| { readonly kind: 'identity'; readonly because: string }
	/**
	 * Whoever comes through the gateway; no token is asked for. One that is sent all the same is verified wherever the
	 * gateway or the receiver takes tokens: 401 when it is invalid or of an issuer unknown there, 403 when it is for
	 * another audience (Istio 1.30, `RequestAuthentication`).
	 */
	| { readonly kind: 'anyone'; readonly because: string };

export type TenantRule =
	| { readonly kind: 'none' }
	/** The token must carry the tenant claim. */
	| { readonly kind: 'any-claimed' }
	| { readonly kind: 'fixed'; readonly tenant: string }
	| { readonly kind: 'crossing'; readonly because: string };

/** One caller, one actor, one scope at one receiver: the unit of access, of review and of rules. */
export interface Grant {
	/** `<receiver>/<scope>/<caller>[@<via>]/<actor>`: stable, unique. */
	readonly id: string;
	/** Who the receiver sees in the client certificate. */
	readonly presenter: Workload;
	readonly caller: Caller;
	readonly receiver: Workload;
	readonly scope: Scope;
	readonly actor: Actor;
	readonly tenant: TenantRule;
	/** Empty where the catalog gives no reason. */
	readonly because: string;
	/** The provider's line. */
	readonly origin: Origin;
	/** The consumer's line. */
	readonly requested: Origin;
}

export type Caller =
	/** The presenter itself. */
	| { readonly kind: 'workload'; readonly name: string }
	/** A client whose token the presenter (gateway or service) hands on. */
	| { readonly kind: 'client'; readonly name: string; readonly client: Client }
	| { readonly kind: 'anyone'; readonly name: 'anyone' };

/** A grant as it is seen from outside, at the gateway that leads to it. */
export interface Entrance {
	readonly gateway: Gateway;
	readonly grant: Grant;
	/** What the gateway sees: external paths, before any rewrite. HTTP and gRPC only. */
	readonly operations: readonly ExternalOperation[];
}

export interface ExternalOperation {
	readonly hosts: readonly string[];
	readonly operation: Operation;
	readonly route: Route;
}

export interface PlaintextOpening {
	readonly workload: Workload;
	readonly operations: readonly Operation[];
	readonly owner: string;
	readonly because: string;
	readonly expires: string;
	readonly origin: Origin;
}

export interface ApiKeyEntrance {
	readonly gateway: Gateway;
	readonly provider: string;
	/** Where the gateway reaches the authorizer. */
	readonly network: NetworkTarget;
	readonly scope: Scope;
	readonly operations: readonly ExternalOperation[];
	readonly owner: string;
	readonly because: string;
	readonly expires: string;
	readonly origin: Origin;
}
