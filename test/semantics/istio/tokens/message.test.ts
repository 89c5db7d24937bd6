import { expect, test } from 'vitest';
import {
	removeHeader,
	shown,
	targetWithTokens,
	textOf,
	tokenOf,
	writeHeader,
} from '../../../../src/semantics/istio/tokens/message.ts';
import { bearer, inParameter, message, token } from './scene.ts';

test('a text stands for its token, and no other text for any', () => {
	const tokens = [token(), token({ sub: 'bob' })];
	expect(tokens.map((_, index) => tokenOf(textOf(index), tokens))).toEqual(tokens);
	expect(['', 'eyJ.2.t', ` ${textOf(0)}`, `${textOf(0)},`, 'a.b.c'].map((text) => tokenOf(text, tokens))).toEqual(
		Array.from({ length: 5 }),
	);
});

test.each([
	['/a', '/a?t=<token>'],
	['/a?x', '/a?x&t=<token>'],
	['/a?', '/a?&t=<token>'],
	['/a#f', '/a?t=<token>#f'],
	['/a?x#f?g#h', '/a?x&t=<token>#f?g#h'],
])('a token in a parameter of %s', (path, wanted) => {
	expect(shown(targetWithTokens(path, [token({}, { in: inParameter('t') })]))).toBe(wanted);
});

test('without a token in a parameter the target stays', () => {
	expect(targetWithTokens('/a?b#c', [token({}, { in: bearer })])).toBe('/a?b#c');
});

test('headers are removed whoever wrote them', () => {
	const one = message({ headers: [['X-A', '1']] });
	writeHeader(one, 'x-a', '2');
	writeHeader(one, 'x-b', '3');
	expect(one.headers.get('x-a')).toEqual(['1', '2']);
	removeHeader(one, 'x-a');
	removeHeader(one, 'x-a');
	expect([one.headers.get('x-a'), one.removed, one.written]).toEqual([undefined, ['x-a'], [['x-b', '3']]]);
});
