import { expect, test } from 'vitest';
import { payloadFor } from '../../../../src/semantics/istio/tokens/payload.ts';
import { rule } from './scene.ts';

test.each([
	[{ scope: 'a b' }, { scope: ['a', 'b'] }],
	[{ scope: ' a  b ' }, { scope: ['a', 'b'] }],
	[{ scope: 'a' }, { scope: ['a'] }],
	[{ scope: 'a\tb' }, { scope: ['a\tb'] }],
	[{ scope: '' }, { scope: '' }],
	[{ scope: '  ' }, { scope: '  ' }],
	[{ scope: ['a b'] }, { scope: ['a b'] }],
	[{ scope: 5 }, { scope: 5 }],
	[{ permission: 'a b' }, { permission: ['a', 'b'] }],
	[
		{ groups: 'a b', 'x.y': 'a b' },
		{ groups: ['a', 'b'], 'x.y': ['a', 'b'] },
	],
	[{ other: 'a b' }, { other: 'a b' }],
	[{ x: { y: 'a b' } }, { x: { y: 'a b' } }],
])('%j', (claims, payload) => {
	expect(payloadFor(rule({ spaceDelimitedClaims: ['groups', 'x.y', 'x'] }), claims)).toEqual(payload);
});

test('the claims themselves stay', () => {
	const claims = { scope: 'a b' };
	payloadFor(rule(), claims);
	expect(claims).toEqual({ scope: 'a b' });
	const plain = { sub: 'ann' };
	expect(payloadFor(rule(), plain)).toBe(plain);
});
