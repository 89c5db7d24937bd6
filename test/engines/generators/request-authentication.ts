// RequestAuthentications that mostly accept the witnesses' tokens: every field of jwtRules, several rules, several objects.
import type { MeshRequest } from '../mesh/case.ts';
import { attach } from './attach.ts';
import type { Dice } from './dice.ts';
import type { JsonObject, MeshObject } from './objects.ts';
import { claimsOf } from './requests.ts';
import { audiences, issuers, writtenKeySet } from './words.ts';
import type { World } from './worlds.ts';

export function requestAuthentication(
	dice: Dice,
	world: World,
	name: string,
	witnesses: readonly MeshRequest[],
): MeshObject {
	const count = dice.weighted([
		[2, 0],
		[68, 1],
		[22, 2],
		[8, 3],
	] as const);
	const carried = dice.chance(65)
		? differentIssuers(witnesses)
		: Array.from({ length: count }, () => dice.pick(witnesses));
	const jwtRules = (count === 0 ? [] : carried).map((request) => jwtRule(dice, claimsOf(request)));
	const spec = count === 0 && dice.chance(50) ? {} : { jwtRules };
	return attach(dice, world, 'RequestAuthentication', name, spec);
}

/** One witness for each issuer of their tokens, or one without a token. */
function differentIssuers(witnesses: readonly MeshRequest[]): readonly MeshRequest[] {
	const byIssuer = new Map(witnesses.map((request) => [claimsOf(request)?.iss, request]));
	const known = [...byIssuer].filter(([issuer]) => issuer !== undefined).map(([, request]) => request);
	return known.length > 0 ? known : witnesses.slice(0, 1);
}

function jwtRule(dice: Dice, claims: Readonly<Record<string, unknown>> | undefined): JsonObject {
	const wanted = issuers.find((issuer) => issuer === claims?.iss) ?? issuers[0];
	const issuer = dice.chance(85) ? wanted : dice.pick(issuers);
	const spaced = dice.some(['groups', 'scp', 'tenant'], 1, 2);
	const headers = [{ header: 'x-claim', claim: dice.pick(['sub', 'tenant', 'realm_access.roles', 'aud', 'level']) }];
	return {
		issuer,
		...keysOf(dice, issuer.replace(/\/?$/, '/certs')),
		...option(dice, 30, 'audiences', () => accepted(dice, claims)),
		...locations(dice),
		...option(dice, 12, 'outputPayloadToHeader', () => 'x-payload'),
		...option(dice, 22, 'outputClaimToHeaders', () => headers),
		...option(dice, 25, 'forwardOriginalToken', () => dice.chance(75)),
		...option(dice, 6, 'timeout', () => '2s'),
		...option(dice, 14, 'spaceDelimitedClaims', () => spaced),
	};
}

/** With an inline key set of a stranger's no token of the oracle verifies, so it is rare. */
const keysOf = (dice: Dice, jwksUri: string): JsonObject =>
	dice.weighted<JsonObject>([
		[82, { jwksUri }],
		[15, {}],
		[3, { jwks: writtenKeySet }],
	]);

/** Setting a location turns the usual ones off, so most rules leave them alone or name them again. */
function locations(dice: Dice): JsonObject {
	if (dice.chance(72)) return {};
	const bearer = { name: 'Authorization', prefix: 'Bearer ' };
	const other = dice.pick([{ name: 'x-token' }, { name: 'x-token', prefix: 'Token ' }, { name: 'Authorization' }]);
	const names = dice.some([bearer, other], 1, 2);
	return {
		...(dice.chance(75)
			? { fromHeaders: dice.chance(85) ? [bearer, ...(names.length > 1 ? [other] : [])] : names }
			: {}),
		...option(dice, 30, 'fromParams', () => dice.some(['token', 'access_token'], 1, 2)),
		...option(dice, 30, 'fromCookies', () => dice.some(['session', 'other'], 1, 2)),
	};
}

function accepted(dice: Dice, claims: Readonly<Record<string, unknown>> | undefined): readonly string[] {
	const aud = claims?.aud;
	const own = typeof aud === 'string' ? [aud] : Array.isArray(aud) ? aud.map(String) : [];
	return dice.chance(85) && own.length > 0
		? [...own.slice(0, 1), ...dice.some(audiences, 0, 1)]
		: dice.some(audiences, 1, 2);
}

const option = <T>(dice: Dice, percent: number, name: string, value: () => T): { readonly [key: string]: T } =>
	dice.chance(percent) ? { [name]: value() } : {};
