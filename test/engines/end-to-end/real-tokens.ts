// A wallet of a real Keycloak's tokens: for each grant the right one, one that has expired, and one of another realm. Tokens
// that are wrong otherwise are the right ones of other grants: the closest that the realm hands out at all.
import type { AccessModel, Client, Grant } from '../../../src/access/model.ts';
import { fourAtATime } from '../tokens/admin.ts';
import type { TokenCase, Tokens } from '../tokens/oracle.ts';
import type { Minted } from '../tokens/outcome.ts';
import type { System } from './systems.ts';
import type { Flaw, Held, Lacking, Wallet } from './wallet.ts';

/** By grant id. */
type Minting = ReadonlyMap<string, Minted>;

export interface Dead {
	readonly expired: Minting;
	readonly otherRealm: Minting;
	/** `performance.now()` at which the last of the expired ones is beyond Envoy's clock skew, too. */
	readonly since: number;
}

/** Envoy forgives 60 s (jwt_authn, `clock_skew_seconds`); a token of one second, and two for rounding. */
const deadAfterMs = 63_000;

const withToken = ({ grants }: AccessModel): readonly Grant[] =>
	grants.filter(({ actor }) => actor.kind === 'service' || actor.kind === 'user');

/** Tokens that are good for nothing, minted ahead so that they can grow old. Leaves the realm `opened` as it was. */
export async function mintDead(tokens: Tokens, system: System, opened: TokenCase): Promise<Dead> {
	const otherRealm = await inOtherRealm(tokens, system);
	const expired = await mintExpired(opened);
	return { expired, otherRealm, since: performance.now() + deadAfterMs };
}

/** One token for each client: they are refused by their issuer, before anything else in them is looked at. */
async function inOtherRealm(tokens: Tokens, { elsewhere }: System): Promise<Minting> {
	const other = await tokens.open(elsewhere.model, elsewhere.issuer);
	const grants = withToken(elsewhere.model);
	const firsts = grants.filter((grant) => grants.find((each) => clientOf(each) === clientOf(grant)) === grant);
	try {
		const byClient = await mintAll(other, firsts);
		const mintedFor = (grant: Grant): Minted | undefined =>
			byClient.get(firsts.find((each) => clientOf(each) === clientOf(grant))?.id ?? '');
		return new Map(
			grants.flatMap((grant) => [mintedFor(grant)].flatMap((token) => (token ? [[grant.id, token]] : []))),
		);
	} finally {
		await other.close();
	}
}

/** One client after the other gets tokens of one second: an exchange starts from another client's token, which must be alive. */
async function mintExpired(opened: TokenCase): Promise<Minting> {
	const minted: [string, Minted][] = [];
	for (const { client } of opened.parties) {
		const grants = withToken(opened.model).filter((grant) => clientOf(grant).id === client.id);
		if (grants.length === 0) continue;
		const restore = await limitTo(opened, client, 1);
		minted.push(...(await mintAll(opened, grants)));
		await restore();
	}
	return new Map(minted);
}

async function limitTo(
	{ admin, issuer: { realm } }: TokenCase,
	{ id: clientId }: Client,
	seconds: number,
): Promise<() => Promise<void>> {
	const [client] = await admin.clients.find({ realm, clientId });
	if (client?.id === undefined) throw new Error(`no client ${clientId} in ${realm}`);
	const at = { realm, id: client.id };
	const attributes = { ...client.attributes, 'access.token.lifespan': String(seconds) };
	await admin.clients.update(at, { ...client, attributes });
	return () => admin.clients.update(at, client);
}

/** The right token of each of these grants. Throws an Error with what the server said to those that it refuses. */
async function mintAll(opened: TokenCase, grants: readonly Grant[]): Promise<Minting> {
	let turn = 0;
	const minted = await fourAtATime(grants, async (grant): Promise<[string, Minted]> => {
		// Four people: Keycloak minds two sign-ins of one person at once.
		const tenant = grant.tenant.kind === 'fixed' ? grant.tenant.tenant : `tenant-${turn++ % 4}`;
		const outcome = await opened.tokenFor(grant, tenant);
		if (outcome.kind === 'token') return [grant.id, outcome];
		throw new Error(`no token for ${grant.id}: ${outcome.status} ${outcome.error} ${outcome.description}`);
	});
	return new Map(minted);
}

export interface RealWallet extends Wallet {
	/** Right, expired and foreign tokens, each counted once. */
	readonly minted: number;
	readonly right: Minting;
}

/** Mints the right tokens, now: they live for minutes. */
export async function realWallet(opened: TokenCase, dead: Dead): Promise<RealWallet> {
	const grants = withToken(opened.model);
	const right = await mintAll(opened, grants);
	return {
		keys: { [opened.issuer.issuer]: await opened.jwks() },
		minted: right.size + dead.expired.size + new Set(dead.otherRealm.values()).size,
		right,
		hold: (grant, flaw, isHarmless) => {
			const minted = direct(grant, flaw, right, dead);
			if (minted !== undefined) return held(minted);
			const closest = standIn(grant, flaw, grants, isHarmless);
			if (typeof closest === 'string') return { lacking: closest };
			return held(right.get(closest.id));
		},
	};
}

function direct(grant: Grant, flaw: Flaw, right: Minting, { expired, otherRealm }: Dead): Minted | undefined {
	switch (flaw) {
		case 'none':
			return right.get(grant.id);
		case 'expired':
			return expired.get(grant.id);
		case 'otherIssuer':
			return otherRealm.get(grant.id);
		default:
			return undefined;
	}
}

function held(minted: Minted | undefined): Held | Lacking {
	if (minted === undefined) return { lacking: 'the realm gave no such token' };
	return { token: { raw: minted.token }, claims: minted.claims };
}

/** The grant whose token has the flaw and is otherwise closest, or why there is none. */
function standIn(
	grant: Grant,
	flaw: Flaw,
	grants: readonly Grant[],
	isHarmless: (other: Grant) => boolean,
): Grant | string {
	const { has, lacking } = flawed(grant, flaw);
	const likeness = (other: Grant): number =>
		(clientOf(other) === clientOf(grant) ? 4 : 0) +
		(other.scope.audience === grant.scope.audience ? 2 : 0) +
		(other.actor.kind === grant.actor.kind ? 1 : 0);
	const [closest] = grants
		.filter((other) => has(other) && isHarmless(other))
		.toSorted((a, b) => likeness(b) - likeness(a));
	return closest ?? lacking;
}

function flawed(grant: Grant, flaw: Flaw): { has: (other: Grant) => boolean; lacking: string } {
	switch (flaw) {
		case 'otherAudience':
			return {
				has: ({ scope }) => scope.audience !== grant.scope.audience,
				lacking: 'the realm gives no token for another receiver',
			};
		case 'otherScope':
			return { has: ({ scope }) => scope !== grant.scope, lacking: 'the realm gives no token with another scope' };
		case 'otherActor':
			return {
				has: ({ actor }) => actor.kind !== grant.actor.kind,
				lacking: 'the realm gives no token of the other kind',
			};
		case 'otherClient':
			return {
				has: (other) => clientOf(other) !== clientOf(grant),
				lacking: 'the realm gives no token to another client',
			};
		default:
			return { has: () => false, lacking: 'the realm gives nobody such a token' };
	}
}

function clientOf({ id, actor }: Grant): Client {
	if ('client' in actor) return actor.client;
	throw new Error(`${id} is a grant without a token`);
}

/** What the tokens of a wallet say that their grants do not: `token <grant> → <claim> is <value>`. */
export function excessIn({ grants }: AccessModel, right: Minting): readonly string[] {
	return grants.flatMap((grant) => {
		if (!('client' in grant.actor)) return [];
		const { aud, azp, scope = '' } = right.get(grant.id)?.claims ?? {};
		const asked = String(scope)
			.split(' ')
			.filter((name) => name !== 'openid');
		const due = [
			['aud', aud, grant.scope.audience],
			['azp', azp, grant.actor.client.id],
			['scope', asked.join(' '), grant.scope.name],
		] as const;
		return due.flatMap(([claim, value, wanted]) =>
			value === wanted ? [] : [`token ${grant.id} → ${claim} is ${JSON.stringify(value)}, not ${wanted}`],
		);
	});
}

/** For realms of which only the right tokens are asked. */
export const nothingDead: Dead = { expired: new Map(), otherRealm: new Map(), since: 0 };
