import { expect, test } from 'vitest';
import { looksLikeHttp } from '../../../../src/semantics/istio/paths/sniff.ts';

const looks = (method: string, path: string): boolean =>
	looksLikeHttp({ method, path, host: 'h', headers: [], tokens: [], external: 'agrees' });

test.each([
	...['GET', 'get', 'FOO', 'M-SEARCH', 'GET!', 'xGET', 'GE*'].map((method) => [method, '/p', true] as const),
	['GET', '*', true],
	['GET', 'http://o/a', true],
	['GET', 'ftp://o/a', true],
	['GET', '/\u0001', true],
	['GET', '/a%00', true],
	['GET', '/a"b|c\\d', true],
	['GET', 'a', false],
	['GET', 'a/b', false],
	['GET', 'h:80', false],
	['GET', '?x', false],
	['GET', '/a b', false],
	['GET', '/\u007f', false],
	['GET', '/\u00e9', false],
	['GET', '', false],
] as const)('%s %j', (method, path, wanted) => {
	expect(looks(method, path)).toBe(wanted);
});
