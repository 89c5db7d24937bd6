// Everything that each client of a realm can ask for, asked: every scope that the realm has, in every way. The result is
// plain data without anything that differs from run to run, so that matrices can be compared, judged and recorded.
import { sortedBy } from '../../../src/core/order.ts';
import { fourAtATime } from './admin.ts';
import { defaultTenant } from './instruments.ts';
import { type Cell, type Matrix, type Way, ways } from './matrix.ts';
import { asItself, exchange, signIn } from './mint.ts';
import type { TokenCase } from './oracle.ts';
import type { Outcome } from './outcome.ts';
import type { Party } from './party.ts';
import { probe } from './probes.ts';
import { seen } from './seen.ts';

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
