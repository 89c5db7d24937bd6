// Client policies as a realm holds them: conditions that say to which requests a policy applies, and executors that say what
// it does to them. How they are asked is in policy-vote.ts and policy-verdict.ts.
import type { Problem } from './problem.ts';

export interface Policy {
	readonly name: string;
	readonly strict: boolean;
	readonly conditions: readonly Condition[];
	/** Of its profiles, in order; those that cannot change a request for a token are left out. */
	readonly executors: readonly Executor[];
}

export interface Condition {
	/** `is-negative-logic`: "yes" and "no" change places, an abstention stays. */
	readonly negative: boolean;
	readonly about: About;
}

export type About =
	| { readonly kind: 'any client' }
	| { readonly kind: 'grant types'; readonly grants: ReadonlySet<string> }
	| { readonly kind: 'scopes'; readonly type: 'Default' | 'Optional' | 'Any'; readonly scopes: ReadonlySet<string> }
	| { readonly kind: 'attributes'; readonly wanted: readonly (readonly [string, string])[] }
	| { readonly kind: 'access types'; readonly types: ReadonlySet<string> }
	| { readonly kind: 'protocol'; readonly protocol: string }
	/** About who edits a client: abstains whenever a token is asked for. */
	| { readonly kind: 'editing' }
	| { readonly kind: 'unknown'; readonly problem: Problem };

export type Executor =
	| { readonly kind: 'reject' }
	| { readonly kind: 'subject claim'; readonly need: Need }
	| { readonly kind: 'downscope' }
	| { readonly kind: 'pkce' }
	| { readonly kind: 'no password grant' }
	| { readonly kind: 'no implicit flow' }
	| { readonly kind: 'confidential' }
	| { readonly kind: 'authenticators'; readonly allowed: ReadonlySet<string> }
	| { readonly kind: 'lightweight' }
	| { readonly kind: 'unknown'; readonly problem: Problem; readonly events: ReadonlySet<Event> | 'all' };

/** The moments at which policies are asked on the way to a token (ClientPolicyEvent). */
export type Event =
	| 'AUTHORIZATION_REQUEST'
	| 'PRE_TOKEN_REQUEST'
	| 'TOKEN_REQUEST'
	| 'TOKEN_RESPONSE'
	| 'SERVICE_ACCOUNT_TOKEN_REQUEST'
	| 'SERVICE_ACCOUNT_TOKEN_RESPONSE'
	| 'TOKEN_EXCHANGE_REQUEST'
	| 'RESOURCE_OWNER_PASSWORD_CREDENTIALS_REQUEST'
	| 'DEVICE_TOKEN_REQUEST'
	| 'BACKCHANNEL_AUTHENTICATION_REQUEST'
	| 'BACKCHANNEL_TOKEN_REQUEST'
	| 'JWT_AUTHORIZATION_GRANT';

/** What a token must carry to be exchanged. An empty pattern asks for the claim only. */
export interface Need {
	readonly claim: string;
	readonly pattern: string;
}
