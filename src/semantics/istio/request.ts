// One connection with one HTTP request or some bytes on it, as the client sends it.

export interface Request {
	/** A SPIFFE id that the mesh's CA has certified; `plaintext`, no TLS; `tls`, TLS without a client certificate. */
	readonly from: `spiffe://${string}` | 'plaintext' | 'tls';
	/** A port as the enforcer counts ports. */
	readonly port: number;
	/** Waypoint: the Service asked for; undefined: the enforcer's first. */
	readonly service?: string | undefined;
	/** Undefined: unknown, so that no range contains it. */
	readonly sourceAddress?: string | undefined;
	readonly destinationAddress?: string | undefined;
	/** The server name of the TLS handshake, `''` for none. Undefined: unknown, and counted as none. */
	readonly serverName?: string | undefined;
	/** Undefined: bytes that are no HTTP. */
	readonly http?: HttpRequest | undefined;
	/** What an external authorizer answers where it is asked about a connection. Undefined: it agrees. */
	readonly external?: 'agrees' | 'refuses' | undefined;
}

export interface HttpRequest {
	readonly method: string;
	/** The raw request target, query and fragment included. */
	readonly path: string;
	readonly host: string;
	/** In the order of the wire, repeated names included. Tokens stand in `tokens`, not here. */
	readonly headers: readonly (readonly [name: string, value: string])[];
	readonly tokens: readonly Token[];
	/** What an external authorizer (`action: CUSTOM`) answers, if it is asked. */
	readonly external: 'agrees' | { readonly refuses: number };
}

export interface Token {
	readonly in: TokenPlace;
	/** The payload. Undefined: not a JWT at all. */
	readonly claims: Readonly<Record<string, unknown>> | undefined;
	/** What a verifier with the issuer's keys finds, apart from issuer and audience, which are judged from the claims. */
	readonly state: 'valid' | 'expired' | 'not-yet-valid' | 'wrong-signature' | 'unreadable';
	/**
	 * Whose key signed it, where rules of one issuer have different keys: one that the issuer publishes and no rule's inline
	 * `jwks` holds, or one of an inline `jwks`, as that stands in the manifest. Undefined: every rule of its issuer has the key.
	 */
	readonly signedBy?: 'published' | { readonly jwks: string } | undefined;
}

/** Where a token stands. `header` with its `prefix`, such as `Authorization` and `Bearer `. */
export type TokenPlace =
	| { readonly kind: 'header'; readonly name: string; readonly prefix: string }
	| { readonly kind: 'parameter'; readonly name: string }
	| { readonly kind: 'cookie'; readonly name: string };
