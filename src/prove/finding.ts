// What a proof finds, as plain data. No finding: the manifests and the tokens admit exactly what the catalog grants.
import type { Origin } from '../core/origin.ts';
import type { Request } from '../semantics/istio/index.ts';

/** One port of one workload, judged by one proxy. */
export interface Place {
	/** Name in the catalog, or a sentence for pods that the catalog does not name. */
	readonly workload: string;
	readonly namespace: string;
	readonly port: number;
	readonly speaks: 'http' | 'tcp';
	readonly origin: Origin;
}

export type Finding =
	/** A request that the manifests let in and no grant allows. */
	| {
			readonly kind: 'excess';
			readonly place: Place;
			readonly request: Request;
			/** `namespace/name` of the policy, and its rule counted from 0; undefined: nothing selects the workload. */
			readonly admittedBy: RuleName | undefined;
			/** What the catalog grants that comes nearest to it; none where nothing does. */
			readonly nearest: readonly Nearest[];
	  }
	/** A request that a grant allows and the manifests refuse. */
	| {
			readonly kind: 'missing';
			readonly place: Place;
			readonly request: Request;
			/** A grant's id, or what else allows it. */
			readonly intent: string;
			readonly origin: Origin;
			/** What refuses it, as a sentence. */
			readonly refusedBy: string;
	  }
	/** A token that can be had and that no grant asks for. */
	| {
			readonly kind: 'token-excess';
			readonly issuer: string;
			readonly client: string;
			/** How, and in whose name, as words. */
			readonly way: string;
			readonly scope: string;
			readonly what: string;
			/** The files that say so. */
			readonly files: readonly string[];
			readonly origin: Origin;
	  }
	/** A token that a grant needs and that cannot be had. */
	| {
			readonly kind: 'token-missing';
			readonly issuer: string;
			readonly client: string;
			readonly way: Way;
			readonly scope: string;
			readonly what: string;
			readonly grant: string;
			/** The files that lack it. */
			readonly files: readonly string[];
			readonly origin: Origin;
	  }
	/** The proxy takes or hands on a token, or a header, in another way than the catalog says. */
	| {
			readonly kind: 'handling';
			readonly place: Place;
			readonly object: string;
			readonly what: string;
			readonly origin: Origin;
	  }
	/** Neither proved nor disproved. Never counts as success. */
	| { readonly kind: 'undecided'; readonly where: string; readonly why: string; readonly origin: Origin };

/** A grant's id, or what else the catalog lets in, and its line. */
export interface Nearest {
	readonly name: string;
	readonly origin: Origin;
}

export interface RuleName {
	readonly policy: string;
	readonly rule: number;
}

/** How a client comes by a token: as itself, at a sign-in, by exchange of another token. */
export type Way = 'itself' | 'login' | 'exchange';
