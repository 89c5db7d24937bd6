// Which tokens a proxy verifies. It never requires one: the ALLOW rules do. One rule for each issuer, since the first
// token that verifies ends verification; keys by their address, so that istiod asks no discovery document; audiences
// pinned; tokens only in the `Authorization` header, never in the address (RFC 9700, section 4.3.2).
import type { Grant, Issuer, Tenancy } from '../../../access/model.ts';
import { invariant } from '../../../core/invariant.ts';
import { nonEmpty } from '../../../core/non-empty.ts';
import { groupBy, sortedUnique } from '../../../core/order.ts';
import type { JwtRule, RequestAuthentication } from '../../../manifests/istio.ts';
import type { Involvement } from '../shared/involvement.ts';
import { fitting } from '../shared/shards.ts';
import { attachment, type Context, workloadMetadata } from './objects.ts';
import { issuerOf } from './tokens.ts';

/** At most one, named like the workload; none where no grant asks for a token. */
export function requestAuthentications(context: Context): readonly RequestAuthentication[] {
	const { model, involvement } = context;
	const { workload, gateway } = involvement;
	const grants = gateway === undefined ? involvement.received : involvement.entrances.map((each) => each.grant);
	const tokens = grants.flatMap((grant) => {
		const issuer = issuerOf(grant);
		return issuer === undefined ? [] : [{ issuer, audience: grant.scope.audience }];
	});
	if (tokens.length === 0 || workload.state.kind === 'disabled') return [];
	const rules = [...groupBy(tokens, ({ issuer }) => issuer.issuer).values()].map((group) =>
		jwtRule(
			oneOf(group.map(({ issuer }) => issuer)),
			group.map(({ audience }) => audience),
			involvement,
			model.tenancy,
		),
	);
	const spec = { ...attachment(involvement), jwtRules: nonEmpty(rules, 'jwtRules') };
	return [
		fitting({
			apiVersion: 'security.istio.io/v1' as const,
			kind: 'RequestAuthentication' as const,
			metadata: workloadMetadata(context, workload.name, spec),
			spec,
		}),
	];
}

function jwtRule(issuer: Issuer, audiences: readonly string[], involvement: Involvement, tenancy: Tenancy): JwtRule {
	// A gateway leaves the header to each receiver: a receiver that takes no tokens could not tell its copy from a forged one.
	const writesTenant = tenancy.kind === 'claim' && involvement.gateway === undefined;
	return {
		issuer: issuer.issuer,
		jwksUri: issuer.jwksUri,
		audiences: nonEmpty(sortedUnique(audiences), 'audiences'),
		fromHeaders: [{ name: 'Authorization', prefix: 'Bearer ' }],
		forwardOriginalToken: needsToken(involvement),
		...(writesTenant ? { outputClaimToHeaders: [{ header: tenancy.header, claim: tenancy.claim }] as const } : {}),
	};
}

/** A gateway hands the token to the receiver, which verifies it again; a service exchanges or forwards what it received. */
const needsToken = ({ gateway, presented }: Involvement): boolean =>
	gateway !== undefined || presented.some(handsOnUser);

const handsOnUser = ({ actor }: Grant): boolean => actor.kind === 'user' && actor.obtained !== 'login';

/** Two key sets under one issuer string would leave Istio to choose between them. */
function oneOf(issuers: readonly Issuer[]): Issuer {
	const [first] = nonEmpty(issuers, 'issuers');
	invariant(
		issuers.every((issuer) => issuer.jwksUri === first.jwksUri),
		`issuer ${first.issuer} has two key sets`,
	);
	return first;
}
