import fc from 'fast-check';
import { expect, test } from 'vitest';
import { canBeUnder, canMeet, includes, isPartOf, pathOf, sameness } from '../../../src/catalog/checks/patterns.ts';
import { parseOperation } from '../../../src/catalog/operation.ts';
import type { Operation } from '../../../src/traffic/operation.ts';

const ports = {
	http: { port: 80, protocol: 'http' },
	grpc: { port: 81, protocol: 'grpc' },
	tcp: { port: 82, protocol: 'tcp' },
} as const;

function read(text: string): Operation {
	const parsed = parseOperation(text, ports);
	if (parsed.kind === 'wrong') throw new Error(`${parsed.code} ${text}`);
	return parsed.operation;
}

test.each([
	['GET /a', 'GET /a', true],
	['GET /a', 'POST /a', false],
	['GET /a', 'ANY /a', true],
	['GET /a', 'GET /b', false],
	['GET /a', 'GET /a/', false],
	['GET /a', 'GET /a/b', false],
	['GET /a/{x}', 'GET /a/b', true],
	['GET /a/{x}', 'GET /{y}/b', true],
	['GET /a/{x}', 'GET /a', false],
	['GET /a/**', 'GET /a', true],
	['GET /a/**', 'GET /a/', true],
	['GET /a/**', 'GET /a/b/c', true],
	['GET /a/**', 'GET /b/**', false],
	['GET /a/**', 'GET /**', true],
	['GET /a/b/**', 'GET /a/{x}', true],
	['GET /a/b/**', 'GET /a', false],
	['GET /', 'GET /**', true],
	['shop.Cart/Add', 'shop.Cart/Add', true],
	['shop.Cart/Add', 'shop.Cart/Get', false],
	['TCP', 'TCP', true],
	['TCP', 'GET /a', false],
] as const)('%s and %s can be one request: %s', (one, other, expected) => {
	expect(canMeet(read(one), read(other))).toBe(expected);
	expect(canMeet(read(other), read(one))).toBe(expected);
});

test.each([
	['GET /a/**', 'GET /a', true],
	['GET /a/**', 'GET /a/', true],
	['GET /a/**', 'GET /a/{x}/**', true],
	['GET /a/**', 'ANY /a/b', false],
	['ANY /a/**', 'GET /a/b', true],
	['GET /**', 'GET /', true],
	['GET /a/{x}', 'GET /a/b', true],
	['GET /a/{x}', 'GET /a/b/', false],
	['GET /a/b', 'GET /a/{x}', false],
	['GET /a/b', 'GET /a/b/**', false],
	['POST /**', 'shop.Cart/Add', false],
	['shop.Cart/Add', 'shop.Cart/Add', true],
	['shop.Cart/Add', 'shop.Cart/Get', false],
	['TCP', 'TCP', true],
	['TCP', 'GET /a', false],
	['GET /a', 'TCP', false],
] as const)('%s includes %s: %s', (outer, inner, expected) => {
	expect(includes(read(outer), read(inner))).toBe(expected);
	expect(isPartOf(read(inner), read(outer))).toBe(expected && outer !== inner);
});

test('parameters are the same whatever they are called, literals are not', () => {
	expect(sameness(read('GET /a/{x}'))).toBe(sameness(read('GET /a/{y} on http')));
	expect(sameness(read('GET /a/{x}'))).not.toBe(sameness(read('GET /a/x')));
	expect(sameness(read('GET /a'))).not.toBe(sameness(read('GET /a/')));
	expect(sameness(read('GET /a'))).not.toBe(sameness(read('ANY /a')));
});

test.each([
	['GET /a/b', ['a'], true],
	['GET /a/b', [], true],
	['GET /a/b', ['a', 'b'], true],
	['GET /a/b', ['a', 'b', 'c'], false],
	['GET /a/b', ['ab'], false],
	['GET /{x}/b', ['a'], true],
	['GET /a/**', ['a', 'b', 'c'], true],
	['GET /a/**', ['b'], false],
	['shop.Cart/Add', ['shop.Cart'], true],
] as const)('%s under /%s: %s', (text, prefix, expected) => {
	const operation = read(text);
	if (operation.kind === 'tcp') throw new Error('TCP has no path');
	expect(canBeUnder(pathOf(operation), prefix)).toBe(expected);
});

const segment = fc.constantFrom('a', 'b', '{x}');
const operation = fc
	.tuple(fc.constantFrom('GET', 'ANY'), fc.array(segment, { minLength: 1, maxLength: 3 }), fc.boolean())
	.map(([method, steps, below]) => `${method} /${distinct(steps).join('/')}${below ? '/**' : ''}`);

/** A path may not name one parameter twice. */
const distinct = (steps: readonly string[]): string[] => steps.map((step, at) => (step === '{x}' ? `{x${at}}` : step));

/** Every path of up to four steps over three letters, so that each pair of patterns differs on one of them. */
const paths = ['a', 'b', 'c'].flatMap((one) => [
	[one],
	...['a', 'b', 'c'].flatMap((two) => [
		[one, two],
		...['a', 'b', 'c'].flatMap((three) => [
			[one, two, three],
			...['a', 'b', 'c'].map((four) => [one, two, three, four]),
		]),
	]),
]);

function admits(pattern: Operation, steps: readonly string[]): boolean {
	if (pattern.kind !== 'http') return false;
	const { below, segments } = pattern.path;
	if (below ? steps.length < segments.length : steps.length !== segments.length) return false;
	return segments.every((step, at) => step.kind === 'parameter' || step.text === steps[at]);
}

test('two operations can meet exactly when some path is admitted by both', () => {
	fc.assert(
		fc.property(operation, operation, (one, other) => {
			const [a, b] = [read(one), read(other)];
			expect(canMeet(a, b)).toBe(paths.some((steps) => admits(a, steps) && admits(b, steps)));
		}),
		{ seed: 7, numRuns: 500 },
	);
});

/** Also `POST`, which no pattern here names, and every path with a slash at its end. */
const requests = ['GET', 'POST'].flatMap((method) =>
	paths.flatMap((steps) => [
		{ method, steps, slash: false },
		{ method, steps, slash: true },
	]),
);

test('an operation includes another exactly when it admits every request of the other', () => {
	const takes = (pattern: Operation, { method, slash, steps }: (typeof requests)[number]): boolean =>
		pattern.kind === 'http' &&
		(pattern.method.kind === 'any' || pattern.method.method === method) &&
		(pattern.path.below || pattern.path.trailingSlash === slash) &&
		admits(pattern, steps);
	const slashed = fc
		.tuple(operation, fc.boolean())
		.map(([text, slash]) => read(slash && !text.endsWith('**') ? `${text}/` : text));
	let included = 0;
	fc.assert(
		fc.property(slashed, slashed, (outer, inner) => {
			const expected = requests.every((request) => !takes(inner, request) || takes(outer, request));
			if (expected) included += 1;
			expect(includes(outer, inner)).toBe(expected);
		}),
		{ seed: 7, numRuns: 600 },
	);
	expect(included).toBeGreaterThan(40);
});
