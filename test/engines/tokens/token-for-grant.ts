// The token of one grant, got as its caller would get it: by the client's own credentials, by a user's sign-in, or by
// exchange of a token that reached the caller before, which is itself the token of a grant.
import type { Client, Grant } from '../../../src/access/model.ts';
import { defaultTenant } from './instruments.ts';
import { asItself, exchange, signIn } from './mint.ts';
import type { TokenCase } from './oracle.ts';
import type { Outcome } from './outcome.ts';
import type { Party } from './party.ts';

type Asking = Pick<TokenCase, 'model' | 'address' | 'parties' | 'instruments'>;

/** See `TokenCase.tokenFor`. An exchange that no grant of the catalog leads up to starts from an instrument's token. */
export async function tokenForGrant(asking: Asking, grant: Grant, tenant = tenantFor(grant)): Promise<Outcome> {
	return mint(asking, grant, tenant, []);
}

const tenantFor = ({ tenant }: Grant): string => (tenant.kind === 'fixed' ? tenant.tenant : defaultTenant);

async function mint(asking: Asking, grant: Grant, tenant: string, behind: readonly Grant[]): Promise<Outcome> {
	const { address, instruments } = asking;
	const { actor, scope } = grant;
	if (actor.kind !== 'service' && actor.kind !== 'user') throw new Error(`${grant.id} is a grant without a token`);
	const party = partyOf(asking, actor.client);
	if (actor.kind === 'service') return asItself(address, party.proof, scope.name);
	if (actor.obtained !== 'exchange') {
		return signIn(address, party.proof, await instruments.browserOf(tenant), {
			clientId: party.client.id,
			redirectUri: party.redirectUri,
			scope: `openid ${scope.name}`,
		});
	}
	const before = asking.model.grants.find((each) => leadsTo(each, party.client) && !behind.includes(each));
	const subject = before === undefined ? undefined : await mint(asking, before, tenant, [...behind, grant]);
	if (subject?.kind === 'refused') return subject;
	const token = subject?.token ?? (await instruments.insiderToken(tenant));
	return exchange(address, party.proof, token, scope.name, scope.audience);
}

/** A user's token that arrives at this client. */
const leadsTo = ({ actor, scope }: Grant, client: Client): boolean =>
	actor.kind === 'user' && scope.audience === client.id && actor.client.id !== client.id;

function partyOf({ parties }: Asking, client: Client): Party {
	const party = parties.find((each) => each.client.id === client.id);
	if (party === undefined) throw new Error(`${client.id} is no client of this realm`);
	return party;
}
