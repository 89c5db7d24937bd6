// The token that a grant asks for, as the realm gives it, and the same with one thing wrong.
import type { AccessModel, Grant } from '../../access/model.ts';
import type { Token } from '../../semantics/istio/index.ts';
import { type Claims, someTenant, someUser, type Wallet } from '../tokens.ts';

export type Flaw =
	| 'none'
	| 'expired'
	| 'other issuer'
	| 'other audience'
	| 'without scope'
	| 'longer scope'
	| 'other kind'
	| 'other client'
	| 'other tenant';

export interface Carried {
	readonly tokens: readonly Token[];
	/** Why the realm does not give the grant its token. */
	readonly lacking: string | undefined;
	readonly tenant: string | undefined;
}

/** `of`: the grant of another client whose real token stands in, where there is one. */
export function carried(model: AccessModel, wallet: Wallet, grant: Grant, flaw: Flaw, of: Grant | undefined): Carried {
	const { actor, scope, tenant } = of ?? grant;
	if (actor.kind !== 'service' && actor.kind !== 'user') return { tokens: [], lacking: undefined, tenant: undefined };
	const named = tenant.kind === 'fixed' ? tenant.tenant : actor.kind === 'user' ? someTenant : undefined;
	const held = wallet({
		client: actor.client.id,
		kind: actor.kind,
		scopes: [scope.name],
		tenant: model.tenancy.kind === 'none' ? undefined : named,
	});
	if (held.kind === 'none') return { tokens: [], lacking: held.why, tenant: undefined };
	const claims = of === undefined ? spoiled(model, grant, held.claims, flaw) : held.claims;
	const value = model.tenancy.kind === 'claim' ? claims[model.tenancy.claim] : undefined;
	return {
		tokens: [{ in: bearer, claims, state: flaw === 'expired' ? 'expired' : 'valid' }],
		lacking: undefined,
		tenant: typeof value === 'string' ? value : undefined,
	};
}

const bearer = { kind: 'header', name: 'Authorization', prefix: 'Bearer ' } as const;

function spoiled(model: AccessModel, grant: Grant, claims: Claims, flaw: Flaw): Claims {
	const { sid: _sid, client_id: _client, ...bare } = claims;
	switch (flaw) {
		case 'none':
		case 'expired':
			return claims;
		case 'other issuer':
			return { ...claims, iss: `${claims.iss}-elsewhere` };
		case 'other audience':
			return { ...claims, aud: otherAudience(model, grant) };
		case 'without scope':
			return { ...claims, scope: 'openid' };
		case 'longer scope':
			return { ...claims, scope: `openid ${grant.scope.name}.more` };
		case 'other kind':
			return grant.actor.kind === 'user'
				? { ...bare, client_id: claims.azp }
				: { ...bare, sid: 'some-session', sub: someUser };
		case 'other client':
			return { ...claims, azp: 'another-client', ...('client_id' in claims ? { client_id: 'another-client' } : {}) };
		case 'other tenant':
			return otherTenant(model, grant, claims);
	}
}

const otherAudience = ({ scopes }: AccessModel, { scope }: Grant): string =>
	scopes.find(({ audience }) => audience !== scope.audience)?.audience ?? 'another-service';

/** Without it where any tenant would do, else another one. */
function otherTenant({ tenancy }: AccessModel, { tenant }: Grant, claims: Claims): Claims {
	if (tenancy.kind === 'none') return claims;
	const { [tenancy.claim]: _tenant, ...without } = claims;
	return tenant.kind === 'fixed' ? { ...without, [tenancy.claim]: 'another-tenant' } : without;
}
