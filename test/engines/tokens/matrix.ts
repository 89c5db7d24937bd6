// Everything that each client of a realm can ask for, asked: every scope that the realm has, in every way. The result is
// plain data without anything that differs from run to run, so that matrices can be compared, judged and recorded.
import { byText, sortedBy } from '../../../src/core/order.ts';
import { fourAtATime } from './admin.ts';
import { defaultTenant } from './instruments.ts';
import { asItself, exchange, signIn } from './mint.ts';
import type { TokenCase } from './oracle.ts';
import type { Claims, Outcome, Refused } from './outcome.ts';
import type { Party } from './party.ts';
import { type ProbeResult, probe } from './probes.ts';

export type Way = (typeof ways)[number];

export const ways = ['as itself', 'exchange', 'sign-in'] as const;

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

/**
 * Asks for every scope of the catalog in every way, and tries the doors that are none (probes.ts). Where a client has a way
 * at all, it asks for every other scope of the realm, too. Sorted by client, way and scope.
 */
export async function mintMatrix(opened: TokenCase): Promise<Matrix> {
	const { admin, issuer, model, parties } = opened;
	const { id } = await opened.instruments.personOf(defaultTenant);
	const catalog = model.scopes.map(({ name }) => name);
	const others = (await admin.clientScopes.find({ realm: issuer.realm }))
		.filter(({ protocol, name = '' }) => protocol === 'openid-connect' && !catalog.includes(name))
		.map(({ name = '' }) => name);
	const rows = await fourAtATime(parties, (party) => cellsOf(opened, party, ['', ...catalog], others, id));
	const probes = await probe(opened, id);
	return {
		cells: sortedBy(rows.flat(), ({ client, way, scope }) => `${client} ${way} ${scope}`),
		probes: sortedBy(probes, ({ name, client }) => `${name} ${client}`),
	};
}

async function cellsOf(
	{ address, instruments }: TokenCase,
	{ client, proof, redirectUri }: Party,
	always: readonly string[],
	others: readonly string[],
	person: string,
): Promise<Cell[]> {
	const browser = await instruments.browserOf(defaultTenant);
	const ask: Readonly<Record<Way, (scope: string) => Promise<Outcome>>> = {
		'as itself': (scope) => asItself(address, proof, scope),
		exchange: async (scope) => exchange(address, proof, await instruments.insiderToken(defaultTenant), scope),
		'sign-in': (scope) =>
			signIn(address, proof, browser, { clientId: client.id, redirectUri, scope: `openid ${scope}`.trim() }),
	};
	const cells: Cell[] = [];
	for (const way of ways) {
		const asked = async (scopes: readonly string[]): Promise<void> => {
			for (const scope of scopes)
				cells.push({ client: client.id, way, scope, outcome: seen(await ask[way](scope), person) });
		};
		await asked(always);
		const isOpen = cells.some((cell) => cell.way === way && cell.outcome.kind === 'token');
		if (isOpen) await asked(others);
	}
	return cells;
}

/** `person` is the `sub` of the person who signed in. */
export function seen(outcome: Outcome, person: string): Seen {
	if (outcome.kind === 'refused') return outcome;
	const { iat, exp, auth_time: _time, jti: _id, sub, ...rest } = outcome.claims;
	const claims = Object.fromEntries(sortedBy(Object.entries(rest), ([name]) => name).map(lasting));
	return {
		kind: 'token',
		lifetime: Number(exp) - Number(iat),
		subject: sub === person ? 'person' : 'other',
		claims,
	};
}

/** The order of several audiences, as that of claims, is the server's whim. */
function lasting([name, value]: [string, unknown]): [string, unknown] {
	if (name === 'sid') return [name, 'a session'];
	return [name, name === 'aud' && Array.isArray(value) ? value.map(String).sort(byText) : value];
}
