// What a grant asks of the token, and which tokens a workload takes at all.
import type { Grant, Issuer, Tenancy } from '../../access/model.ts';
import { unreachable } from '../../core/invariant.ts';
import { groupBy, sortedUnique } from '../../core/order.ts';
import { pattern, someText } from '../../traffic/pattern.ts';
import { all, any, claim, everything, not, type Predicate, verified } from '../../traffic/predicate.ts';

/** A verified token that names its issuer and its subject (requirement T2). */
export const namesSubject: Predicate = all([claim('iss', someText), claim('sub', someText)]);

/**
 * The demand on the token: issuer, subject, receiver, presenter, scope, whose call it is, and the tenant. Nothing for
 * actors without a token.
 */
export function tokenPredicate({ actor, scope, tenant }: Grant, tenancy: Tenancy): Predicate {
	switch (actor.kind) {
		case 'identity':
		case 'anyone':
			return everything;
		case 'service':
		case 'user': {
			const { id, issuer } = actor.client;
			const demands = [
				claim('iss', pattern(issuer.issuer)),
				claim('sub', someText),
				claim('aud', pattern(scope.audience)),
				claim('azp', pattern(id)),
				claim('scope', pattern(scope.name)),
				actor.kind === 'service' ? claim('client_id', pattern(id)) : claim('sid', someText),
			];
			if (tenancy.kind === 'none' || tenant.kind === 'none' || tenant.kind === 'crossing') return all(demands);
			const of = tenant.kind === 'fixed' ? pattern(tenant.tenant) : someText;
			return all([...demands, claim(tenancy.claim, of)]);
		}
		default:
			return unreachable(actor);
	}
}

/** The issuer whose token the grant asks for; undefined where it asks for none. */
const issuerOf = ({ actor }: Grant): Issuer | undefined =>
	actor.kind === 'service' || actor.kind === 'user' ? actor.client.issuer : undefined;

/** One issuer whose tokens are taken, and for whom they must be. */
export interface Taken {
	readonly issuer: Issuer;
	readonly audiences: readonly string[];
}

/** Of the grants that are judged at one place: by issuer, sorted. */
export function tokensTaken(grants: readonly Grant[]): readonly Taken[] {
	const asked = grants.flatMap((grant) => {
		const issuer = issuerOf(grant);
		return issuer === undefined ? [] : [{ issuer, audience: grant.scope.audience }];
	});
	return [...groupBy(asked, ({ issuer }) => issuer.issuer).values()].flatMap((group) => {
		const [first] = group;
		return first === undefined
			? []
			: [{ issuer: first.issuer, audiences: sortedUnique(group.map(({ audience }) => audience)) }];
	});
}

/**
 * No token at all, or a good one of an issuer that is taken here, for an audience that is taken here. A token that nobody
 * asked for is held to this, too. An audience counts as the same with `http://` or `https://` before it and a slash behind
 * it: so do proxies compare (Envoy, `jwt_authn`), and a token that names the receiver as a URL is meant for it.
 */
export function tokenIsTaken(taken: readonly Taken[]): Predicate {
	// Where none is asked for, nobody looks at any.
	if (taken.length === 0) return everything;
	const good = taken.map(({ issuer, audiences }) =>
		all([
			claim('iss', pattern(issuer.issuer)),
			any(audiences.flatMap(spellings).map((name) => claim('aud', pattern(name)))),
		]),
	);
	return any([not(verified), ...good]);
}

const spellings = (audience: string): readonly string[] => {
	const bare = audience.replace(/^https?:\/\//, '').replace(/\/$/, '');
	return ['', 'http://', 'https://'].flatMap((scheme) => [`${scheme}${bare}`, `${scheme}${bare}/`]);
};
