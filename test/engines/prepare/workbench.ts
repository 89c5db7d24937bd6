// The workbench of one engine's folder: keeps finished steps, runs tools, and tells how far they are.
import { spawn } from 'node:child_process';
import { access, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { RunOptions, Workbench } from './recipe.ts';

export type Report = (text: string) => void;

/** Long enough for a log of a clean machine to stay short, short enough to see that it moves. */
const progressMs = 20_000;
const tailLines = 40;

export async function workbench(
	folder: string,
	tools: ReadonlyMap<string, string>,
	report: Report,
): Promise<Workbench> {
	// Under the lock nobody else writes here, so every draft is an interrupted run's.
	for (const entry of await readdir(folder)) {
		if (entry.endsWith('.tmp')) await rm(join(folder, entry), { recursive: true, force: true });
	}
	let doing = '';
	return {
		folder,
		async step(what, product, action) {
			const file = join(folder, product);
			const isDone = await access(file).then(
				() => true,
				() => false,
			);
			if (isDone) return file;
			doing = what;
			const start = performance.now();
			report(`${what} …`);
			const draft = `${file}.tmp`;
			await action(draft);
			await rename(draft, file);
			report(`${what}: ${seconds(performance.now() - start)}`);
			return file;
		},
		run(tool, args, options = {}) {
			return run(tools.get(tool) ?? tool, args, options, (text) => report(`${doing}: ${text}`));
		},
		async drop(product) {
			await rm(join(folder, product), { recursive: true, force: true });
		},
	};
}

const seconds = (ms: number): string => `${(ms / 1000).toFixed(0)} s`;

function run(program: string, args: readonly string[], options: RunOptions, report: Report): Promise<string> {
	const { cwd, env, counts } = options;
	const start = performance.now();
	const child = spawn(program, args, {
		...(cwd === undefined ? {} : { cwd }),
		env: { ...process.env, ...env },
		stdio: ['ignore', 'pipe', 'pipe'],
	});
	let stdout = '';
	let output = '';
	let lines = 0;
	const take = (chunk: string): void => {
		lines += chunk.split('\n').length - 1;
		output = `${output}${chunk}`.split('\n').slice(-tailLines).join('\n');
	};
	child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
		stdout += chunk;
		take(chunk);
	});
	child.stderr.setEncoding('utf8').on('data', take);
	const ticking = setInterval(() => {
		const count = counts === undefined ? '' : `, ${lines} ${counts}`;
		report(`${seconds(performance.now() - start)}${count}`);
	}, progressMs);
	return new Promise<string>((resolve, reject) => {
		child.on('error', reject);
		child.on('close', (code, signal) => {
			if (code === 0) resolve(stdout);
			else reject(new Error(`${[program, ...args].join(' ')}\nended with ${code ?? signal}:\n${output.trimEnd()}`));
		});
	}).finally(() => clearInterval(ticking));
}
