import { expect, test } from 'vitest';
import type { JwtRule } from '../../../../src/semantics/istio/policy.ts';
import { verifierOf, verify } from '../../../../src/semantics/istio/tokens/verify.ts';
import { inCookie, inHeader, inParameter, issuer, message, otherIssuer, rule, type Sent, token } from './scene.ts';

/** `none`, the subject of the payload, or the status. */
function outcome(rules: readonly JwtRule[], sent: Sent): unknown {
	const one = message(sent);
	const refusal = verify(rules.map(verifierOf), one);
	return refusal?.status ?? one.payload?.sub ?? 'none';
}

const fromHeader = (name: string) => ({ fromHeaders: [{ name, prefix: '' }] });
const second = rule({ issuer: otherIssuer, ...fromHeader('x-second') });
const both = [rule(), second];
const good = token();
const bad = token({}, { state: 'wrong-signature' });
const ofSecond = (more = {}) => token({ iss: otherIssuer, sub: 'bob' }, { in: inHeader('x-second'), ...more });

test.each([
	['no token', [], 'none'],
	['a good one', [good], 'ann'],
	['a bad one', [bad], 401],
	['one of a stranger', [token({ iss: 'https://x.example' })], 401],
	['one in a place where nobody looks', [token({}, { in: inHeader('x-token') })], 'none'],
	['two in one header', [good, good], 401],
	['another prefix', [token({}, { in: inHeader('authorization', 'bearer '), state: 'wrong-signature' })], 'none'],
] as const)('one rule: %s', (_, tokens, wanted) => {
	expect(outcome([rule()], { tokens })).toBe(wanted);
});

test.each([
	['no token', [], 'none'],
	['one for the first', [good], 'ann'],
	['one for the second', [ofSecond()], 'bob'],
	['one for each: the first counts', [good, ofSecond()], 'ann'],
	['a bad one for the second is not looked at', [good, ofSecond({ state: 'expired' })], 'ann'],
	['a bad one for the first', [bad, ofSecond()], 'bob'],
	['bad ones only', [bad, ofSecond({ state: 'expired' })], 401],
	['the second’s in the place of the first', [token({ iss: otherIssuer })], 401],
] as const)('two rules: %s', (_, tokens, wanted) => {
	expect(outcome(both, { tokens })).toBe(wanted);
});

test('rules of one place: the issuer of the token chooses', () => {
	const shared = [rule(), rule({ issuer: otherIssuer })];
	expect(outcome(shared, { tokens: [token({ iss: otherIssuer, sub: 'bob' })] })).toBe('bob');
	expect(outcome(shared, { tokens: [token({ iss: 'https://x.example' })] })).toBe(401);
});

test('of several failures that of the last rule is told, and strangers yield', () => {
	const third = rule({ issuer: 'https://third.example', ...fromHeader('x-third') });
	const rules = [rule({ audiences: ['a'] }), { ...second, audiences: ['b'] }, third];
	const stranger = token({ iss: 'https://x.example' });
	const wrongAudience = ofSecond();
	const junk: Sent['headers'] = [['x-third', 'junk']];
	expect(outcome(rules, { tokens: [stranger, wrongAudience] })).toBe(403);
	expect(outcome(rules, { tokens: [stranger, wrongAudience], headers: junk })).toBe(401);
	expect(outcome(rules, { tokens: [good, wrongAudience], headers: junk })).toBe(403);
});

test('within one rule all tokens have to be good, and the last place in order gives the payload', () => {
	const places = { ...fromHeader('x-token'), fromParams: ['t'], fromCookies: ['c'] };
	const at = (sub: string, place: Parameters<typeof inHeader>[0] | 'parameter' | 'cookie', more = {}) =>
		token(
			{ sub },
			{
				in: place === 'parameter' ? inParameter('t') : place === 'cookie' ? inCookie('c') : inHeader(place),
				...more,
			},
		);
	const header = at('header', 'x-token');
	const parameter = at('parameter', 'parameter');
	const cookie = at('cookie', 'cookie');
	expect(outcome([rule(places)], { tokens: [header, parameter, cookie] })).toBe('header');
	expect(outcome([rule(places)], { tokens: [cookie, parameter] })).toBe('parameter');
	expect(outcome([rule(places)], { tokens: [header, at('x', 'cookie', { state: 'expired' })] })).toBe(401);
});

test('a bad token before a good one in a repeated header passes where there are two rules', () => {
	const first = rule(fromHeader('x-token'));
	const tokens = [
		token({}, { in: inHeader('x-token'), state: 'wrong-signature' }),
		token({}, { in: inHeader('x-token') }),
	];
	expect(outcome([first], { tokens })).toBe(401);
	expect(outcome([first, second], { tokens })).toBe('ann');
	expect(outcome([first, second], { tokens: [...tokens].reverse() })).toBe(401);
});

test('headers for claims are taken away as soon as a rule is tried, and not before', () => {
	const claims = { outputClaimToHeaders: [{ header: 'X-Tenant', claim: 'tenant' }] };
	const sent: Sent = { headers: [['x-tenant', 'mine']] };
	const tenant = (rules: readonly JwtRule[], more: Sent) => {
		const one = message({ ...sent, ...more });
		verify(rules.map(verifierOf), one);
		return one.headers.get('x-tenant');
	};
	expect(tenant([rule(claims)], {})).toBeUndefined();
	expect(tenant([rule(claims)], { tokens: [token({ tenant: 't1' })] })).toEqual(['t1']);
	expect(tenant([rule(), { ...second, ...claims }], { tokens: [good] })).toEqual(['mine']);
	expect(tenant([rule(), { ...second, ...claims }], {})).toBeUndefined();
});

test('a header for claims that is the token’s own takes the token away', () => {
	const claims = { outputClaimToHeaders: [{ header: 'authorization', claim: 'sub' }] };
	expect(outcome([rule(claims)], { tokens: [bad] })).toBe('none');
});

test('what is stripped: the verified token only, and nothing that is to be forwarded', () => {
	const headersAfter = (rules: readonly JwtRule[], tokens: Sent['tokens']) => {
		const one = message({ tokens: tokens ?? [] });
		verify(rules.map(verifierOf), one);
		return [...one.headers.keys()];
	};
	expect(headersAfter([rule()], [good])).toEqual([]);
	expect(headersAfter([rule({ forwardOriginalToken: true })], [good])).toEqual(['authorization']);
	expect(headersAfter(both, [good, ofSecond()])).toEqual(['x-second']);
});

test('a refusal names the issuer of the rule', () => {
	const refusal = (more: Partial<JwtRule>) => verify([verifierOf(rule(more))], message({ tokens: [bad] }))?.issuer;
	expect(refusal({})).toBe(issuer);
	expect(refusal({ issuer: undefined, jwksUri: 'https://keys.example' })).toBe('https://keys.example');
	expect(refusal({ issuer: undefined, jwksUri: undefined })).toBe('shop/tokens');
});
