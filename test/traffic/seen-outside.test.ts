import { expect, test } from 'vitest';
import { parseOperation } from '../../src/catalog/operation.ts';
import { printOperation } from '../../src/traffic/operation.ts';
import { seenOutside } from '../../src/traffic/seen-outside.ts';

const ports = {
	http: { port: 80, protocol: 'http' },
	grpc: { port: 81, protocol: 'grpc' },
	tcp: { port: 82, protocol: 'tcp' },
} as const;

const steps = (path: string): string[] => path.split('/').filter((step) => step !== '');

test.each([
	['GET /cart/{id}', '/cart', '/cart', 'GET /cart/{id}'],
	['GET /cart/{id}', '/v1/cart', '/cart', 'GET /v1/cart/{id}'],
	['GET /cart/', '/v1', '/', 'GET /v1/cart/'],
	['GET /cart', '/v1/cart', '/cart', 'GET /v1/cart'],
	['GET /', '/shop', '/', 'GET /shop'],
	['GET /cart/{id}', '/v1', '/cart/news', 'GET /v1'],
	['GET /{any}/x', '/docs', '/docs', 'GET /docs/x'],
	['GET /docs/**', '/docs/public', '/docs/public', 'GET /docs/public/**'],
	['ANY /**', '/v1', '/', 'ANY /v1/**'],
	['GET /cart', '/pay', '/pay', undefined],
	['GET /cart', '/cart/x', '/cart/x', undefined],
	['shop.Cart/Add', '/', '/', 'shop.Cart/Add'],
	['shop.Cart/Add', '/shop.Cart', '/shop.Cart', 'shop.Cart/Add'],
	['shop.Cart/Add', '/v1', '/', undefined],
	['shop.Cart/Add', '/other', '/other', undefined],
	['TCP', '/', '/', undefined],
] as const)('%s behind %s, rewritten to %s, is %s', (text, prefix, rewrite, expected) => {
	const parsed = parseOperation(text, ports);
	if (parsed.kind === 'wrong') throw new Error(text);
	const seen = seenOutside(parsed.operation, { prefix: steps(prefix), rewrite: steps(rewrite) });
	expect(seen === undefined ? undefined : printOperation(seen)).toBe(expected);
	if (seen !== undefined) expect(seen.port).toBe(parsed.operation.port);
});
