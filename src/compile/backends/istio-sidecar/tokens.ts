// What a token must say for a grant: whose it is, whom it is for, what it may be used for, in which tenant.
import type { Grant, Issuer, Tenancy, TenantRule } from '../../../access/model.ts';
import { invariant, unreachable } from '../../../core/invariant.ts';
import { sortedBy } from '../../../core/order.ts';
import type { Condition, Source } from '../../../manifests/istio.ts';

export interface TokenDemand {
	readonly source: Source;
	/** Sorted by key; each must hold, so one scope is one condition. */
	readonly when: readonly Condition[];
}

/** The issuer whose tokens the grant asks for, or undefined where none is asked for. */
export const issuerOf = ({ actor }: Grant): Issuer | undefined =>
	actor.kind === 'service' || actor.kind === 'user' ? actor.client.issuer : undefined;

/**
 * The conditions on the verified token. A service's own token has `client_id`, a user's token has `sid`, and neither
 * has the other's (Keycloak 26, `service_account` and `basic` client scopes): so the two are never mistaken.
 */
export function tokenDemand(grant: Grant, tenancy: Tenancy): TokenDemand {
	const { actor, scope } = grant;
	const tenant = tenantConditions(grant.tenant, tenancy);
	switch (actor.kind) {
		case 'identity':
		case 'anyone':
			return { source: {}, when: tenant };
		case 'service':
		case 'user': {
			const kind: Condition =
				actor.kind === 'service'
					? { key: 'request.auth.claims[client_id]', values: [actor.client.id] }
					: { key: 'request.auth.claims[sid]', values: ['*'] };
			const when: readonly Condition[] = [
				{ key: 'request.auth.presenter', values: [actor.client.id] },
				{ key: 'request.auth.audiences', values: [scope.audience] },
				{ key: 'request.auth.claims[scope]', values: [scope.name] },
				kind,
				...tenant,
			];
			return {
				source: { requestPrincipals: [`${actor.client.issuer.issuer}/*`] },
				when: sortedBy(when, (condition) => condition.key),
			};
		}
		default:
			return unreachable(actor);
	}
}

function tenantConditions(rule: TenantRule, tenancy: Tenancy): readonly Condition[] {
	switch (rule.kind) {
		case 'none':
		case 'crossing':
			return [];
		case 'any-claimed':
		case 'fixed':
			invariant(tenancy.kind === 'claim', 'a grant asks for a tenant in a catalog without tenants');
			return [{ key: `request.auth.claims[${tenancy.claim}]`, values: [rule.kind === 'fixed' ? rule.tenant : '*'] }];
		default:
			return unreachable(rule);
	}
}
