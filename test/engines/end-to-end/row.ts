// One row of the end-to-end table: a request, the token that it carries, and the answer that is due.
import type { Grant } from '../../../src/access/model.ts';
import type { MeshRequest, Verdict } from '../mesh/case.ts';
import type { Flaw } from './wallet.ts';

/** What is tried, by requirement. */
export const requirements = {
	granted: 'what is granted',
	N1: 'wrong issuer',
	N2: 'wrong audience',
	N3: 'expired token',
	N4: 'missing scope',
	N5: 'spoofed header, missing tenant',
	N6: 'direct access around the gateway',
	N7: 'no token',
	N8: 'right token, wrong calling service',
	N9: 'undeclared caller',
	N10: 'plaintext',
	N11: "a service's token for a user's, and the reverse",
	N12: 'path tricks, other methods and hosts',
} as const;
export type Requirement = keyof typeof requirements;

export interface Row {
	readonly kind: 'row';
	readonly requirement: Requirement;
	/** Unique at its place. */
	readonly name: string;
	/** Without the token. */
	readonly request: MeshRequest;
	readonly token?: { readonly grant: Grant; readonly flaw: Flaw; readonly isHarmless: (other: Grant) => boolean };
	readonly expected: Expected;
}

export interface Expected {
	/** One of these. */
	readonly verdicts: readonly Verdict['verdict'][];
	/** When the request is let through: the tenant header that the upstream receives. */
	readonly tenant?: 'of the token' | 'none';
	/** When it is let through: the path that the upstream receives. */
	readonly path?: string;
	/** When it is let through: the upstream receives the token. */
	readonly forwarded?: true;
}

/** A requirement that does not apply to a use of a grant, and why. */
export interface LeftOut {
	readonly kind: 'left out';
	readonly requirement: Requirement;
	readonly why: string;
}

export type Line = Row | LeftOut;

export const allow: Expected = { verdicts: ['allow'] };
export const forbidden: Expected = { verdicts: [403] };
export const unauthorized: Expected = { verdicts: [401] };
export const refused: Expected = { verdicts: ['refused'] };
