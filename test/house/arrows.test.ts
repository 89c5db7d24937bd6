// The check of the arrows bites: each planted import is found, by the rule meant for it, and the real tree is cruised.
import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';

const root = join(import.meta.dirname, '../..');
let copy = '';

beforeAll(() => {
	copy = mkdtempSync(join(tmpdir(), 'meshgrant-arrows-'));
	cpSync(join(root, 'src'), join(copy, 'src'), { recursive: true });
	for (const file of ['.dependency-cruiser.mjs', 'tsconfig.json', 'package.json'])
		cpSync(join(root, file), join(copy, file));
	symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'));
});
afterAll(() => rmSync(copy, { recursive: true }));

const cruise = (cwd: string) =>
	spawnSync(
		process.execPath,
		[join(root, 'node_modules/.bin/depcruise'), '--config', '.dependency-cruiser.mjs', 'src'],
		{
			cwd,
			encoding: 'utf8',
		},
	);

test('the tree as it is has no forbidden arrow, and was really read', () => {
	const text = execFileSync(
		process.execPath,
		[join(root, 'node_modules/.bin/depcruise'), '--config', '.dependency-cruiser.mjs', '--output-type', 'json', 'src'],
		{ cwd: root, encoding: 'utf8', maxBuffer: 1 << 28 },
	);
	const { summary } = JSON.parse(text) as {
		summary: { totalCruised: number; totalDependenciesCruised: number; error: number };
	};
	expect(summary.error).toBe(0);
	expect(summary.totalCruised).toBeGreaterThan(60);
	expect(summary.totalDependenciesCruised).toBeGreaterThan(150);
});

const planted: readonly [file: string, text: string, rule: string][] = [
	[
		'src/access/planted.ts',
		"import type { CatalogData } from '../catalog/index.ts';\nexport type X = CatalogData;\n",
		'access imports only',
	],
	[
		'src/compile/backends/keycloak/planted.ts',
		"export { overlay } from '../../../catalog/index.ts';\n",
		'compile/backends imports only',
	],
	[
		'src/compile/backends/keycloak/planted.ts',
		"export * from '../istio-sidecar/index.ts';\n",
		'backend keycloak knows no other backend',
	],
	[
		'src/emit/planted.ts',
		"import type { Grant } from '../access/model.ts';\nexport type X = Grant;\n",
		'emit imports only',
	],
	['src/report/planted.ts', "export { readFileSync } from 'node:fs';\n", 'files are read and written by shells only'],
	['src/access/planted.ts', "export { App } from 'cdk8s';\n", 'cdk8s, cdk8s-plus-28 only in'],
	['src/manifests/planted.ts', "export { z } from 'zod';\n", 'zod only in'],
	['src/extra/planted.ts', "export { overlay } from '../catalog/environment.ts';\n", 'every part of src has its row'],
	['src/cli/planted.ts', "export { overlay } from '../catalog/environment.ts';\n", 'cli imports only'],
	['src/semantics/planted.ts', "export { lower } from '../compile/lower.ts';\n", 'semantics imports only'],
	['src/semantics/planted.ts', "export type * from '../access/model.ts';\n", 'semantics imports only'],
	['src/prove/planted.ts', "export { compile } from '../compile/index.ts';\n", 'prove imports only'],
	['src/regions/planted.ts', "export { chains } from '../semantics/istio/index.ts';\n", 'regions imports only'],
	['src/core/planted.ts', "export { exitCodes } from '../cli/main.ts';\n", 'the command line stays outermost'],
];

/** All at once, in a file each: cruising takes seconds. */
const fileOf = (file: string, index: number): string => file.replace('planted', `planted-${index}`);

const found = (): string => {
	for (const [index, [file, text]] of planted.entries()) {
		const path = join(copy, fileOf(file, index));
		mkdirSync(dirname(path), { recursive: true });
		writeFileSync(path, text);
	}
	const { status, stdout } = cruise(copy);
	expect(status).not.toBe(0);
	return stdout;
};

test('each planted arrow is refused, by its rule', () => {
	const lines = found().split('\n');
	const unseen = planted.filter(([file, , rule], index) => {
		const name = fileOf(file, index);
		return !lines.some((line) => line.includes(`error ${rule}`) && line.includes(name));
	});
	expect(unseen).toEqual([]);
});
