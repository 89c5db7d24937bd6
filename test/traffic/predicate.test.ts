// What predicates hold for: each kind of atom, and how they are joined.
import { expect, test } from 'vitest';
import { type AddressRange, readAddress, readRange } from '../../src/traffic/address.ts';
import type { Facts, Payload } from '../../src/traffic/facts.ts';
import { anyText, pattern, run, someText } from '../../src/traffic/pattern.ts';
import {
	type Atom,
	all,
	any,
	atomKey,
	claimTexts,
	compile,
	everything,
	not,
	nothing,
	type Predicate,
} from '../../src/traffic/predicate.ts';

const bare: Facts = {
	peer: undefined,
	port: 8080,
	sourceAddress: undefined,
	remoteAddress: undefined,
	destinationAddress: undefined,
	serverName: undefined,
	method: undefined,
	path: undefined,
	host: undefined,
	headers: new Map(),
	payload: undefined,
	agreeing: new Set(),
};

const range = (text: string): AddressRange => readRange(text) as AddressRange;
const text = (attribute: 'peer' | 'path', of = pattern('a')): Atom => ({ kind: 'text', attribute, pattern: of });
const header = (of = pattern('a')): Atom => ({ kind: 'header', name: 'x', pattern: of });
const claim = (path: readonly string[], of = pattern('a')): Atom => ({ kind: 'claim', path, pattern: of });
const alone = (path: readonly string[], of = pattern('a')): Atom => ({ kind: 'claim', path, pattern: of, alone: true });
const paid = (payload: Payload): Facts => ({ ...bare, payload });
const headed = (...values: readonly string[]): Facts => ({ ...bare, headers: new Map([['x', values]]) });
const from = (address: string): Facts => ({ ...bare, sourceAddress: readAddress(address) });
const source = (of: string): Atom => ({ kind: 'address', attribute: 'sourceAddress', range: range(of) });

interface Case {
	readonly name: string;
	readonly predicate: Predicate;
	readonly holds: readonly Facts[];
	readonly fails: readonly Facts[];
}

const cases: readonly Case[] = [
	{
		name: 'a text',
		predicate: text('peer'),
		holds: [{ ...bare, peer: 'a' }],
		fails: [bare, { ...bare, peer: 'b' }, { ...bare, path: 'a' }],
	},
	{
		name: 'any text, but a missing one',
		predicate: text('path', anyText),
		holds: [{ ...bare, path: '' }],
		fails: [bare],
	},
	{
		name: 'not, of a missing text',
		predicate: not(text('peer')),
		holds: [bare, { ...bare, peer: 'b' }],
		fails: [{ ...bare, peer: 'a' }],
	},
	{
		name: 'one value of a header',
		predicate: header(),
		holds: [headed('a'), headed('b', 'a')],
		fails: [bare, headed(), headed('b')],
	},
	{ name: 'a header, empty or not', predicate: header(anyText), holds: [headed('')], fails: [bare, headed()] },
	{
		name: 'a header that is not empty, with a line break',
		predicate: header(someText),
		holds: [headed('\n')],
		fails: [headed('')],
	},
	{
		name: 'a claim, as text or in a list',
		predicate: claim(['c']),
		holds: [paid({ c: 'a' }), paid({ c: ['b', 'a'] }), paid({ c: [1, 'a'] })],
		fails: [bare, paid({}), paid({ c: 'b' }), paid({ c: { a: 'a' } }), paid({ c: [['a']] }), paid({ c: null })],
	},
	{
		name: 'a claim that is a text alone',
		predicate: alone(['c']),
		holds: [paid({ c: 'a' })],
		fails: [bare, paid({ c: ['a'] }), paid({ c: ['b', 'a'] }), paid({ c: 'b' })],
	},
	{
		name: 'a claim inside claims',
		predicate: claim(['c', 'd']),
		holds: [paid({ c: { d: 'a' } }), paid({ c: { d: ['a'] } })],
		fails: [paid({ c: 'a' }), paid({ 'c.d': 'a' }), paid({ c: [{ d: 'a' }] }), paid({ d: 'a' })],
	},
	{
		name: 'no claim has a number for a text',
		predicate: claim(['c'], anyText),
		holds: [paid({ c: '' })],
		fails: [paid({ c: 1 }), paid({ c: true }), paid({ c: [] })],
	},
	{
		name: 'some text of a claim is one line',
		predicate: claim(['c'], someText),
		holds: [paid({ c: 'a' })],
		fails: [paid({ c: '' }), paid({ c: 'a\nb' })],
	},
	{
		name: 'names of the language itself are no claims',
		predicate: claim(['constructor', 'name'], anyText),
		holds: [],
		fails: [paid({})],
	},
	{
		name: 'a range',
		predicate: source('10.0.0.0/8'),
		holds: [from('10.9.9.9')],
		fails: [bare, from('11.0.0.0'), from('::a00:1')],
	},
	{ name: 'all of a family', predicate: source('::/0'), holds: [from('::1')], fails: [bare, from('10.0.0.1')] },
	{ name: 'a port', predicate: { kind: 'port', port: 8080 }, holds: [bare], fails: [{ ...bare, port: 80 }] },
	{ name: 'a verified token, whatever it says', predicate: { kind: 'verified' }, holds: [paid({})], fails: [bare] },
	{
		name: 'an authorizer that agrees',
		predicate: { kind: 'agrees', provider: 'p' },
		holds: [{ ...bare, agreeing: new Set(['p']) }],
		fails: [bare, { ...bare, agreeing: new Set(['q']) }],
	},
	{ name: 'everything', predicate: everything, holds: [bare, headed('a')], fails: [] },
	{ name: 'nothing', predicate: nothing, holds: [], fails: [bare, headed('a')] },
	{
		name: 'all',
		predicate: all([header(), not(header(pattern('b')))]),
		holds: [headed('a')],
		fails: [bare, headed('a', 'b')],
	},
	{
		name: 'any',
		predicate: any([header(), text('peer')]),
		holds: [headed('a'), { ...bare, peer: 'a' }],
		fails: [bare],
	},
];

test.each(cases)('$name', ({ predicate, holds, fails }) => {
	const test = compile(predicate);
	expect(holds.filter((facts) => !test(facts))).toEqual([]);
	expect(fails.filter(test)).toEqual([]);
});

test('one part needs no joining', () => {
	expect(all([header()])).toEqual(header());
	expect(any([header()])).toEqual(header());
	expect(all([header(), header()]).kind).toBe('all');
});

test('different atoms have different keys, however they are named', () => {
	const atoms: readonly Atom[] = [
		text('peer'),
		text('path'),
		text('path', pattern(run('any', 0))),
		text('path', pattern('any0')),
		header(),
		{ kind: 'header', name: 'x segment0', pattern: anyText },
		{ kind: 'header', name: 'x', pattern: pattern(run('segment', 0), run('any', 0)) },
		claim(['c']),
		alone(['c']),
		claim(['c', 'd']),
		claim(['["c","d"]']),
		claim(['c d']),
		claim([]),
		claim(['']),
		source('10.0.0.0/8'),
		source('10.0.0.0/9'),
		source('::/8'),
		{ kind: 'address', attribute: 'remoteAddress', range: range('10.0.0.0/8') },
		{ kind: 'port', port: 80 },
		{ kind: 'verified' },
		{ kind: 'agrees', provider: 'p' },
		{ kind: 'agrees', provider: 'verified' },
	];
	expect(new Set(atoms.map(atomKey)).size).toBe(atoms.length);
	expect(atomKey(text('peer', pattern('a')))).toBe(atomKey(text('peer')));
});

test('texts of a claim', () => {
	const payload: Payload = { c: ['a', 1, 'b'], d: { e: 'f' } };
	expect(claimTexts(payload, ['c'])).toEqual(['a', 'b']);
	expect(claimTexts(payload, ['c'], true)).toEqual([]);
	expect(claimTexts(payload, ['d', 'e'], true)).toEqual(['f']);
	expect(claimTexts(payload, ['d'])).toEqual([]);
	expect(claimTexts(payload, [])).toEqual([]);
});
