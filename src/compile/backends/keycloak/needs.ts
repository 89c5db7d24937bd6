// What each client must be able to get from its issuer, read off the grants and nothing else. A client without a grant
// needs nothing.
import type { AccessModel, Client, Grant, Issuer, Scope } from '../../../access/model.ts';
import { invariant } from '../../../core/invariant.ts';
import { sortedBy, sortedUnique } from '../../../core/order.ts';

/** A client of one issuer, and what the grants ask of it. Lists are sorted and without duplicates. */
export interface ClientNeeds {
	readonly client: Client;
	/** Scopes that it asks for in its own name, by client credentials. */
	readonly asItself: readonly string[];
	/** Scopes that it asks for in a user's name, by login or exchange. */
	readonly forUsers: readonly string[];
	readonly exchanges: boolean;
	/** Some of its tokens must tell the tenant. */
	readonly carriesTenant: boolean;
	/** Ids of the grants behind all that. */
	readonly grants: readonly string[];
}

export interface RealmNeeds {
	readonly model: AccessModel;
	readonly issuer: Issuer;
	/** Every client of this issuer, sorted by id. */
	readonly clients: readonly ClientNeeds[];
	/** Every scope whose receiver's tokens come from this issuer, sorted by name. */
	readonly scopes: readonly Scope[];
}

type TokenGrant = Grant & { readonly actor: { readonly kind: 'service' | 'user'; readonly client: Client } };

const carriesToken = (grant: Grant): grant is TokenGrant =>
	grant.actor.kind === 'service' || grant.actor.kind === 'user';

/** One entry for each issuer of the model, in its order. Throws an InvariantError where a token would cross issuers. */
export function realmNeeds(model: AccessModel): readonly RealmNeeds[] {
	const byClient = new Map<string, TokenGrant[]>();
	const receivers = new Map(model.clients.map((client) => [client.id, client]));
	for (const grant of model.grants) {
		if (!carriesToken(grant)) continue;
		assertOneIssuer(grant, receivers.get(grant.scope.audience));
		const grants = byClient.get(grant.actor.client.id);
		if (grants === undefined) byClient.set(grant.actor.client.id, [grant]);
		else grants.push(grant);
	}
	return model.issuers.map((issuer) => ({
		model,
		issuer,
		clients: sortedBy(
			model.clients.filter((client) => client.issuer.name === issuer.name),
			(client) => client.id,
		).map((client) => needsOf(model, client, byClient.get(client.id) ?? [])),
		scopes: sortedBy(
			model.scopes.filter((scope) => receivers.get(scope.audience)?.issuer.name === issuer.name),
			(scope) => scope.name,
		),
	}));
}

function needsOf(model: AccessModel, client: Client, grants: readonly TokenGrant[]): ClientNeeds {
	if (client.state.kind === 'disabled') {
		return { client, asItself: [], forUsers: [], exchanges: false, carriesTenant: false, grants: [] };
	}
	const names = (kind: 'service' | 'user') =>
		sortedUnique(grants.filter((grant) => grant.actor.kind === kind).map((grant) => grant.scope.name));
	return {
		client,
		asItself: names('service'),
		forUsers: names('user'),
		exchanges: grants.some(({ actor }) => actor.kind === 'user' && actor.obtained === 'exchange'),
		carriesTenant:
			model.tenancy.kind === 'claim' &&
			grants.some(({ tenant }) => tenant.kind === 'any-claimed' || tenant.kind === 'fixed'),
		grants: sortedUnique(grants.map((grant) => grant.id)),
	};
}

/** A token of one issuer is worth nothing at a receiver that trusts another. */
function assertOneIssuer(grant: TokenGrant, receiver: Client | undefined): void {
	invariant(receiver !== undefined, `no client for the audience ${grant.scope.audience} of ${grant.id}`);
	invariant(receiver.issuer.name === grant.actor.client.issuer.name, `${grant.id} crosses issuers`);
}
