// One generated case: a request next to a granted one, and the answer that is due.
import type { Enforcer, Request } from '../../semantics/istio/index.ts';
import type { Because } from '../call.ts';

/** What is tried. */
export const requirements = {
	granted: 'what is granted',
	N1: 'wrong issuer',
	N2: 'wrong audience',
	N3: 'expired token',
	N4: 'missing scope',
	N5: 'spoofed header, wrong tenant',
	N6: 'direct access around the gateway',
	N7: 'no token',
	N8: 'right token, wrong caller',
	N9: 'undeclared caller',
	N10: 'plaintext',
	N11: 'a token of a service for a user’s, and the reverse',
	N12: 'path tricks, other methods and hosts',
} as const;
export type Requirement = keyof typeof requirements;

/** Where a grant is used: an operation of it, at one proxy. */
export interface Use {
	/** The service or gateway whose proxy is asked. */
	readonly at: string;
	readonly side: 'gateway' | 'receiver' | 'nobody';
	/** Id of the grant; undefined where nobody may call. */
	readonly grant: string | undefined;
	/** As the catalog writes it, with the host at a gateway. */
	readonly operation: string;
}

export interface NegativeCase extends Use {
	readonly kind: 'case';
	readonly requirement: Requirement;
	/** What is wrong with the request. */
	readonly what: string;
	/** Unique: requirement, place, operation, grant, what. */
	readonly name: string;
	readonly enforcer: Enforcer | string;
	readonly request: Request;
	/** Why the token that the grant asks for cannot be had; such a case fails. Undefined: it can, or none is needed. */
	readonly lacking: string | undefined;
	readonly expected: Expected;
}

export type Expected =
	/** One of these answers, for one of these reasons. */
	| { readonly kind: 'refused'; readonly status: readonly (number | 'closed')[]; readonly because: readonly Because[] }
	/** What is granted, or only another spelling of it: it passes, and the receiver gets this path. */
	| { readonly kind: 'passes'; readonly path: string | undefined; readonly header: DueHeader | undefined }
	/** It may pass or be refused; the header never arrives as it was sent. */
	| { readonly kind: 'cleaned'; readonly header: DueHeader };

/** The values that the receiver must see, none for no such header. */
export interface DueHeader {
	readonly name: string;
	readonly values: readonly string[];
}

/** A requirement that does not apply to a use, and why. */
export interface LeftOut extends Use {
	readonly kind: 'left out';
	readonly requirement: Requirement;
	readonly why: string;
	readonly name: string;
}

export type Line = NegativeCase | LeftOut;

export const unauthorized: Expected = { kind: 'refused', status: [401], because: ['token'] };
/** A good token for somebody else. */
export const otherAudience: Expected = { kind: 'refused', status: [403], because: ['token'] };
export const forbidden: Expected = { kind: 'refused', status: [403], because: ['no-allow'] };
/** The connection ends without an answer, for one of these reasons. */
export const closed = (...because: readonly Because[]): Expected => ({ kind: 'refused', status: ['closed'], because });
