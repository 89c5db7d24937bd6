// Tokens for the rows: one that is right for a grant, and ones that are wrong in one way. Two wallets have them: the real
// server's (real-tokens.ts), and this file's, signed by the mesh oracle with the claims that the server would write.
import type { AccessModel, Client, Grant } from '../../../src/access/model.ts';
import type { Token } from '../mesh/case.ts';

/**
 * What is wrong with a token: nothing; time; the realm; what it is for; what it allows; whose it is (a service's for a
 * user's and the reverse); which client got it; its tenant.
 */
export type Flaw =
	| 'none'
	| 'expired'
	| 'otherIssuer'
	| 'otherAudience'
	| 'otherScope'
	| 'otherActor'
	| 'otherClient'
	| 'otherTenant';

export interface Held {
	readonly token: Token;
	readonly claims: Readonly<Record<string, unknown>>;
}

export type Lacking = { readonly lacking: string };

export interface Wallet {
	/** Key sets by issuer, for the mesh; none where the mesh oracle signs. */
	readonly keys?: Readonly<Record<string, string>>;
	/** `isHarmless` says whether the token of another grant may stand in: one that would be let through is of no use. */
	hold(grant: Grant, flaw: Flaw, isHarmless: (other: Grant) => boolean): Held | Lacking;
}

export function signedWallet(model: AccessModel): Wallet {
	return {
		hold: (grant, flaw) => {
			const { actor } = grant;
			if (actor.kind !== 'service' && actor.kind !== 'user') return { lacking: 'the grant asks for no token' };
			const claims = spoiled(model, grant, rightClaims(model, grant, actor), flaw);
			if ('lacking' in claims) return { lacking: String(claims.lacking) };
			return { token: { state: flaw === 'expired' ? 'expired' : 'valid', claims }, claims };
		},
	};
}

type Claims = Readonly<Record<string, unknown>>;
type TokenActor = { readonly kind: 'service' | 'user'; readonly client: Client };

function rightClaims(model: AccessModel, { scope, tenant }: Grant, { kind, client }: TokenActor): Claims {
	const { id, issuer } = client;
	const own = kind === 'user' ? { sid: 'session-1', sub: 'ann' } : { client_id: id, sub: `service-account-${id}` };
	const { tenancy } = model;
	const value = tenant.kind === 'fixed' ? tenant.tenant : tenant.kind === 'any-claimed' ? 'acme' : undefined;
	return {
		iss: issuer.issuer,
		azp: id,
		aud: scope.audience,
		scope: `openid ${scope.name}`,
		...own,
		...(tenancy.kind === 'claim' && value !== undefined ? { [tenancy.claim]: value } : {}),
	};
}

function spoiled(model: AccessModel, grant: Grant, claims: Claims, flaw: Flaw): Claims | Lacking {
	const { sid: _sid, client_id: _client, ...bare } = claims;
	const other = model.scopes.find(({ audience }) => audience !== grant.scope.audience);
	const { tenancy } = model;
	switch (flaw) {
		case 'none':
		case 'expired':
			return claims;
		case 'otherIssuer':
			return { ...claims, iss: `${claims.iss}-elsewhere` };
		case 'otherAudience':
			return { ...claims, aud: other?.audience ?? 'another' };
		case 'otherScope':
			return { ...claims, scope: `openid ${grant.scope.name}.more` };
		case 'otherActor':
			return grant.actor.kind === 'user' ? { ...bare, client_id: claims.azp } : { ...bare, sid: 'session-1' };
		case 'otherClient':
			return { ...claims, azp: 'another-client' };
		case 'otherTenant': {
			if (tenancy.kind === 'none') return { lacking: 'the catalog has no tenants' };
			if (grant.tenant.kind === 'fixed') return { ...claims, [tenancy.claim]: 'another-tenant' };
			if (grant.tenant.kind !== 'any-claimed') return { lacking: 'the grant is for all tenants or none' };
			const { [tenancy.claim]: _tenant, ...without } = claims;
			return without;
		}
	}
}
