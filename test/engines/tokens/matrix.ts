// Everything that each client of a realm can ask for, asked: every scope that the realm has, in every way. The result is
// plain data without anything that differs from run to run, so that matrices can be compared, judged and recorded.
import { sortedBy } from '../../../src/core/order.ts';
import { fourAtATime } from './admin.ts';
import { defaultTenant } from './instruments.ts';
import { asItself, exchange, signIn } from './mint.ts';
import type { TokenCase } from './oracle.ts';
import type { Claims, Outcome, Refused } from './outcome.ts';
import type { Party } from './party.ts';
import { type ProbeResult, probe } from './probes.ts';

export type Way = 'as itself' | 'sign-in' | 'exchange';

export interface Matrix {
	readonly cells: readonly Cell[];
	readonly probes: readonly ProbeResult[];
}

export interface Cell {
	readonly client: string;
	readonly way: Way;
	/** The one scope asked for; empty where none was. */
	readonly scope: string;
	readonly outcome: Seen;
}

/** An outcome without what is new each time. */
export type Seen = Refused | SeenToken;

export interface SeenToken {
	readonly kind: 'token';
	/** Seconds from `iat` to `exp`. */
	readonly lifetime: number;
	/** Whose it is: the signed-in person's, or somebody else's, such as a service account's. */
	readonly subject: 'person' | 'other';
	/** The rest, but for `iat`, `exp`, `auth_time`, `jti` and `sub`; the value of `sid` is replaced. */
	readonly claims: Claims;
}

/** Asks for the whole matrix, and tries the doors that are none (probes.ts). Sorted by client, way and scope. */
export async function mintMatrix(opened: TokenCase): Promise<Matrix> {
	const { admin, issuer, parties } = opened;
	const { id } = await opened.instruments.personOf(defaultTenant);
	const scopes = (await admin.clientScopes.find({ realm: issuer.realm }))
		.filter(({ protocol }) => protocol === 'openid-connect')
		.map(({ name = '' }) => name);
	const rows = await fourAtATime(parties, (party) => cellsOf(opened, party, ['', ...scopes], id));
	const probes = await probe(opened, id);
	return {
		cells: sortedBy(rows.flat(), ({ client, way, scope }) => `${client} ${way} ${scope}`),
		probes: sortedBy(probes, ({ name, client }) => `${name} ${client}`),
	};
}

async function cellsOf(opened: TokenCase, party: Party, scopes: readonly string[], person: string): Promise<Cell[]> {
	const { address, instruments } = opened;
	const { client, proof, redirectUri } = party;
	const browser = await instruments.browserOf(defaultTenant);
	const subject = await instruments.insiderToken(defaultTenant);
	const cells: Cell[] = [];
	const put = (way: Way, scope: string, outcome: Outcome) =>
		cells.push({ client: client.id, way, scope, outcome: seen(outcome, person) });
	for (const scope of scopes) {
		put('as itself', scope, await asItself(address, proof, scope));
		put('exchange', scope, await exchange(address, proof, subject, scope));
		const wish = { clientId: client.id, redirectUri, scope: `openid ${scope}`.trim() };
		put('sign-in', scope, await signIn(address, proof, browser, wish));
	}
	return cells;
}

/** `person` is the `sub` of the person who signed in. */
export function seen(outcome: Outcome, person: string): Seen {
	if (outcome.kind === 'refused') return outcome;
	const { iat, exp, auth_time: _time, jti: _id, sub, ...claims } = outcome.claims;
	return {
		kind: 'token',
		lifetime: Number(exp) - Number(iat),
		subject: sub === person ? 'person' : 'other',
		claims: 'sid' in claims ? { ...claims, sid: 'a session' } : claims,
	};
}
