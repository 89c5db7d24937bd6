// A way into a service, as plain data.
import type { Request } from '../semantics/istio/index.ts';
import type { Facts } from '../traffic/facts.ts';
import type { Predicate } from '../traffic/predicate.ts';
import type { Caller } from './callers.ts';
import type { NeededToken, TokenNeed } from './token.ts';

/** One rule of one AuthorizationPolicy, `namespace/name`, counted from 0. */
export interface RuleRef {
	readonly policy: string;
	readonly rule: number;
}

/** One caller with one kind of token at one rule. */
export interface Way {
	readonly port: number;
	readonly speaks: 'http' | 'tcp';
	readonly caller: Caller;
	readonly operations: readonly OperationIn[];
	readonly token: TokenNeed;
	/** Where none is needed: a token with which more of the same operations passes than without; undefined: with none. */
	readonly moreWith: NeededToken | undefined;
	/** What else must be true, in words: headers, addresses. */
	readonly further: readonly string[];
	/** External authorizers that are asked about some of it. */
	readonly asks: readonly string[];
	/** DENY rules that take something out of it. */
	readonly except: readonly RuleRef[];
	/** Undefined: no ALLOW policy selects the pods, so whatever is not denied passes. */
	readonly by: RuleRef | undefined;
	readonly conditions: Conditions;
}

/** What the words stand for, for whoever asks on. */
export interface Conditions {
	/** On the certificate. */
	readonly peer: Predicate;
	/** On the token, with what the proxy itself demands of any; `everything` where none is needed. */
	readonly token: Predicate;
	/** Where the proxy looks for tokens: equal texts mean the same places. */
	readonly tokenPlaces: string;
	/** True where TLS is not ended, so that whoever calls shows no certificate. */
	readonly isPlaintext: boolean;
	/** True where the source's address counts. */
	readonly asksSource: boolean;
}

/** Methods and one path, with a request that passes. */
export interface OperationIn {
	/** `GET /accounts/{*}`, `any request`, `TCP`. */
	readonly text: string;
	readonly facts: Facts;
	readonly example: Request;
}
