import { expect, test } from 'vitest';
import { canonicalPath } from '../../../../src/semantics/istio/paths/canonical.ts';

test.each([
	['names with dots', '/shop.Cart/Add.v1', '/shop.Cart/Add.v1'],
	['a segment that begins with a dot', '/.well-known/x', '/.well-known/x'],
	['three dots', '/a/...', '/a/...'],
	['one dot', '/a/./b', '/a/b'],
	['two dots', '/a/../b', '/b'],
	['above the root', '/../../a', '/a'],
	['two dots behind an empty segment', '/a//../b', '/a/b'],
	['the end', '/a/..', '/'],
	['escaped dots', '/a/%2e%2E/b', '/b'],
	['a dot and an escaped one', '/a/.%2e/b', '/b'],
	['a parameter', '/a/..;x=y/b', '/b'],
	['a parameter of one dot', '/a/.;x/b', '/a/b'],
	['a parameter behind escaped dots', '/a/%2e%2e;x/b', '/a/..;x/b'],
	['a parameter between backslashes', '/a\\..;x\\b', '/a/..;x/b'],
	['a parameter of a name', '/a;x=../b', '/a;x=../b'],
	['backslashes', '/a\\..\\b', '/b'],
	['an escaped slash', '/a%2f..%2fb', '/a%2f..%2fb'],
	['an escaped escape', '/%252e%252e/', '/%252e%252e/'],
	['escapes keep their case', '/a%c3%A9', '/a%c3%A9'],
	['half an escape', '/a%4', '/a%4'],
	['an escape that would arise', '/%%34%31', '/%2541'],
	['an escape that would arise later', '/%4%31', '/%2541'],
	['what only looks so after going back', '/a/%zz/../x4%31', '/a/x41'],
	['an escaped NUL', '/a%00', undefined],
	['an escaped NUL in a segment that goes', '/a%00/..', undefined],
] as const)('%s: %s', (_, path, canonical) => {
	expect(canonicalPath(path)).toBe(canonical);
});
