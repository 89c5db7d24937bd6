// One question as data, after reading.

import type { Enforcer, MeshSettings, Request, Token } from '../semantics/istio/index.ts';

interface Common {
	readonly id: string | undefined;
	/** YAML, or objects. Undefined: those that the command was given. */
	readonly manifests: string | readonly Readonly<Record<string, unknown>>[] | undefined;
	readonly mesh: Partial<MeshSettings>;
}

/** One request at one proxy. */
export interface ExactQuestion extends Common {
	readonly kind: 'exact';
	/** A text is the name of a proxy among the manifests or in the catalog. */
	readonly enforcer: Enforcer | string;
	readonly request: Request;
}

/** The words of the command line. */
export interface ShortQuestion extends Common {
	readonly kind: 'short';
	readonly environment?: string | undefined;
	readonly from: string;
	readonly to: string;
	readonly via?: string | undefined;
	readonly request: string;
	readonly port?: number | string | undefined;
	readonly host?: string | undefined;
	readonly headers?: readonly (readonly [name: string, value: string])[] | undefined;
	readonly sourceAddress?: string | undefined;
	readonly token?: 'service' | 'user' | 'none' | undefined;
	readonly scopes?: readonly string[] | undefined;
	readonly tenant?: string | undefined;
	readonly claims?: Readonly<Record<string, unknown>> | undefined;
	readonly state?: Token['state'] | undefined;
}

export type Question = ExactQuestion | ShortQuestion;
