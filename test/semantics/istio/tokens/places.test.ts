import { expect, test } from 'vitest';
import { findTokens, placesOf, strip } from '../../../../src/semantics/istio/tokens/places.ts';
import { inCookie, inHeader, inParameter, message, rule, type Sent, token } from './scene.ts';

const places = (more: Parameters<typeof rule>[0]) =>
	placesOf(rule(more)).map((place) =>
		place.kind === 'header' ? `${place.name}|${place.prefix}` : `${place.kind} ${place.name}`,
	);

test('the usual places, only where none is named', () => {
	expect(places({})).toEqual(['parameter access_token', 'authorization|Bearer ']);
	expect(places({ fromParams: ['t'] })).toEqual(['parameter t']);
	expect(places({ fromCookies: ['c'] })).toEqual(['cookie c']);
	expect(places({ fromHeaders: [{ name: 'X-Token', prefix: '' }] })).toEqual(['x-token|']);
});

test('cookies, parameters, headers; of one kind the last name first, each once', () => {
	const fromHeaders = ['x-a', 'X-B', 'x-b', 'x-c'].map((name) => ({ name, prefix: 'P ' }));
	expect(places({ fromHeaders, fromParams: ['a', 'b', 'a'], fromCookies: ['y', 'z'] })).toEqual([
		'cookie z',
		'cookie y',
		'parameter b',
		'parameter a',
		'x-c|P ',
		'x-b|P ',
		'x-a|P ',
	]);
});

/** What the rule finds: the index of a token, or the text of what is none. */
function found(more: Parameters<typeof rule>[0], sent: Sent): readonly (number | string)[] {
	return findTokens(placesOf(rule(more)), message(sent)).map(({ text }) => {
		const [, index] = /^eyJ\.(\d+)\.t$/.exec(text) ?? [];
		return index === undefined ? text : Number(index);
	});
}

const from = (prefix: string) => ({ fromHeaders: [{ name: 'x-token', prefix }] });
const header = (value: string): Sent => ({ headers: [['x-token', value]] });
const sent = (prefix: string): Sent => ({ tokens: [token({}, { in: inHeader('x-token', prefix) })] });

test.each([
	['no prefix asked', '', sent(''), [0]],
	['no prefix asked, one sent', '', sent('Bearer '), ['Bearer eyJ.0.t']],
	['no prefix asked, nothing sent', '', header(''), ['']],
	['the prefix', 'Token ', sent('Token '), [0]],
	['the prefix within the value', 'Token ', sent('Basic x Token '), [0]],
	['the prefix in another case', 'Token ', sent('token '), []],
	['another prefix', 'Token ', sent('Bearer '), []],
	['the prefix alone', 'Token ', header('Token'), []],
	['a prefix without blank', 'Token', sent('Token '), [0]],
	['a prefix without blank, alone', 'Token', header('Token'), ['Token']],
	['a prefix that is a part of another', 'Tok', sent('Token '), ['en eyJ.0.t']],
	['no letter of a token behind it', 'Token ', header('Token !!!'), ['Token !!!']],
	['something behind the token', 'Token ', header('Token a.b.c more'), ['a.b.c more']],
] as const)('a header: %s', (_, prefix, what, wanted) => {
	expect(found(from(prefix), what)).toEqual(wanted);
});

test('a repeated header is read from its end, one that Envoy joins as one text', () => {
	const two = (name: string, prefix: string): Sent => ({
		tokens: [token({}, { in: inHeader(name, prefix) }), token({}, { in: inHeader(name, prefix) })],
	});
	expect(found(from(''), two('x-token', ''))).toEqual([1, 0]);
	expect(found({}, two('authorization', 'Bearer '))).toEqual(['eyJ.0.t,Bearer eyJ.1.t']);
	expect(found({}, { ...two('authorization', 'Basic '), headers: [['authorization', 'Bearer x']] })).toEqual(['x']);
});

test('parameters: the first of a name, and only with its name in this case', () => {
	const two = { tokens: [token({}, { in: inParameter('t') }), token({}, { in: inParameter('t') })] };
	expect(found({ fromParams: ['t'] }, two)).toEqual([0]);
	expect(found({ fromParams: ['t'] }, { ...two, path: '/p?t=junk' })).toEqual(['junk']);
	expect(found({ fromParams: ['T'] }, two)).toEqual([]);
	expect(found({ fromParams: ['t'] }, { path: '/p?t' })).toEqual(['']);
	expect(found({ fromParams: ['t'] }, { path: '/t=x' })).toEqual([]);
});

test.each([
	['x=1; c=junk', ['junk']],
	['x=1;c=junk', ['junk']],
	['c="junk"', ['junk']],
	['c=', ['']],
	['c=a=b', ['a=b']],
	['c=1; c=2', ['1']],
	['c', []],
	['c = junk', []],
	['C=junk', []],
	['xc=junk', []],
	['x=1, c=junk', []],
] as const)('the cookie %j', (cookie, wanted) => {
	expect(found({ fromCookies: ['c'] }, { headers: [['cookie', cookie]] })).toEqual(wanted);
});

test('cookies of several headers', () => {
	const tokens = [token({}, { in: inCookie('d') }), token({}, { in: inCookie('c') })];
	expect(found({ fromCookies: ['c', 'd'] }, { tokens })).toEqual([0, 1]);
});

test('a verified token leaves its header and parameter, not its cookie', () => {
	const tokens = [inHeader('x-token'), inParameter('t'), inCookie('c')].map((place) => token({}, { in: place }));
	const one = message({ path: '/p?b&a', tokens });
	for (const place of placesOf(rule({ ...from(''), fromParams: ['t'], fromCookies: ['c'] }))) strip(one, place);
	expect([one.path, [...one.headers.keys()], one.removed, one.removedParameters]).toEqual([
		'/p?a=&b=',
		['cookie'],
		['x-token'],
		['t'],
	]);
});
