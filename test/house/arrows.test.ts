// The check of the arrows bites: each planted import is found, by the rule meant for it, and the real tree is cruised.
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';

const root = join(import.meta.dirname, '../..');
let copy = '';

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

let lines: readonly string[] = [];

beforeAll(() => {
	copy = mkdtempSync(join(tmpdir(), 'meshgrant-arrows-'));
	cpSync(join(root, 'src'), join(copy, 'src'), { recursive: true });
	for (const file of ['.dependency-cruiser.mjs', 'tsconfig.json', 'package.json'])
		cpSync(join(root, file), join(copy, file));
	symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'));
	for (const [index, [file, text]] of planted.entries()) {
		const path = join(copy, fileOf(file, index));
		mkdirSync(dirname(path), { recursive: true });
		writeFileSync(path, text);
	}
	const { status, stdout } = spawnSync(
		process.execPath,
		[join(root, 'node_modules/.bin/depcruise'), '--config', '.dependency-cruiser.mjs', 'src'],
		{ cwd: copy, encoding: 'utf8' },
	);
	expect(status).not.toBe(0);
	lines = stdout.split('\n');
});
afterAll(() => rmSync(copy, { recursive: true }));

const errors = (): readonly string[] => lines.filter((line) => /^\s*error /.test(line));

test('the tree was really read', () => {
	const counted = /(\d+) modules, (\d+) dependencies cruised/.exec(lines.join('\n'));
	expect(Number(counted?.[1])).toBeGreaterThan(400);
	expect(Number(counted?.[2])).toBeGreaterThan(1500);
});

test('each planted arrow is refused, by its rule', () => {
	const unseen = planted.filter(([file, , rule], index) => {
		const name = fileOf(file, index);
		return !errors().some((line) => line.includes(`error ${rule}`) && line.includes(name));
	});
	expect(unseen).toEqual([]);
});

test('the tree as it is has no other forbidden arrow', () => {
	const names = planted.map(([file], index) => fileOf(file, index));
	expect(errors().filter((line) => !names.some((name) => line.includes(name)))).toEqual([]);
});
