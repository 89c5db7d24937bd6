import { spawn } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { bad, catalogAsking, folderWith, good, packageFolder, spawned, spawnedNode } from './console.ts';

const program = join(packageFolder, 'bin/meshgrant.mjs');

test('the real program: result on stdout, talk on stderr, exit code', () => {
	const folder = folderWith(good);
	const { code, stdout, stderr } = spawned(folder, ['synth']);
	expect(code).toBe(0);
	expect(stdout).toMatch(/^prod: 1 grant at 1 service ─+\n\ncart {2}team-cart, namespace shop\n/);
	expect(stderr).toContain(`
Wrote 6 files:
  dist/prod/keycloak/  2 files
  dist/prod/mesh/      1 file
  dist/test/keycloak/  2 files
  dist/test/mesh/      1 file

Next:
  kubectl diff -R -f dist/prod/mesh/
`);
});

test('a TypeScript catalog, found by its usual name, with its place in messages', () => {
	const text = `export default { name: 'shop', mesh: { trustDomain: 'shop.example', istio: '1.30', dataPlane: 'sidecar' },
	namespaces: { shop: 'owned' }, environments: { prod: {} }, withoutTokens: 'an example',
	services: {
		a: { owner: 'team-a', namespace: 'shop', serviceAccount: 'a', selector: { app: 'a' }, calls: [{ to: 'b', scopes: ['b.read'] }] },
	},
};
`;
	const { code, stdout, stderr } = spawned(folderWith({ 'services.catalog.ts': text }), ['check']);
	expect([code, stdout]).toEqual([2, '']);
	expect(stderr).toMatch(/╷ services\.catalog\.ts:4:\d+\n/);
});

test('no escape without a terminal, whatever the environment says but FORCE_COLOR', () => {
	const folder = folderWith(bad);
	for (const env of [{ NO_COLOR: '1' }, { TERM: 'xterm-256color' }]) {
		expect(spawned(folder, ['check'], env).stderr).not.toContain('\u001b');
	}
	expect(spawned(folder, ['check'], { FORCE_COLOR: '1' }).stderr).toContain('\u001b[1;31merror[');
});

test('40 columns', () => {
	const env = { COLUMNS: '40' };
	const { stderr } = spawned(folderWith(bad), ['check'], env);
	const { stdout } = spawned(folderWith(good), ['check'], env);
	expect(stderr).toContain('error[');
	expect(stdout).toContain('checkout');
	for (const line of [...stderr.split('\n'), ...stdout.split('\n')]) expect([...line].length).toBeLessThanOrEqual(40);
});

test('a reader that goes away early is no failure', async () => {
	const folder = folderWith(good);
	const child = spawn(process.execPath, [program, 'check', '--format', 'json'], { cwd: folder });
	let stderr = '';
	child.stderr.on('data', (chunk: Buffer) => {
		stderr += chunk.toString();
	});
	child.stdout.destroy();
	const code = await new Promise((resolve) => {
		child.on('close', resolve);
	});
	expect([code, stderr]).toEqual([0, '']);
});

test('a long output is whole when it goes into a pipe', () => {
	const scopes = Array.from({ length: 3000 }, (_, index) => `cart.read-${index}x: [GET /cart/${index}]`).join(', ');
	const names = Array.from({ length: 3000 }, (_, index) => `cart.read-${index}x`).join(', ');
	const text = catalogAsking(names)
		.replace('scopes: { cart.read: [GET /cart] }', `scopes: { ${scopes} }`)
		.replace('scopes: [cart.read], as: service', `scopes: [${names}], as: service`);
	const { code, stdout } = spawned(folderWith({ 'services.catalog.yaml': text }), ['check', '--format', 'json']);
	expect(code).toBe(0);
	const { environments }: { environments: { grants: unknown[] }[] } = JSON.parse(stdout);
	expect(environments.map((one) => one.grants.length)).toEqual([3000, 3000]);
	expect(stdout.length).toBeGreaterThan(1_000_000);
});

test.each(['20.20.2', '22.17.1', '18.0.0'])('Node.js %s is refused with one sentence', (version) => {
	const pretend = `data:text/javascript,Object.defineProperty(process,'versions',{value:{node:'${version}'}})`;
	const { code, stdout, stderr } = spawnedNode(folderWith(), ['--import', pretend, program, 'check']);
	expect([code, stdout]).toEqual([2, '']);
	expect(stderr).toBe(`error: meshgrant needs Node.js 22.18 or newer, and this is ${version}\n`);
});

test('two runs at the same time leave one whole output', async () => {
	const folder = folderWith(good);
	const once = (): Promise<unknown> =>
		new Promise((resolve) => {
			spawn(process.execPath, [program, 'synth', '-q'], { cwd: folder, stdio: 'ignore' }).on('close', resolve);
		});
	expect(await Promise.all([once(), once()])).toEqual([0, 0]);
	expect(spawned(folder, ['synth', '-q'])).toEqual({ code: 0, stdout: '', stderr: '' });
});

test('a full disk, played by a file in place of a folder, is a sentence', () => {
	const folder = folderWith(good);
	mkdirSync(join(folder, 'a'));
	writeFileSync(join(folder, 'a/b'), '');
	const { code, stderr } = spawned(folder, ['synth', '--out', 'a/b/dist']);
	expect(code).toBe(2);
	expect(stderr).toMatch(/^error: the output folder `a\/b\/dist` cannot be written: /);
	expect(stderr).not.toContain('    at ');
});
