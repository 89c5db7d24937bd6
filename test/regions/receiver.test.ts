// A receiver as it comes, with callers, scopes and paths: what is the same however it is written, what differs by one word,
// and how a difference reads.
import { expect, test } from 'vitest';
import {
	anyDomains,
	anyTexts,
	compare,
	cut,
	type Domains,
	explain,
	factsOf,
	isEmpty,
	isUndecided,
	merged,
	printable,
	type Region,
	region,
	sameFormula,
	subtract,
	universe,
	type Witness,
	witness,
	witnessOf,
} from '../../src/regions/index.ts';
import { type Pattern, type Piece, pattern, run } from '../../src/traffic/pattern.ts';
import { all, any, compile, everything, not, nothing, type Predicate } from '../../src/traffic/predicate.ts';

const rest = run('any', 0);
const parameter = run('template', 1);
const around = (text: string): Pattern => pattern(rest, text, rest);

const http: Domains = {
	...anyDomains,
	texts: {
		...anyDomains.texts,
		peer: {
			presence: 'maybe',
			texts: { ...anyTexts, letters: printable, beyond: false, required: [pattern('spiffe://', run('any', 1))] },
		},
		method: {
			presence: 'always',
			texts: { ...anyTexts, required: [pattern(run('any', 1))], examples: ['GET', 'POST', 'PUT'] },
		},
		path: {
			presence: 'always',
			texts: {
				...anyTexts,
				letters: printable.replace(/[?#\\ ]/g, ''),
				beyond: false,
				required: [pattern('/', rest)],
				forbidden: [...['//', '/./', '/../'].map(around), pattern(rest, '/.'), pattern(rest, '/..')],
			},
		},
	},
	claims: ['iss', 'sub', 'azp', 'client_id', 'sid'].map((name) => ({ path: [name], single: true, texts: anyTexts })),
};

const text = (attribute: 'peer' | 'method' | 'path', ...parts: readonly (string | Piece)[]): Predicate => ({
	kind: 'text',
	attribute,
	pattern: pattern(...parts),
});
const claim = (name: string, ...parts: readonly (string | Piece)[]): Predicate => ({
	kind: 'claim',
	path: [name],
	pattern: pattern(...parts),
});
const caller = (name: string): Predicate => text('peer', `spiffe://bank.example/ns/${name}/sa/${name}`);
const token = (scope: string, presenter: string): Predicate =>
	all([
		claim('iss', 'https://idp.bank.example/realms/bank'),
		claim('sub', run('any', 1)),
		claim('aud', 'accounts'),
		claim('azp', presenter),
		claim('scope', scope),
	]);
const get = (...parts: readonly (string | Piece)[]): Predicate => all([text('method', 'GET'), text('path', ...parts)]);
const post = (...parts: readonly (string | Piece)[]): Predicate =>
	all([text('method', 'POST'), text('path', ...parts)]);

const reads = any([get('/accounts/', parameter), get('/accounts/', parameter, '/transactions')]);
const statements = all([caller('statements'), token('accounts.read', 'statements'), reads]);
const payments = all([
	caller('payments'),
	any([
		all([token('accounts.read', 'payments'), reads]),
		all([token('accounts.close', 'payments'), post('/accounts/', parameter, '/close')]),
	]),
]);
const granted = any([statements, payments]);

/** The same in other words: flat rules, in another order, one of them twice, with what follows from it. */
const written = any([
	all([
		post('/accounts/', parameter, '/close'),
		caller('payments'),
		{ kind: 'verified' },
		token('accounts.close', 'payments'),
	]),
	all([caller('payments'), get('/accounts/', parameter), token('accounts.read', 'payments')]),
	all([caller('payments'), get('/accounts/', parameter, '/transactions'), token('accounts.read', 'payments')]),
	all([
		caller('statements'),
		text('method', 'GET'),
		any([text('path', '/accounts/', parameter)]),
		token('accounts.read', 'statements'),
	]),
	all([caller('statements'), get('/accounts/', parameter, '/transactions'), token('accounts.read', 'statements')]),
	all([caller('statements'), get('/accounts/', 'me'), token('accounts.read', 'statements')]),
]);

test('the same access in other words is equal', () => {
	expect(compare(granted, written, http)).toEqual({ kind: 'equal' });
});

interface Fault {
	readonly name: string;
	readonly with: Predicate;
	/** Of a request that is let in too much, or refused too much. */
	readonly shows: Partial<Witness>;
}

const peer = (name: string): string => `spiffe://bank.example/ns/${name}/sa/${name}`;
const extra: readonly Fault[] = [
	{
		name: 'a path below',
		with: all([caller('statements'), token('accounts.read', 'statements'), get('/accounts/', rest)]),
		shows: { method: 'GET', path: '/accounts/' },
	},
	{
		name: 'another method',
		with: all([caller('statements'), token('accounts.read', 'statements'), text('path', '/accounts/', parameter)]),
		shows: { method: 'POST', path: '/accounts/me' },
	},
	{
		name: 'any caller',
		with: all([token('accounts.read', 'statements'), reads]),
		shows: { peer: undefined, method: 'GET' },
	},
	{
		name: 'a caller with a longer name',
		with: all([text('peer', peer('statements'), rest), token('accounts.read', 'statements'), reads]),
		shows: { peer: `${peer('statements')}a` },
	},
	{
		name: 'no token',
		with: all([caller('statements'), reads]),
		shows: { peer: peer('statements'), payload: undefined },
	},
	{
		name: 'plaintext from anywhere',
		with: get('/accounts/', parameter),
		shows: { peer: undefined, payload: undefined, path: '/accounts/me' },
	},
	{
		name: 'another scope',
		with: all([caller('statements'), token('accounts.close', 'statements'), reads]),
		shows: { peer: peer('statements') },
	},
	{
		name: 'a path that only raw letters reach',
		with: all([caller('payments'), token('accounts.read', 'payments'), get('/accounts/', run('segment', 1))]),
		shows: { path: '/accounts/[' },
	},
];

test.each(extra)('too much: $name', ({ with: more, shows }) => {
	const result = compare(any([granted, more]), written, http);
	expect(result.kind).toBe('different');
	if (result.kind !== 'different') return;
	expect(isEmpty(result.onlyRight)).toBe(true);
	const request = witness(result.cut, result.onlyLeft);
	expect(request).toMatchObject(shows);
	expect(request && compile(more)(factsOf(request)) && !compile(written)(factsOf(request))).toBe(true);
});

test.each([
	{ name: 'a normalized path has no empty segment', with: get('/a//', rest) },
	{ name: 'nor dots', with: get('/a/../', rest) },
	{ name: 'nor ends with dots', with: get('/a/..') },
	{ name: 'nor a question mark', with: get('/a?', rest) },
	{ name: 'an identity begins with spiffe', with: text('peer', 'http:', rest) },
	{ name: 'a port above all ports', with: { kind: 'port', port: 65_536 } as const },
	{ name: 'a claim without a token', with: all([claim('aud', 'x'), not({ kind: 'verified' })]) },
	{
		name: 'a text inside a text',
		with: all([claim('a', 'x'), { kind: 'claim', path: ['a', 'b'], pattern: pattern('x') }]),
	},
	{ name: 'two issuers', with: all([claim('iss', 'x'), claim('iss', 'y')]) },
	{ name: 'a claim without a name', with: { kind: 'claim', path: [], pattern: pattern(rest) } as const },
])('nobody can send it: $name', ({ with: more }) => {
	expect(compare(any([granted, more]), written, http)).toEqual({ kind: 'equal' });
	expect(compare(more, nothing, http)).toEqual({ kind: 'equal' });
});

test('a token may have many scopes and audiences at once', () => {
	const both = all([claim('scope', 'a'), claim('scope', 'b'), not(claim('scope', 'c')), claim('aud', run('any', 1))]);
	const made = cut([both, claim('aud', 'x')], http);
	if (isUndecided(made)) throw new Error(made.why);
	const found = witness(made, region(made, both) as Region);
	expect(found?.payload?.scope).toEqual(['a', 'b']);
	expect(found?.payload?.aud).toBe('x');
});

test('`*` of a claim is one line, whatever else is asked about line breaks', () => {
	const [some, broken] = [claim('iss', run('any', 1)), claim('iss', '\n')];
	expect(compare(all([some, broken]), nothing, http)).toEqual({ kind: 'equal' });
	const several = all([claim('aud', run('any', 1)), claim('aud', '\n')]);
	const result = compare(several, nothing, http);
	const request = result.kind === 'different' ? witness(result.cut, result.onlyLeft) : undefined;
	expect(request?.payload?.aud).toEqual(['\n', 'a']);
});

test('a difference in terms of the policies', () => {
	const result = compare(
		any([granted, all([caller('statements'), token('accounts.read', 'statements'), get('/accounts/', rest)])]),
		written,
		http,
	);
	if (result.kind !== 'different') throw new Error(result.kind);
	const [box] = merged(result.cut, result.onlyLeft).boxes;
	const said = explain(result.cut, box ?? 0n).map((one) => (one.kind === 'holds' ? one.predicate : one));
	expect(said).toContainEqual(text('method', 'GET'));
	expect(said).toContainEqual(caller('statements'));
	expect(said).toContainEqual(
		all([
			text('path', '/accounts/', rest),
			not(any([text('path', '/accounts/', parameter), text('path', '/accounts/', parameter, '/transactions')])),
		]),
	);
});

test('what nothing is said about has no condition, and a witness has no more than it must', () => {
	const made = cut(
		[caller('a'), get('/'), claim('iss', 'i'), { kind: 'header', name: 'x', pattern: pattern('y') }],
		http,
	);
	if (isUndecided(made)) throw new Error(made.why);
	const [box = 0n] = universe(made).boxes;
	expect(explain(made, box)).toEqual([]);
	expect(witnessOf(made, box)).toEqual({
		peer: undefined,
		port: 8080,
		sourceAddress: undefined,
		remoteAddress: undefined,
		destinationAddress: undefined,
		serverName: undefined,
		method: 'GET',
		path: '/',
		host: undefined,
		headers: {},
		payload: undefined,
		agreeing: [],
	});
});

test('names that mean something to the language are names like others', () => {
	const odd = all([
		claim('__proto__', 'a'),
		claim('constructor', 'b'),
		{ kind: 'header', name: '__proto__', pattern: pattern('c') },
	]);
	const result = compare(odd, nothing, http);
	if (result.kind !== 'different') throw new Error(result.kind);
	const request = witness(result.cut, result.onlyLeft);
	expect(request && compile(odd)(factsOf(request))).toBe(true);
	expect(Object.keys(request?.headers ?? {})).toEqual(['__proto__']);
});

test('where a limit is reached there is no answer', () => {
	// Any of many pairs of headers: what is outside is a region of very many boxes.
	const header = (name: string): Predicate => ({ kind: 'header', name, pattern: pattern('v') });
	const pairs = any(Array.from({ length: 16 }, (_, index) => all([header(`a${index}`), header(`b${index}`)])));
	const few = { states: 20_000, boxes: 1_000 };
	expect(compare(everything, not(pairs), http, few).kind).toBe('undecided');
	// But what is looked for is one request, and there are many.
	const found = compare(everything, pairs, http, few);
	const request = found.kind === 'different' ? witness(found.cut, found.onlyLeft) : undefined;
	expect(request && compile(pairs)(factsOf(request))).toBe(false);
	const many = any(Array.from({ length: 12 }, (_, index) => text('path', rest, `${index}x`, rest)));
	expect(compare(many, nothing, http, { states: 500, boxes: 1_000 }).kind).toBe('undecided');
	expect(compare(many, nothing, http, { states: 0, boxes: 0 }).kind).toBe('undecided');
});

test('a limit reached in one direction does not hide what is found in the other', () => {
	// Nine pigeons in eight holes: one has none, or two share one. All requests, and no short way to see it.
	const holes = Array.from({ length: 8 }, (_, hole) => hole);
	const pigeons = [...holes, 8];
	const sits = (pigeon: number, hole: number): Predicate => ({
		kind: 'header',
		name: `x${pigeon}-${hole}`,
		pattern: pattern('v'),
	});
	const homeless = pigeons.map((pigeon) => all(holes.map((hole) => not(sits(pigeon, hole)))));
	const shared = holes.flatMap((hole) =>
		pigeons.flatMap((one) =>
			pigeons.filter((other) => other > one).map((other) => all([sits(one, hole), sits(other, hole)])),
		),
	);
	const whole = any([...homeless, ...shared]);
	const part = not(text('path', '/more'));
	const few = { states: 20_000, boxes: 400 };
	const doubt = expect.stringContaining('no difference found');
	for (const [left, right] of [
		[part, whole],
		[whole, part],
	] as const) {
		const found = compare(left, right, http, few);
		if (found.kind !== 'different') throw new Error(found.kind);
		const [known, unknown] = left === part ? [found.onlyRight, found.onlyLeft] : [found.onlyLeft, found.onlyRight];
		expect(witness(found.cut, known)).toMatchObject({ path: '/more' });
		expect(isEmpty(unknown)).toBe(true);
		expect(found.doubt).toEqual(doubt);
	}
	expect(compare(everything, whole, http, few)).toEqual({ kind: 'undecided', why: doubt });
});

test('what is undecided stays so', () => {
	const made = cut([granted], http);
	if (isUndecided(made)) throw new Error(made.why);
	const limit = { kind: 'undecided', why: 'test' } as const;
	expect(subtract(made, limit, universe(made))).toBe(limit);
	expect(subtract(made, universe(made), limit)).toBe(limit);
});

test('a predicate that the cut does not know is our mistake', () => {
	const made = cut([granted], http);
	if (isUndecided(made)) throw new Error(made.why);
	expect(() => region(made, claim('scope', 'unheard-of'))).toThrow('made without it');
	expect(sameFormula(granted, granted)).toBe(true);
});
