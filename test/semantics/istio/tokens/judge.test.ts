import { expect, test } from 'vitest';
import type { Token } from '../../../../src/semantics/istio/request.ts';
import { bareAudience, judge } from '../../../../src/semantics/istio/tokens/judge.ts';
import { rule, token } from './scene.ts';

function outcome(one: Token | undefined, more: Parameters<typeof rule>[0] = {}): string | number {
	const asked = rule(more);
	const judgement = judge(one, asked, asked.audiences.map(bareAudience));
	return judgement.kind === 'bad' ? judgement.status : judgement.kind;
}

test.each([
	['valid', 'good'],
	['expired', 401],
	['not-yet-valid', 401],
	['wrong-signature', 401],
	['unreadable', 401],
] as const)('a token that is %s', (state, wanted) => {
	expect(outcome(token({}, { state }))).toBe(wanted);
});

test('what is no token is a bad one', () => {
	expect([outcome(undefined), outcome(token({}, { claims: undefined }))]).toEqual([401, 401]);
});

test('the issuer is compared as text; without one in the rule any will do', () => {
	expect(outcome(token({ iss: 'https://idp.example/' }))).toBe('unknown-issuer');
	expect(outcome(token({ iss: undefined }))).toBe('unknown-issuer');
	expect(outcome(token({ iss: 'https://x.example' }), { issuer: undefined })).toBe('good');
});

test('form before issuer, issuer before times, times before audience, audience before signature', () => {
	const audiences = { audiences: ['shop'] };
	const stranger = { iss: 'https://x.example' };
	expect(outcome(token({ ...stranger, aud: 1 }, { state: 'expired' }))).toBe(401);
	expect(outcome(token(stranger, { state: 'unreadable' }))).toBe(401);
	expect(outcome(token(stranger, { state: 'expired' }))).toBe('unknown-issuer');
	expect(outcome(token({ aud: 'other' }, { state: 'expired' }), audiences)).toBe(401);
	expect(outcome(token({ aud: 'other' }, { state: 'wrong-signature' }), audiences)).toBe(403);
	expect(outcome(token({ aud: 'shop' }, { state: 'wrong-signature' }), audiences)).toBe(401);
});

test.each([
	[{ aud: 1 }, 401],
	[{ aud: ['a', 1] }, 401],
	[{ aud: null }, 401],
	[{ aud: {} }, 401],
	[{ aud: [] }, 'good'],
	[{ sub: 1 }, 401],
	[{ sub: null }, 401],
	[{ sub: '' }, 'good'],
	[{ iss: null }, 401],
	[{ iss: ['https://idp.example'] }, 401],
	[{ jti: 1 }, 401],
	[{ iat: 'x' }, 401],
	[{ iat: -1 }, 401],
	[{ iat: 1.5 }, 'good'],
	[{ nbf: '1' }, 401],
	[{ exp: null }, 401],
	[{ exp: 1e30 }, 401],
	[{ exp: 0 }, 'good'],
] as const)('claims of other types: %j', (claims, wanted) => {
	expect(outcome(token(claims))).toBe(wanted);
});

const audiences = ['https://x.example/', 'http://', 'y/', 'HTTP://z'];
test.each([
	['x.example', 'good'],
	['http://x.example/', 'good'],
	['x.example//', 403],
	['https://http://x.example', 403],
	['X.example', 403],
	['y', 'good'],
	['http://y', 'good'],
	['HTTP://z/', 'good'],
	['z', 403],
	['', 'good'],
	['/', 'good'],
	['https:///', 'good'],
	[undefined, 403],
	[[], 403],
	[['a', 'y'], 'good'],
] as const)('the audience %j', (aud, wanted) => {
	expect(outcome(token({ aud }), { audiences })).toBe(wanted);
});

test('whose key it is', () => {
	const published = token({}, { signedBy: 'published' });
	const inline = token({}, { signedBy: { jwks: '{"keys":[]}' } });
	expect([published, inline, token()].map((one) => outcome(one, { jwks: '{"keys":[]}' }))).toEqual([
		401,
		'good',
		'good',
	]);
	expect([published, inline, token()].map((one) => outcome(one))).toEqual(['good', 401, 'good']);
});
