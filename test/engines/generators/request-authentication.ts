// RequestAuthentications that mostly accept the witnesses' tokens: every field of jwtRules, several rules, several objects.
import type { MeshRequest } from '../mesh/case.ts';
import { attach } from './attach.ts';
import type { Dice } from './dice.ts';
import type { JsonObject, MeshObject } from './objects.ts';
import { claimsOf } from './requests.ts';
import { audiences, issuers } from './words.ts';
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
	const jwtRules = Array.from({ length: count }, () => jwtRule(dice, claimsOf(dice.pick(witnesses))));
	const spec = count === 0 && dice.chance(50) ? {} : { jwtRules };
	return attach(dice, world, 'RequestAuthentication', name, spec);
}

function jwtRule(dice: Dice, claims: Readonly<Record<string, unknown>> | undefined): JsonObject {
	const wanted = issuers.find((issuer) => issuer === claims?.iss) ?? issuers[0];
	const issuer = dice.chance(85) ? wanted : dice.pick(issuers);
	const keyed = issuer.replace(/\/?$/, '/certs');
	const spaced = dice.some(['groups', 'scp', 'tenant'], 1, 2);
	const headers = [{ header: 'x-claim', claim: dice.pick(['sub', 'tenant', 'realm_access.roles', 'aud', 'level']) }];
	return {
		issuer,
		...(dice.chance(85) ? { jwksUri: keyed } : {}),
		...option(dice, 30, 'audiences', () => accepted(dice, claims)),
		...locations(dice),
		...option(dice, 12, 'outputPayloadToHeader', () => 'x-payload'),
		...option(dice, 22, 'outputClaimToHeaders', () => headers),
		...option(dice, 25, 'forwardOriginalToken', () => dice.chance(75)),
		...option(dice, 6, 'timeout', () => '2s'),
		...option(dice, 14, 'spaceDelimitedClaims', () => spaced),
	};
}

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
