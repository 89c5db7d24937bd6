import { expect, test } from 'vitest';
import { readQuestions, requestJson } from '../../src/questions/index.ts';

const line = (value: unknown): string => JSON.stringify(value);
const exact = { v: 1, enforcer: 'shop/cart', request: { from: 'plaintext', port: 8080 } };
const http = { method: 'GET', path: '/', host: 'cart' };
const short = { v: 1, from: 'web', to: 'cart', request: 'GET /cart' };
const read = (...values: readonly unknown[]) => readQuestions('q.jsonl', values.map(line).join('\n'));

test('what is left out has its default', () => {
	const { questions, diagnostics } = read({
		...exact,
		request: { ...exact.request, http: { ...http, tokens: [{ claims: {} }] } },
	});
	expect(diagnostics).toEqual([]);
	expect(questions[0]?.question).toEqual({
		kind: 'exact',
		id: undefined,
		manifests: undefined,
		mesh: {},
		enforcer: 'shop/cart',
		request: {
			from: 'plaintext',
			port: 8080,
			http: {
				...http,
				headers: [],
				tokens: [{ in: { kind: 'header', name: 'Authorization', prefix: 'Bearer ' }, claims: {}, state: 'valid' }],
				external: 'agrees',
			},
		},
	});
});

test('each kind of place is read, and written back the same', () => {
	const places = [{ header: 'x-token', prefix: '' }, { parameter: 'access_token' }, { cookie: 'session' }];
	const tokens = places.map((place) => ({ in: place, claims: { iss: 'i' }, state: 'expired' }));
	const request = {
		from: 'spiffe://td/ns/a/sa/b',
		port: 1,
		http: { ...http, headers: [['a', 'b']], tokens, external: { refuses: 418 } },
	};
	const [first] = read({ ...exact, request }).questions;
	if (first?.question.kind !== 'exact') throw new Error('an exact question was written');
	expect(requestJson(first.question.request)).toEqual(request);
});

test('lines have their places; blank ones count and are left out', () => {
	const { questions, diagnostics } = readQuestions('q.jsonl', `\n${line(short)}\n\n{\n${line(exact)}\n`);
	expect(questions.map(({ origin }) => origin.line)).toEqual([2, 5]);
	expect(diagnostics.map(({ code, origin }) => [code, origin.file, origin.line])).toEqual([['QST001', 'q.jsonl', 4]]);
});

test.each([
	[{ ...short, v: 2 }, '`v` is 2, and 1 is known here'],
	[[], 'must be object'],
	[{ ...short, too: 1 }, 'there is no field `too`'],
	[{ v: 1, from: 'a', to: 'b' }, '`request`: is missing'],
	[{ ...short, token: 'both' }, '`token`: must be `service` or `user` or `none`'],
	[{ ...exact, request: { from: 'web', port: 1 } }, '`request.from`: '],
	[{ ...exact, request: { from: 'tls', port: 0 } }, '`request.port`: '],
	[
		{ ...exact, enforcer: { kind: 'sidecar', workload: { namespace: 'a' }, ports: [] } },
		'`workload.labels`: is missing',
	],
	[{ ...exact, mesh: { pathNormalization: 'ALL' } }, '`mesh.pathNormalization`: must be `NONE` or'],
])('%j is told as %s', (value, text) => {
	const { questions, diagnostics } = read(value);
	expect(questions).toEqual([]);
	expect(diagnostics.map(({ code }) => code)).toEqual(['QST002']);
	expect(diagnostics[0]?.message).toContain(text);
	expect(diagnostics[0]?.message).not.toMatch(/zod|Invalid input/i);
});

test('an empty file is an error', () => {
	expect(readQuestions('q.jsonl', '\n\n').diagnostics.map(({ code }) => code)).toEqual(['QST003']);
});
