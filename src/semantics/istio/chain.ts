// What one port of one enforcer does, as data: the result of reading, attaching and translating all policies. A verdict on
// one request and a proof about all of them both start here.
import type { Predicate } from '../../traffic/predicate.ts';
import type { JwtRule } from './policy.ts';

export interface Chain {
	readonly speaks: 'http' | 'tcp';
	readonly mutualTls: MutualTls;
	/** In the order in which they are tried. Empty on TCP. */
	readonly verification: readonly JwtRule[];
	readonly custom: readonly CustomGuard[];
	readonly deny: readonly Guard[];
	/** `everyone`: no ALLOW policy selects the workload. An empty list: policies do, and none has a rule that can match. */
	readonly allow: 'everyone' | readonly Guard[];
	/** Names of the ALLOW policies, those without rules too. */
	readonly allowPolicies: readonly string[];
}

/** One rule of one policy. */
export interface Guard {
	/** `namespace/name`. */
	readonly policy: string;
	/** Counted from 0, as in the manifest. */
	readonly rule: number;
	readonly matches: Predicate;
}

export interface CustomGuard extends Guard {
	readonly provider: string;
	/** `deny`: the provider cannot be used, so what matches is refused. */
	readonly effect: 'ask' | 'deny';
}

export interface MutualTls {
	/** `required`: no caller without a certificate. `disabled`: TLS is not ended here, so no identity is ever seen. */
	readonly mode: 'required' | 'optional' | 'disabled';
	/** The object that decided, `namespace/name`; undefined: Istio's default. */
	readonly object: string | undefined;
}
