// One step of change to the tokens of a request.
import type { HttpRequest, Token, TokenPlace, TokenState } from '../mesh/case.ts';
import type { Dice } from './dice.ts';
import { near } from './patterns.ts';
import { type Claims, token } from './requests.ts';
import { audiences, clients, issuers, roles, scopes, subjects, tenants } from './words.ts';

type Tokens = NonNullable<HttpRequest['tokens']>;
type Minted = Extract<Token, { readonly claims: Claims }>;

/** Every state that is not simply valid. */
const oddStates = [
	'expired',
	'expiredInSkew',
	'notYetValid',
	'withoutExpiry',
	'forged',
	'wrongKeyId',
	'otherKey',
	'unknownIssuer',
	'unsigned',
	'confused',
	'garbage',
	'idToken',
] as const satisfies readonly TokenState[];

/** Where generated RequestAuthentications look for tokens, and places where nobody looks. */
const places: readonly TokenPlace[] = [
	{ header: 'x-token' },
	{ header: 'x-token', prefix: 'Token ' },
	{ header: 'Authorization', prefix: 'Basic ' },
	{ header: 'Authorization', prefix: 'bearer ' },
	{ header: 'Authorization', prefix: 'Bearer  ' },
	{ query: 'access_token' },
	{ query: 'token' },
	{ cookie: 'session' },
	{ cookie: 'other' },
];

export function mutateToken(dice: Dice, tokens: Tokens): Tokens {
	const [first, ...rest] = tokens;
	if (first === undefined || !('claims' in first)) return [token(dice)];
	return dice.weighted<() => Tokens>([
		[14, () => rest],
		[22, () => [{ ...first, state: dice.pick(oddStates) }, ...rest]],
		[40, () => [{ ...first, claims: mutateClaims(dice, first.claims) }, ...rest]],
		[12, () => [{ ...first, in: dice.pick(places) }, ...rest]],
		[8, () => [first, second(dice)]],
		[2, () => [second(dice), first]],
		[2, () => [{ ...first, key: dice.pick(issuers) }, ...rest]],
	])();
}

/** Another token, elsewhere in the request or in the same header again. */
function second(dice: Dice): Minted {
	const made = token(dice);
	const other: Minted = 'claims' in made ? made : { state: 'valid', claims: {} };
	const placed: Minted = dice.chance(80) ? { ...other, in: dice.pick(places) } : other;
	return dice.chance(30) ? { ...placed, state: dice.pick(oddStates) } : placed;
}

function mutateClaims(dice: Dice, claims: Claims): Claims {
	const change =
		(name: string, value: unknown): (() => Claims) =>
		() => ({ ...claims, [name]: value });
	const scope = typeof claims.scope === 'string' ? claims.scope.split(' ') : [];
	return dice.weighted<() => Claims>([
		[16, () => without(claims, dice.pick(Object.keys(claims).filter((name) => name !== 'exp' && name !== 'iat')))],
		[12, change('iss', dice.chance(70) ? dice.pick(issuers) : near(dice, String(claims.iss)))],
		[8, change('sub', dice.pick([...subjects, '']))],
		[14, change('aud', dice.pick([...audiences, ['shop'], ['other', 'shop'], []]))],
		[10, change('azp', dice.pick([...clients, '']))],
		[6, change('scope', dice.some(scopes, 0, 2).join(' '))],
		[3, change('scope', scope.toReversed().join(' '))],
		[3, change('scope', scope)],
		[2, change('scope', scope.join(','))],
		[2, change('scope', `  ${scope.join('  ')} `)],
		[6, change('roles', dice.pick([...roles, ['admin'], ['clerk'], 'admin clerk', [{ admin: 'admin' }]]))],
		[6, change('realm_access', dice.pick([{ roles: ['admin'] }, { roles: 'admin' }, { roles: [] }, ['admin'], {}]))],
		[6, change('tenant', dice.pick([...tenants, ['t1'], ['t1', 't2'], '', { t1: 't1' }]))],
		[4, change('tenant', dice.pick([1, true, null]))],
		[2, change('groups', dice.pick(['admin clerk', ['admin clerk'], 'admin']))],
	])();
}

const without = (claims: Claims, name: string): Claims =>
	Object.fromEntries(Object.entries(claims).filter(([key]) => key !== name));
