// What grants need and the realm does not give.
import { unreachable } from '../../core/invariant.ts';
import type { Content, Mintable, Obtainable } from '../../semantics/keycloak/index.ts';
import type { Finding } from '../finding.ts';
import type { Asked, AskedOfIssuer } from './asked.ts';
import { keycloakWay } from './ways.ts';

/** One finding for each grant whose token cannot be had, or not with what the receiver asks of it. */
export function missingTokens(wanted: AskedOfIssuer, realm: Obtainable, files: readonly string[]): readonly Finding[] {
	return wanted.asked.flatMap((asked): readonly Finding[] => {
		const { client, way, grant } = asked;
		const { name, audience } = grant.scope;
		const bearer = way === 'itself' ? 'itself' : 'user';
		const found = realm.find({ client: client.id, way: keycloakWay(way), bearer, scope: name, audience });
		const what = found === undefined ? `no such token can be had for \`${audience}\`` : lacking(asked, wanted, found);
		if (what === undefined) return found === undefined ? [] : doubts(found, wanted, asked);
		const { issuer } = wanted.issuer;
		return [
			{
				kind: 'token-missing',
				issuer,
				client: client.id,
				way,
				scope: name,
				what,
				grant: grant.id,
				files,
				origin: grant.origin,
			},
		];
	});
}

/** What the receiver's rule asks for and the token has not. */
function lacking(
	{ client, way, grant }: Asked,
	{ tenancy, scopes }: AskedOfIssuer,
	{ content, ask, gated, entrance: { lifetimeSeconds } }: Mintable,
): string | undefined {
	const more = ask.filter((scope) => scope !== grant.scope.name && scopes.has(scope));
	if (more.length > 0) return `it can be had only together with \`${more.join('`, `')}\``;
	if (gated.length > 0) return `only users with a role of its own have \`${gated.join('`, `')}\` in it`;
	if (lifetimeSeconds <= 0) return 'it is over when it is made';
	if (!content.subject) return 'it does not say `sub`';
	if (way === 'itself' && !isFixed(content, 'client_id', client.id)) return 'it does not say `client_id`';
	if (way !== 'itself' && !content.session) return 'it does not say `sid`';
	if (tenancy.kind === 'none') return undefined;
	const { claim } = tenancy;
	switch (grant.tenant.kind) {
		case 'none':
		case 'crossing':
			return undefined;
		case 'any-claimed':
			return emptyTenant(content, claim);
		case 'fixed':
			return isFixed(content, claim, grant.tenant.tenant)
				? undefined
				: `its claim \`${claim}\` is not \`${grant.tenant.tenant}\``;
		default:
			return unreachable(grant.tenant);
	}
}

/** A claim that is there, from an attribute that users can have. */
function emptyTenant({ claims }: Content, name: string): string | undefined {
	const claim = claims.get(name);
	if (claim === undefined) return `it has no claim \`${name}\``;
	if (claim.kind !== 'attribute' || claim.editor !== 'nobody') return undefined;
	return `no user has \`${claim.attribute}\`, which the user profile does not let anybody set`;
}

const isFixed = ({ claims }: Content, name: string, value: string): boolean => {
	const claim = claims.get(name);
	return claim?.kind === 'fixed' && (claim.value === value || isListOf(claim.value, value));
};

const isListOf = (value: unknown, only: string): boolean =>
	Array.isArray(value) && value.length > 0 && value.every((item) => item === only);

function doubts(found: Mintable, wanted: AskedOfIssuer, { grant, client }: Asked): readonly Finding[] {
	const first = strings(found) ?? found.doubts.map(({ where, what }) => `\`${where}\` ${what}`)[0];
	if (first === undefined) return [];
	const why = `${first}, so nobody knows whether \`${grant.id}\` gets its token`;
	return [{ kind: 'undecided', where: `${wanted.issuer.name}: ${client.id}`, why, origin: grant.origin }];
}

/** What is asked of the token that is exchanged. That it is a user's, which has `sid`, is no need (policy-verdict.ts). */
function strings({ needs: [need], downscoped }: Mintable): string | undefined {
	if (need !== undefined) return `a policy asks for \`${need.claim}\` in what is exchanged`;
	return downscoped ? 'a policy asks for all its scopes in what is exchanged' : undefined;
}
