// Paths, and templates as Envoy matches them.
import { expect, test } from 'vitest';
import { path } from '../../../../src/semantics/istio/rule/path.ts';
import { compile } from '../../../../src/traffic/predicate.ts';
import { facts } from '../objects.ts';

test.each([
	['/a', ['/a'], ['/a/', '/A', '/ab']],
	['/a/*', ['/a/', '/a/b/c'], ['/a']],
	['*', ['/', '*'], ['']],
	['/a/*/c', ['/a/*/c'], ['/a/b/c']],
	['/a/{*}', ['/a/b', '/a/b%2Fc', '/a/*'], ['/a/', '/a/b/', '/a/b/c', '/a/b[', '/a/b|', '/a/é']],
	['/a/{**}', ['/a/', '/a/b', '/a/b/c/'], ['/a', '/a/b/[']],
	['/{*}/c', ['/a/c'], ['//c', '/a/b/c']],
	['/a/{**}/c', ['/a//c', '/a/b/c', '/a/b/x/c'], ['/a/c', '/a/b']],
	['/a/{*}/', ['/a/b/'], ['/a/b', '/a//']],
	['/{*}/b/{**}', ['/a/b/', '/a/b/c/d'], ['/b/', '/a/b']],
])('%s', (value, inside, outside) => {
	const matches = compile(path(value, '1.31'));
	expect([...inside, ...outside].filter((each) => matches(facts({ path: each })))).toEqual(inside);
	expect(matches(facts({ path: undefined }))).toBe(false);
});

test('before 1.22 braces are letters', () => {
	const matches = compile(path('/a/{*}', '1.21.6'));
	expect(matches(facts({ path: '/a/{*}' }))).toBe(true);
	expect(matches(facts({ path: '/a/b' }))).toBe(false);
});
