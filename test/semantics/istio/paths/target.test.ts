import { expect, test } from 'vitest';
import { hasControl, readTarget, type Target } from '../../../../src/semantics/istio/paths/target.ts';
import type { HttpRequest } from '../../../../src/semantics/istio/request.ts';

function read(path: string, more: Partial<HttpRequest> = {}): Target {
	const http: HttpRequest = { method: 'GET', path, host: 'h', headers: [], tokens: [], external: 'agrees', ...more };
	return readTarget(http, path);
}

const outcome = (target: Target) => (target.kind === 'read' ? [target.path, target.host] : target.status);

test.each([
	['/', ['/', 'h']],
	['/a?x#y', ['/a?x#y', 'h']],
	['//o/a', ['//o/a', 'h']],
	['http://o', ['/', 'o']],
	['http://O:80/a', ['/a', 'O:80']],
	['https://[::1]/a', ['/a', '[::1]']],
	['HTTP://u:p@o/a', ['/a', 'o']],
	['http://o?x=1', 404],
	['http://o#x', 400],
	['http://o:x/a', 400],
	['http://o^/a', 400],
	['http://', 400],
	['http:///a', 400],
	['http:/a', 400],
	['ftp://x/a', 400],
	['a/b', 400],
	['?x', 400],
	['*', 400],
	['', 400],
	['/a b', 400],
	['/\u00e9', 400],
	['/\u20ac', 400],
	['/a\u007f', 400],
	['/a\tb', 400],
] as const)('the target %j', (path, wanted) => {
	expect(outcome(read(path))).toEqual(wanted);
});

test.each([
	...['GET', 'TRACE', 'PROPFIND', 'PURGE', 'UNLINK', 'SOURCE'].map((method) => [method, '/a', ['/a', 'h']] as const),
	...['get', 'Get', 'GET!', 'FOO', 'M-SEARCH', 'PRI', 'QUERY', 'DESCRIBE', ''].map(
		(method) => [method, '/a', 400] as const,
	),
	['OPTIONS', '*', 404],
	['CONNECT', 'h:80', 404],
	['CONNECT', '/a', 400],
] as const)('the method %j with %j', (method, path, wanted) => {
	expect(outcome(read(path, { method }))).toEqual(wanted);
});

test('which bytes a host may have', () => {
	const good = Array.from({ length: 255 }, (_, index) => String.fromCharCode(index + 1)).filter(
		(letter) => read('/', { host: `sh${letter}op` }).kind === 'read',
	);
	expect(good.join('')).toBe("!$%&'()*+,-.0123456789:;=@ABCDEFGHIJKLMNOPQRSTUVWXYZ[]_abcdefghijklmnopqrstuvwxyz~");
	expect(['', ' ', '[::1', 'a..b', 'shop:', '@'].filter((host) => read('/', { host }).kind === 'refused')).toEqual([]);
});

test('several hosts are one text', () => {
	expect(outcome(read('/', { headers: [['Host', 'other']] }))).toEqual(['/', 'h,other']);
});

test.each([
	['a b', '1', 400],
	['a(b', '1', 400],
	['', '1', 400],
	['a/b', '1', 400],
	[':x', '1', 400],
	['a\u00e9', '1', 400],
	['a', 'x\u0000', 400],
	['a', 'x\u0001', 400],
	['a', 'x\u007f', 400],
	['a', 'x\ty', ['/', 'h']],
	['a', 'x\u00e9', ['/', 'h']],
	['a_b', '1', ['/', 'h']],
] as const)('the header %j: %j', (name, value, wanted) => {
	expect(outcome(read('/', { headers: [[name, value]] }))).toEqual(wanted);
});

test.each([
	['foo', 403],
	['websocket', ['/', 'h']],
	['WebSocket', ['/', 'h']],
	['h2c', ['/', 'h']],
] as const)('an upgrade to %s', (to, wanted) => {
	const connection = ['Connection', 'keep-alive, Upgrade'] as const;
	expect(outcome(read('/', { headers: [connection, ['upgrade', to]] }))).toEqual(wanted);
	expect(outcome(read('/', { headers: [['upgrade', to]] }))).toEqual(['/', 'h']);
});

test('control bytes', () => {
	expect(['', 'a\tb', '\u00e9', '\u20ac'].some(hasControl)).toBe(false);
	expect(['\u0000', 'a\nb', 'a\r', '\u001f', '\u007f'].every(hasControl)).toBe(true);
});
