// The line that policies see: as the mesh normalizes it, or none.
import { expect, test } from 'vitest';
import { defaultSettings, lineSeen } from '../../../../src/semantics/istio/index.ts';

test.each([
	['/a', '/a'],
	['/a?b=/../c#d', '/a'],
	['/a#?b', '/a'],
	['/x/../admin', '/admin'],
	['/x\\..\\admin', '/admin'],
	['/x/%2e%2E/admin', '/admin'],
	['/%61dmin', '/admin'],
	['/a/./1', '/a/1'],
	['/a%2Fb', '/a%2Fb'],
	['http://cart/a', '/a'],
])('%s is seen as %s', (path, seen) => {
	expect(lineSeen(defaultSettings, { method: 'GET', path })).toEqual({ kind: 'read', method: 'GET', path: seen });
});

test('as the mesh is set', () => {
	const seen = (pathNormalization: 'NONE' | 'DECODE_AND_MERGE_SLASHES') =>
		lineSeen({ pathNormalization }, { method: 'GET', path: '/a%2F/../b' });
	expect(seen('NONE')).toMatchObject({ path: '/a%2F/../b' });
	expect(seen('DECODE_AND_MERGE_SLASHES')).toMatchObject({ path: '/a/b' });
});

test.each([
	['GET', '/é'],
	['GET', '/a b'],
	['GET', '/%00'],
	['OPTIONS', '*'],
	['PROPFIND2', '/'],
])('%s %s is read by no proxy', (method, path) => {
	expect(lineSeen(defaultSettings, { method, path }).kind).toBe('refused');
});
