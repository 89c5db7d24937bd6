// The package as it would be published, in a folder that has nothing else: `npm pack`, unpack, and run it from there.
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { blocksOf } from '../docs/blocks.ts';
import { packageFolder, spawnedNode } from './console.ts';

const folder = mkdtempSync(join(tmpdir(), 'meshgrant-package-'));
const installed = join(folder, 'node_modules/meshgrant');
const program = join(installed, 'bin/meshgrant.mjs');

interface Manifest {
	readonly files: readonly string[];
	readonly dependencies: Readonly<Record<string, string>>;
}

const manifestOf = (root: string): Manifest => JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));

beforeAll(() => {
	const packed = spawnSync('npm', ['pack', '--silent', '--pack-destination', folder], {
		cwd: packageFolder,
		encoding: 'utf8',
	});
	expect(packed.stderr + packed.stdout).toMatch(/meshgrant-.*\.tgz\n$/);
	mkdirSync(installed, { recursive: true });
	const archive = readdirSync(folder).find((name) => name.endsWith('.tgz')) ?? '';
	execFileSync('tar', ['-xzf', join(folder, archive), '-C', installed, '--strip-components', '1']);
	// What npm would fetch: the declared dependencies and no other.
	for (const name of Object.keys(manifestOf(installed).dependencies)) {
		mkdirSync(dirname(join(folder, 'node_modules', name)), { recursive: true });
		symlinkSync(join(packageFolder, 'node_modules', name), join(folder, 'node_modules', name));
	}
	writeFileSync(join(folder, 'package.json'), '{ "name": "empty", "private": true }\n');
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

const meshgrant = (...argv: string[]) => spawnedNode(folder, [program, ...argv]);

test('it holds compiled JavaScript, types, schemas and pages, and no source or test', () => {
	const paths = readdirSync(installed, { recursive: true, encoding: 'utf8' });
	for (const path of ['lib/index.js', 'lib/index.d.ts', 'lib/cli/main.js', 'schema/check.schema.json']) {
		expect(paths).toContain(path);
	}
	expect(paths).toContain('docs/diagnostics');
	expect(paths.filter((path) => /^(?:src|test|examples|dist|node_modules)\b/.test(path))).toEqual([]);
	expect(paths.filter((path) => /(?<!\.d)\.ts$/.test(path))).toEqual([]);
});

test('init, then synth, at once', () => {
	const init = meshgrant('init');
	expect([init.code, init.stdout]).toEqual([0, 'wrote services.catalog.ts\nwrote cdk8s.yaml\n']);
	const synth = meshgrant('synth');
	expect(synth.stderr).toMatch(/^\nWrote \d+ files:\n/);
	expect(synth.stdout).toContain(`
cart  team-cart, namespace shop
  cart.read               GET /cart/{id}
    ← checkout            as itself
    ← web via front-door  for a user who signed in
  cart.write              PUT /cart/{id}
`);
	expect(synth.code).toBe(0);
	expect(readdirSync(join(folder, 'dist/prod')).sort()).toEqual(['keycloak', 'mesh']);
	expect(meshgrant('init').stderr).toContain('are here already; nothing was');
});

test('the other commands work from there, too', () => {
	expect(meshgrant('check', '-q')).toEqual({ code: 0, stdout: '', stderr: '' });
	expect(meshgrant('graph', '-f', 'svg').stdout).toContain('>checkout</text>');
	expect(meshgrant('tokens', 'checkout').stdout).toContain('grant_type=client_credentials');
	expect(meshgrant('explain').code).toBe(0);
});

test('the public entries can be imported', () => {
	const script = [
		"const a = await import('meshgrant');",
		"const b = await import('meshgrant/constructs');",
		// Without vitest, which is not installed here.
		"const c = await import('meshgrant/testing/plain');",
		'console.log(typeof a.defineCatalog, typeof b.MeshPolicies, typeof c.denies);',
	].join('\n');
	const { stdout, stderr } = spawnedNode(folder, ['--input-type=module', '-e', script]);
	expect([stdout, stderr]).toEqual(['function function function\n', '']);
});

test('docs/testing.md is a test file that passes, and types that hold, where the package is installed', () => {
	const page = readFileSync(join(packageFolder, 'docs/testing.md'), 'utf8');
	const [block] = blocksOf(page).filter(({ role }) => role === 'test');
	expect(block?.text).toContain("from 'meshgrant/testing'");
	for (const name of ['vitest', 'typescript']) {
		symlinkSync(join(packageFolder, 'node_modules', name), join(folder, 'node_modules', name));
	}
	writeFileSync(join(folder, 'access.test.ts'), block?.text ?? '');
	const run = spawnedNode(folder, [join(folder, 'node_modules/vitest/vitest.mjs'), 'run', '--reporter', 'verbose']);
	expect(run.stderr).toBe('');
	expect(run.stdout).toContain('N12: path tricks, other methods and hosts');
	expect([run.code, run.stdout.includes('failed')]).toEqual([0, false]);

	const wrong = "expect(shop).toDeny({ from: 'web', to: 'cart', request: 'GET /' }, { because: 'nothing' });\n";
	writeFileSync(join(folder, 'wrong.test.ts'), `${block?.text}${wrong}`);
	const options = [
		'--noEmit',
		'--strict',
		'--skipLibCheck',
		'--module',
		'esnext',
		'--moduleResolution',
		'bundler',
		'--target',
		'es2023',
		'--types',
		'',
	];
	const tsc = (file: string) =>
		spawnedNode(folder, [join(folder, 'node_modules/typescript/bin/tsc'), ...options, file]);
	expect(tsc('access.test.ts').stdout).toBe('');
	expect(tsc('wrong.test.ts').stdout).toContain('\'"nothing"\' is not assignable to type');
});
