// The token that a grant of the catalog gives, or would give: what Keycloak puts into it for this client, scope and actor.
import type { Client, Grant } from '../../access/model.ts';
import { ExpectedError } from '../../core/expected.ts';
import { didYouMean, nearest } from '../../core/nearest.ts';
import { quote } from '../../core/quote.ts';
import type { ShortQuestion } from '../../questions/index.ts';
import type { Token } from '../../semantics/istio/index.ts';
import { checkNoToken } from '../no-token.ts';
import type { Wanted } from '../request-text.ts';
import { granting } from './match.ts';
import type { Parties } from './party.ts';
import type { CatalogScene } from './scene.ts';

export type TokenKind = 'service' | 'user' | 'none';

export interface ChosenToken {
	readonly kind: TokenKind;
	/** In the order asked for, or by name. Empty without a token. */
	readonly scopes: readonly string[];
	readonly tokens: readonly Token[];
	/** Sentences without a full stop. */
	readonly notes: readonly string[];
}

/**
 * The token of a question: what it says itself, else what the caller's grants for this request give, else what all of its
 * grants at the receiver give, else a token of its kind with no scope.
 */
export function tokenFor(
	scene: CatalogScene,
	parties: Parties,
	grants: readonly Grant[],
	wanted: Wanted,
	port: number,
	question: ShortQuestion,
): ChosenToken {
	checkScopes(scene, question);
	const fitting = granting(grants, wanted, port);
	const kind = question.token ?? kindOf(fitting[0] ?? grants[0]) ?? usualKind(scene, parties);
	const client = clientOf(scene, parties, kind);
	if (kind === 'none' || client === undefined || wanted.kind === 'tcp') {
		checkNoToken(question);
		const missing = kind !== 'none' && client === undefined && wanted.kind !== 'tcp';
		const notes = missing
			? [`\`${parties.caller.name}\` is no client of an identity provider, so it has no token`]
			: [];
		return { kind: 'none', scopes: [], tokens: customToken(question), notes };
	}
	const ofKind = grants.filter((grant) => kindOf(grant) === kind);
	const near = ofKind.filter((grant) => fitting.includes(grant));
	const scopes = question.scopes ?? [...new Set((near.length > 0 ? near : ofKind).map(({ scope }) => scope.name))];
	const known = scene.model.scopes.filter(({ name }) => scopes.includes(name));
	const audiences = [...new Set(known.map(({ audience }) => audience))];
	const claims = {
		iss: client.issuer.issuer,
		...(kind === 'service'
			? { sub: `service-account-${client.id}`, azp: client.id, client_id: client.id }
			: { sub: 'some-user', azp: client.id, sid: 'some-session' }),
		...(audiences.length > 0 ? { aud: audiences } : {}),
		scope: scopes.join(' '),
		...tenantClaim(scene, client, kind, near[0] ?? ofKind[0], question),
		...question.claims,
	};
	const token: Token = { in: bearer, claims: withoutNull(claims), state: question.state ?? 'valid' };
	const given = new Set(ofKind.map(({ scope }) => scope.name));
	const others = grants.length === 0 ? [] : scopes.filter((name) => !given.has(name));
	const notes = others.map(
		(name) =>
			`no grant lets \`${client.id}\` ask for \`${name}\`, so Keycloak gives it no such token; judged as if it did`,
	);
	return { kind, scopes, tokens: [token], notes };
}

/** Throws an ExpectedError for scopes that the catalog does not have. */
function checkScopes({ model }: CatalogScene, { scopes = [] }: ShortQuestion): void {
	const known = model.scopes.map(({ name }) => name);
	const strange = scopes.find((name) => !known.includes(name) && !standardScopes.includes(name));
	if (strange === undefined) return;
	const help = didYouMean(nearest(strange, known), 'a scope is one of `scopes` of a service');
	throw new ExpectedError(`the catalog has no scope ${quote(strange)}`, help);
}

/** Of OpenID Connect, which no catalog declares. */
const standardScopes: readonly string[] = ['openid', 'profile', 'email', 'offline_access'];

const bearer = { kind: 'header', name: 'Authorization', prefix: 'Bearer ' } as const;

/** A token of which only the question knows. */
const customToken = ({ claims, state = 'valid' }: ShortQuestion): readonly Token[] =>
	claims === undefined ? [] : [{ in: bearer, claims, state }];

/** A claim that the question sets to null is left out. */
const withoutNull = (claims: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> =>
	Object.fromEntries(Object.entries(claims).filter(([, value]) => value !== null));

/** The kind of token that a grant asks for; undefined without a grant. */
export function kindOf(grant: Grant | undefined): TokenKind | undefined {
	if (grant === undefined) return undefined;
	return grant.actor.kind === 'service' || grant.actor.kind === 'user' ? grant.actor.kind : 'none';
}

/** What such a caller sends where nothing else is known. */
export function usualKind({ model }: CatalogScene, { caller }: Parties): TokenKind {
	if (model.issuers.length === 0) return 'none';
	switch (caller.kind) {
		case 'workload':
			return caller.workload.kind === 'gateway' ? 'none' : 'service';
		case 'client':
			return caller.client.kind === 'machine' ? 'service' : 'user';
		case 'anyone':
		case 'stranger':
			return 'none';
	}
}

/** Whose token it is: a service's own client, or the client outside. */
function clientOf({ model, data }: CatalogScene, { caller }: Parties, kind: TokenKind): Client | undefined {
	if (kind === 'none') return undefined;
	if (caller.kind === 'client') return caller.client;
	if (caller.kind !== 'workload') return undefined;
	const id = data.services[caller.name]?.audience ?? caller.name;
	return model.clients.find((client) => client.id === id && client.kind === 'workload');
}

function tenantClaim(
	{ model: { tenancy } }: CatalogScene,
	client: Client,
	kind: TokenKind,
	grant: Grant | undefined,
	{ tenant }: ShortQuestion,
): Readonly<Record<string, string>> {
	if (tenancy.kind === 'none') return {};
	if (tenant !== undefined) return { [tenancy.claim]: tenant };
	if (grant?.tenant.kind === 'crossing') return {};
	if (grant?.tenant.kind === 'fixed') return { [tenancy.claim]: grant.tenant.tenant };
	if (client.tenant.kind === 'fixed') return { [tenancy.claim]: client.tenant.tenant };
	return kind === 'user' ? { [tenancy.claim]: 'some-tenant' } : {};
}
