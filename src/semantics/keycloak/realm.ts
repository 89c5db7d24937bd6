// A realm as far as it decides which tokens can be had: read from any form of its definitions (read.ts), with every
// reference resolved. What is not here cannot change an access token, or is a problem.
import type { Form } from './form.ts';
import type { Mapper } from './mapper.ts';
import type { Policy } from './policy.ts';
import type { Problem } from './problem.ts';
import type { Role, Roles } from './roles.ts';

export interface Realm {
	readonly name: string;
	/** `part`: the realm lives, and has more than the definitions say. */
	readonly form: Form;
	readonly enabled: boolean;
	/** The `iss` of its tokens, by `frontendUrl` or else by the reader's caller; undefined where neither says it. */
	readonly issuer: string | undefined;
	readonly clients: ReadonlyMap<string, Client>;
	readonly roles: Roles;
	/** Service accounts that the definitions spell out, by client id. Other accounts have no attributes. */
	readonly accounts: ReadonlyMap<string, Account>;
	/** Enabled ones, in their order. */
	readonly policies: readonly Policy[];
	/** The clients that a federated assertion may name, `<alias>\n<subject>`. With several, none gets in (26.7.5). */
	readonly federated: ReadonlyMap<string, readonly string[]>;
	readonly editors: Editors;
	/** What clients that are made later get, by default or on request. */
	readonly forNewClients: readonly Scope[];
}

/**
 * Who may set an attribute of a user. `nobody`: the profile does not declare it, so that it is dropped, or permits nobody.
 * `not said`: the definitions have no profile, and the realm that lives has one.
 */
export type Editor = 'users' | 'administrators' | 'nobody' | 'not said';

/** By attribute; `others` for those that the profile does not declare. */
export interface Editors {
	readonly declared: ReadonlyMap<string, Editor>;
	readonly others: Editor;
	/** Of which the profile says more than is understood: what an administrator may set, for whom it is there at all. */
	readonly unclear: ReadonlySet<string>;
}

/** Who may set this attribute of a user's account. */
export const editorOf = ({ declared, others }: Editors, attribute: string): Editor => declared.get(attribute) ?? others;

export interface Client {
	readonly id: string;
	readonly enabled: boolean;
	readonly kind: 'public' | 'confidential' | 'bearer-only';
	readonly protocol: string;
	/** Ways to tokens that are switched on. */
	readonly flows: Flows;
	readonly proof: Proof;
	readonly redirectUris: readonly string[];
	/** What a sign-in must use by the client's own setting; empty where it may do without. */
	readonly pkce: string;
	/** Seconds that an access token lives at most. */
	readonly lifetimeSeconds: number;
	/** Tokens carry only what mappers put there by `lightweight.claim`. */
	readonly lightweight: boolean;
	/** Tokens are bound to a key of the client: by a certificate or by DPoP. */
	readonly bound: boolean;
	readonly fullScope: boolean;
	readonly defaults: readonly Scope[];
	readonly optionals: ReadonlyMap<string, Scope>;
	/** The client's own mappers and role mappings: in Keycloak a client is a scope of itself. */
	readonly own: Scope;
	readonly attributes: ReadonlyMap<string, string>;
	readonly doubts: readonly Problem[];
}

export interface Flows {
	readonly code: boolean;
	readonly implicit: boolean;
	readonly password: boolean;
	readonly serviceAccount: boolean;
	readonly exchange: boolean;
	readonly device: boolean;
	readonly backchannel: boolean;
	readonly assertion: boolean;
}

/** How a client proves itself at the token endpoint. */
export type Proof =
	| { readonly kind: 'none' }
	/** Undefined: the server made one up. */
	| { readonly kind: 'secret'; readonly secret: string | undefined }
	/** A signed assertion; `keys` says where the keys are: an address, the keys themselves, or a stored certificate. */
	| { readonly kind: 'key'; readonly keys: string }
	| { readonly kind: 'certificate'; readonly subject: string }
	/**
	 * An assertion of another issuer, by the alias of its identity provider; `provider` is the one that these definitions have
	 * under this alias. Without a subject nobody gets in.
	 */
	| {
			readonly kind: 'federated';
			readonly alias: string;
			readonly subject: string;
			readonly provider: Provider | undefined;
	  }
	| { readonly kind: 'unknown'; readonly authenticator: string };

/** An identity provider, as far as it vouches for clients. */
export interface Provider {
	readonly alias: string;
	/** Keycloak's identifier: `kubernetes`, `oidc`, … */
	readonly kind: string;
	readonly enabled: boolean;
	/** The `iss` of its assertions. */
	readonly issuer: string;
	/** The address of its keys, or a key; empty where they are found by what the issuer itself publishes. */
	readonly keys: string;
}

export interface Scope {
	readonly name: string;
	/** Whether the name stands in the token's `scope`. */
	readonly named: boolean;
	readonly mappers: readonly Mapper[];
	/** Roles mapped to it. A scope with any is dropped in silence for whoever has none of them. */
	readonly roles: ReadonlySet<Role>;
	readonly doubts: readonly Problem[];
}

/** The account under which a client acts as itself. */
export interface Account {
	readonly enabled: boolean;
	readonly attributes: ReadonlyMap<string, readonly string[]>;
	/** Beside the default role. */
	readonly roles: readonly Role[];
}
