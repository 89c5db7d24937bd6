// Nothing that a test started stays behind: not after the test ended it, not after the test itself was killed.
import { spawn } from 'node:child_process';
import { access, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test, vi } from 'vitest';
import { endGuarded, spawnGuarded } from './guard.ts';

/** Prints its id and waits to be ended. */
const lasting = ['/bin/sh', '-c', 'echo $$; exec sleep 600'];

const firstLine = (stream: NodeJS.ReadableStream): Promise<string> =>
	new Promise((resolve) => stream.once('data', (data: Buffer) => resolve(data.toString('utf8').trim())));

function isRunning(id: number): boolean {
	try {
		return process.kill(id, 0);
	} catch {
		return false;
	}
}

const isThere = (path: string): Promise<boolean> =>
	access(path).then(
		() => true,
		() => false,
	);

const emptyFolder = (): Promise<string> => mkdtemp(join(tmpdir(), 'meshgrant-guard-'));

test('ended on request, folder and all', async () => {
	const folder = await emptyFolder();
	const child = spawnGuarded(folder, lasting);
	const id = Number(await firstLine(child.stdout));
	expect(isRunning(id)).toBe(true);
	await endGuarded(child);
	expect(isRunning(id)).toBe(false);
	expect(await isThere(folder)).toBe(false);
	await endGuarded(child);
});

test('ended when the process that started it is killed', async () => {
	const folder = await emptyFolder();
	const module = JSON.stringify(fileURLToPath(new URL('./guard.ts', import.meta.url)));
	const code = `
		const { spawnGuarded } = await import(${module});
		spawnGuarded(${JSON.stringify(folder)}, ${JSON.stringify(lasting)}).stdout.pipe(process.stdout);`;
	const starter = spawn(process.execPath, ['--input-type=module', '--eval', code], {
		stdio: ['ignore', 'pipe', 'inherit'],
	});
	const id = Number(await firstLine(starter.stdout));
	expect(isRunning(id)).toBe(true);
	starter.kill('SIGKILL');
	await vi.waitFor(
		async () => {
			expect(isRunning(id)).toBe(false);
			expect(await isThere(folder)).toBe(false);
		},
		{ timeout: 10_000, interval: 100 },
	);
});
