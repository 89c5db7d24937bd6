// A question to a realm, and its answer.
import type { Payload } from '../../traffic/facts.ts';
import type { Bearer } from './content.ts';
import type { Problem } from './problem.ts';
import type { Role } from './roles.ts';

/** The ways to an access token: client credentials, authorization code, token exchange (RFC 8693), and those that catalogs never use. */
export type Way = 'as itself' | 'sign-in' | 'exchange' | OtherWay;

/** Password, implicit and device grant, backchannel sign-in (CIBA), and a foreign assertion (RFC 7523). */
export type OtherWay = 'password' | 'implicit' | 'device' | 'backchannel' | 'assertion';

export interface Question {
	readonly client: string;
	readonly way: Way;
	/** As asked for, `openid` among them; empty where none is asked for. */
	readonly scopes: readonly string[];
	/** Default: what the definitions ask of the client. */
	readonly proof?: Presented;
	/** Of a sign-in; default: the first that is registered. */
	readonly redirectUri?: string;
	/** Of a sign-in; default: S256. */
	readonly pkce?: 'S256' | 'plain' | 'none';
	/** Who signs in, or whose token is exchanged; default: a user without attributes who has the default roles. */
	readonly user?: User;
	/** The token to exchange. */
	readonly subject?: SubjectToken;
	/** Audiences that an exchange asks for. */
	readonly audiences?: readonly string[];
}

export type Presented =
	| { readonly kind: 'nothing' }
	| { readonly kind: 'secret'; readonly secret: string }
	/** An assertion signed by the keys of this client, in its name. */
	| { readonly kind: 'key'; readonly of: string }
	/** An assertion of an identity provider about this subject. */
	| { readonly kind: 'federated'; readonly alias: string; readonly subject: string };

export interface User {
	readonly attributes: Readonly<Record<string, readonly string[]>>;
	/** Beside the default role; see `roleOf`. */
	readonly roles?: readonly Role[];
}

export interface SubjectToken {
	readonly payload: Payload;
	/** Whose token it is. Of a service, the account is that of the client in `azp`. */
	readonly of: 'user' | 'service';
}

export type Minted = Token | Refused | { readonly kind: 'undecided'; readonly because: readonly Problem[] };

export interface Token {
	readonly kind: 'token';
	readonly of: Bearer;
	/** The payload without `iat`, `exp` and `jti`. Lists and scopes sorted, `openid` first. */
	readonly claims: Payload;
	/** Claims whose value here only stands for one that the definitions do not tell, such as `sub` and `sid`. */
	readonly varying: ReadonlySet<string>;
	/** At most. */
	readonly lifetimeSeconds: number;
}

export interface Refused {
	readonly kind: 'refused';
	/** Where it stops: the page that browsers are sent to, or an endpoint. */
	readonly at: 'authorization' | 'token' | 'device' | 'backchannel';
	/** HTTP status; 302 takes the error back to the client's redirect address. */
	readonly status: number;
	/** OAuth's error name (RFC 6749 5.2); `page` where only people are told. */
	readonly error: string;
	readonly description: string;
}

/** A refusal, from its parts in the order in which people read them. */
export const refused = (at: Refused['at'], status: number, error: string, description: string): Refused => ({
	kind: 'refused',
	at,
	status,
	error,
	description,
});
