// What is said about one question: plain data for text, tables and JSON.
import type { Origin } from '../core/origin.ts';
import type { Decision, Request } from '../semantics/istio/index.ts';

export interface Answer {
	readonly id: string | undefined;
	/** For people: who, what, whom. */
	readonly asked: { readonly from: string; readonly request: string; readonly to: string };
	/** `undecided`: something in the manifests could change the verdict and cannot be judged. Never to be taken for `allow`. */
	readonly verdict: 'allow' | 'deny' | 'undecided';
	/** In the order in which the request passes them; after a refusal there is none. At least one. */
	readonly hops: readonly Hop[];
	/** What was taken for granted, and what else matters: sentences without a full stop. */
	readonly notes: readonly string[];
	/** Why it is undecided; empty otherwise. */
	readonly doubts: readonly string[];
	/** Environment of the catalog; undefined where manifests were asked. */
	readonly environment: string | undefined;
	/** Of a refusal on a catalog. */
	readonly refusal: Refusal | undefined;
}

/** One proxy, or the pods themselves. */
export interface Hop {
	/** As people call it: `accounts`, `shop/cart`. */
	readonly at: string;
	/** Whose policies it follows, beside the root namespace's. */
	readonly namespace: string | undefined;
	readonly proxy: 'sidecar' | 'gateway' | 'waypoint' | 'ztunnel' | 'none';
	readonly request: Request;
	/** Undefined: no proxy stands there, so everything passes. */
	readonly decision: Decision | undefined;
	/** Where the object or rule stands that settled it. */
	readonly place: Origin | undefined;
	/** Of the catalog, where a grant let the request pass. */
	readonly grant: { readonly id: string; readonly origin: Origin; readonly requested: Origin } | undefined;
}

export interface Refusal {
	/** Why, in terms of the catalog: a sentence without a full stop. */
	readonly why: string;
	readonly remedy: Remedy;
}

/** Whatever is proposed here was tried: with it, the same question is answered by `allow`. */
export type Remedy =
	/** The catalog allows it; the request must be another, or carry another token. */
	| {
			readonly kind: 'request';
			readonly what: string;
			/** Undefined where no grant lets it pass, but a declared exception. */
			readonly grant: { readonly id: string; readonly origin: Origin } | undefined;
	  }
	| {
			readonly kind: 'change';
			readonly edits: readonly Edit[];
			/** What the request must also carry; empty where nothing changes. */
			readonly besides: string;
	  }
	/** No grant could help. */
	| { readonly kind: 'none'; readonly because: string }
	/** What was tried did not help; that nothing else would is not said. */
	| { readonly kind: 'not-found'; readonly because: string }
	/** Changes of the catalog were not tried. */
	| { readonly kind: 'not-tried' };

/** One place of the catalog. */
export interface Edit {
	/** `callers` of `accounts`. */
	readonly list: 'callers' | 'calls' | 'scopes' | 'routes';
	readonly part: string;
	/** `add`: a new entry of the list. `replace`: this one in the place of the one that stands there. */
	readonly act: 'add' | 'replace';
	/** The entry that is replaced, else the list, else the part that has no such list yet. */
	readonly origin: Origin;
	/** As TypeScript, which is YAML's flow style, too. */
	readonly text: string;
}
