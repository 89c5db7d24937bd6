// What is known of one request at the place where it is judged: the facts that predicates speak about.
import type { Address } from './address.ts';

/** A JSON value, as a token's payload holds it. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [name: string]: Json };

export type Payload = { readonly [claim: string]: Json };

/** A request (or a connection, with no HTTP facts) as an enforcement point sees it, after normalization and verification. */
export interface Facts {
	/** The caller's identity, `spiffe://…`, as its certificate proves it; undefined without mutual TLS. */
	readonly peer: string | undefined;
	/** The port that policies mean by `ports` at this enforcement point. */
	readonly port: number;
	readonly sourceAddress: Address | undefined;
	/** The client's address as forwarded headers tell it, where these are trusted; else the source address. */
	readonly remoteAddress: Address | undefined;
	readonly destinationAddress: Address | undefined;
	readonly serverName: string | undefined;
	readonly method: string | undefined;
	/** Normalized, without query and fragment. */
	readonly path: string | undefined;
	/** Lower case, with the port if the client sent one. */
	readonly host: string | undefined;
	/** By lower-case name; a repeated header has several values. */
	readonly headers: ReadonlyMap<string, readonly string[]>;
	/** Of the token that was verified; undefined when none was. */
	readonly payload: Payload | undefined;
	/** The external authorizers that agree, or would if they were asked. */
	readonly agreeing: ReadonlySet<string>;
}
