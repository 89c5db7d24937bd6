// The DSL: what it returns, what the compiler says to wrong names, and what it costs.
import { execFile } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { measureTypes } from '../../../bench/types/measure.ts';
import { defineCatalog, defineClients, defineServices } from '../../../src/catalog/define.ts';

const wrongFolder = join(import.meta.dirname, 'wrong');
const compiler = join(dirname(createRequire(import.meta.url).resolve('typescript/package.json')), 'bin', 'tsc');

const around = {
	name: 'shop',
	mesh: { trustDomain: 'shop.example', istio: '1.30', dataPlane: 'sidecar' },
	namespaces: { shop: 'owned' },
	environments: { prod: {} },
	issuers: { shop: { keycloak: { url: 'https://idp.shop.example', realm: 'shop' } } },
} as const;
const place = { owner: 'team', namespace: 'shop', serviceAccount: 'web', selector: { app: 'web' } } as const;

test('each function returns the very value that it is given', () => {
	const services = { web: { ...place, calls: [] } };
	expect(defineServices(services)).toBe(services);
	const clients = { app: { kind: 'public' as const, owner: 'team', calls: [] } };
	expect(defineClients(clients)).toBe(clients);
	const catalog = { ...around, services };
	expect(defineCatalog(catalog)).toBe(catalog);
});

test('names that exist raise no type error; names that TypeScript cannot see are left to the checks', () => {
	const unseen = ['web'].map((from) => ({ from, scopes: ['web.read'] }));
	const web = { ...place, ports: { http: { port: 80, protocol: 'http' } }, scopes: { 'web.read': ['GET /'] } } as const;
	const catalog = defineCatalog({ ...around, services: { web: { ...web, callers: unseen } } });
	expect(catalog.services.web.callers).toBe(unseen);
	const told = defineCatalog({
		...around,
		// @ts-expect-error `web` lets in `wbe`
		services: { web: { ...web, callers: [{ from: 'wbe', scopes: ['web.read'] }] } },
	});
	expect(told.name).toBe('shop');
});

test('every wrong name is a type error that ends in a sentence', async () => {
	const args = [compiler, '-p', wrongFolder, '--pretty', 'false'];
	const printed = await promisify(execFile)(process.execPath, args, { cwd: wrongFolder }).then(
		({ stdout }) => stdout,
		(failure: { stdout: string }) => failure.stdout,
	);
	const sentences = printed
		.split('\n')
		.flatMap((line) => (/^([\w.]+\(\d+),\d+\): error|^ +Type.*?(?="`)/.exec(line) === null ? [] : [line]))
		.map(
			(line) =>
				`${/^[\w.]+\(\d+/.exec(line)?.[0] ?? '  …'}: ${[...line.matchAll(/"(`[^"]+)"/g)].map((m) => m[1]).join(' | ')}`,
		)
		.join('\n');
	const expected = join(wrongFolder, 'expected.txt');
	if (process.env.UPDATE !== undefined) writeFileSync(expected, `${sentences}\n`);
	expect(`${sentences}\n`).toBe(readFileSync(expected, 'utf8'));
});

// Counted at 200 services: 23,817 instantiations in one literal, 26,210 in 20 files. A cost that grows with
// the square of the services, or with every literal of a large file, shows here first.
test.each([0, 20])('200 services with 6 callers each stay cheap, in %s files', async (files) => {
	const cost = await measureTypes({ services: 200, files, callers: 6 });
	expect(cost.errors).toEqual([]);
	expect(cost.instantiations).toBeGreaterThan(1_000);
	expect(cost.instantiations).toBeLessThan(35_000);
});

test('1,000 services in 100 files stay below the ceiling at which an editor is still quick', async () => {
	const cost = await measureTypes({ services: 1_000, files: 100, callers: 6 });
	expect(cost.errors).toEqual([]);
	expect(cost.instantiations).toBeLessThan(150_000);
});

test('a wrong name in a large catalog of many files is still an error', async () => {
	const cost = await measureTypes({ services: 40, files: 10, callers: 6, wrong: true });
	expect(cost.errors.join('\n')).toContain('"`s0` calls `nobody`, but no service has this name"');
});
