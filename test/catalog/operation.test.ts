// One operation: what it means, which port it takes, and that printing and reading are inverse.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseOperation } from '../../src/catalog/index.ts';
import { httpMethods, printOperation } from '../../src/traffic/operation.ts';

const ports = {
	http: { port: 80, targetPort: 8080, protocol: 'http' },
	rpc: { port: 90, protocol: 'grpc' },
	db: { port: 5432, protocol: 'tcp' },
} as const;

test.each([
	['GET /', { method: { kind: 'exactly', method: 'GET' }, path: { segments: [], trailingSlash: false, below: false } }],
	['ANY /**', { method: { kind: 'any' }, path: { segments: [], trailingSlash: false, below: true } }],
	['GET /a/ on http', { path: { segments: [{ kind: 'literal', text: 'a' }], trailingSlash: true, below: false } }],
	[
		'DELETE /a/{id}/**',
		{
			path: {
				segments: [
					{ kind: 'literal', text: 'a' },
					{ kind: 'parameter', name: 'id' },
				],
				trailingSlash: false,
				below: true,
			},
		},
	],
	['GET /.well-known/a:b', { port: 'http' }],
	['shop.v1.Cart/Add', { kind: 'grpc', port: 'rpc', service: 'shop.v1.Cart', method: 'Add' }],
	['Cart/Add on rpc', { kind: 'grpc', service: 'Cart' }],
	['TCP', { kind: 'tcp', port: 'db' }],
])('%s is understood', (text, expected) => {
	expect(parseOperation(text, ports)).toMatchObject({ kind: 'ok', operation: expected });
});

test.each([
	['', 'CAT040'],
	['GET', 'CAT040'],
	[' GET /a', 'CAT040'],
	['tcp', 'CAT040'],
	['GET ', 'CAT040'],
	['GET /a b', 'CAT043'],
	['CONNECT /a', 'CAT041'],
	['GET /a#b', 'CAT044'],
	['GET /a\\b', 'CAT043'],
	['GET /a/', undefined],
	['GET /a/.', 'CAT050'],
	['GET /a/...', undefined],
	['GET /a*', 'CAT046'],
	['GET /a/{**}', 'CAT046'],
	['GET /a/{}', 'CAT047'],
	['GET /a/**/', 'CAT049'],
	['GET /a on', 'CAT043'],
	['GET /a on ', 'CAT040'],
	['GET /a on __proto__', 'CAT054'],
	['GET /a on constructor', 'CAT054'],
	['GET /a on db', 'CAT055'],
	['/shop.Cart/Add', 'CAT052'],
	['shop.Cart/Add/More', 'CAT052'],
	['TCP on http', 'CAT055'],
])('%s gives %s', (text, code) => {
	const parsed = parseOperation(text, ports);
	expect(parsed.kind === 'wrong' ? parsed.code : undefined).toBe(code);
});

test('a receiver without ports, or with several that fit, needs to be told', () => {
	expect(parseOperation('GET /a', undefined)).toMatchObject({ code: 'CAT056' });
	expect(parseOperation('TCP', { http: ports.http })).toMatchObject({ code: 'CAT055' });
	const two = { a: ports.http, b: ports.http };
	expect(parseOperation('GET /a', two)).toMatchObject({ code: 'CAT053', parameters: { repair: 'GET /a on a' } });
	expect(parseOperation('GET /a on b', two)).toMatchObject({ kind: 'ok', operation: { port: 'b' } });
});

const letters = (alphabet: string) => fc.string({ unit: fc.constantFrom(...alphabet), minLength: 1, maxLength: 6 });
const step = fc.oneof(
	letters("abZ09._~!$&'()+,:@=-").filter((text) => !/^\.{1,2}$/.test(text) && !text.startsWith(':')),
	fc.nat(9).map((digit) => `{p${digit}}`),
);
const operation = fc
	.tuple(
		fc.constantFrom('ANY', ...httpMethods),
		fc.uniqueArray(step, { maxLength: 5 }),
		fc.constantFrom('', '/', '/**'),
	)
	.map(([method, steps, end]) => `${method} /${steps.join('/')}${steps.length === 0 ? end.slice(1) : end}`);

test('printing what was read gives the text again', () => {
	fc.assert(
		fc.property(operation, (text) => {
			const parsed = parseOperation(text, ports);
			expect(parsed.kind === 'ok' ? printOperation(parsed.operation) : parsed).toBe(text);
		}),
		{ seed: 5, numRuns: 500 },
	);
});

test('no text throws, and every repair that is offered is in order', () => {
	const pieces = fc.constantFrom(
		'GET',
		' ',
		'/',
		'a',
		'*',
		'**',
		'{id}',
		':id',
		'..',
		'.',
		'?',
		'%2F',
		' on ',
		'http',
		'TCP',
		'a.B/C',
		'ü',
		'get',
		';',
	);
	fc.assert(
		fc.property(
			fc.array(pieces, { maxLength: 9 }).map((list) => list.join('')),
			(text) => {
				const parsed = parseOperation(text, ports);
				if (parsed.kind === 'ok' || parsed.parameters.repair === '') return;
				expect(parseOperation(parsed.parameters.repair, ports)).toMatchObject({ kind: 'ok' });
			},
		),
		{ seed: 6, numRuns: 3_000 },
	);
});

test('a very long text is read in no time and without deep recursion', () => {
	expect(parseOperation(`GET ${'/:a'.repeat(100_000)}`, ports)).toMatchObject({ code: 'CAT047' });
	expect(parseOperation(`GET ${'/'.repeat(100_000)}`, ports)).toMatchObject({ code: 'CAT051' });
});
