// How engines are prepared and kept, with recipes that need no engine: hash, lock, resumption, pruning, missing tools.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { access, chmod, mkdir, mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { cacheRoot, finished, hashOf } from '../engines/prepare/cache.ts';
import { verify } from '../engines/prepare/checksum.ts';
import { engine } from '../engines/prepare/index.ts';
import { withLock } from '../engines/prepare/lock.ts';
import { note } from '../engines/prepare/note.ts';
import { prepare } from '../engines/prepare/prepare.ts';
import type { Recipe, Workbench } from '../engines/prepare/recipe.ts';
import { istioApi } from '../engines/prepare/recipes/cluster.ts';
import { engineNames, recipes } from '../engines/prepare/recipes/index.ts';
import { preparedTable } from '../engines/prepare/table.ts';
import { findAll, missingText } from '../engines/prepare/tools.ts';

let scratch: string;
beforeAll(async () => {
	scratch = await mkdtemp(join(tmpdir(), 'meshgrant-engines-'));
});
afterAll(() => rm(scratch, { recursive: true, force: true }));

let roots = 0;
const freshRoot = async (): Promise<string> => {
	roots += 1;
	const root = join(scratch, `${roots}`, 'engines');
	await mkdir(root, { recursive: true });
	return root;
};

const write = (text: string) => (to: string) => writeFile(to, text);

function recipe(input: string, make?: (bench: Workbench) => Promise<void>, tools: Recipe['tools'] = []): Recipe {
	return {
		name: 'toy',
		version: '1',
		gives: 'toys',
		kind: 'built',
		firstTime: 'no time',
		tools,
		inputs: async () => new Map([['input', input]]),
		product: 'toy',
		make: make ?? (async (bench) => void (await bench.step('writing', 'toy', write(input)))),
	};
}

test('the cache is where XDG says, and never relative to the working directory', () => {
	expect(cacheRoot({ XDG_CACHE_HOME: '/somewhere' })).toBe('/somewhere/meshgrant/engines');
	expect(cacheRoot({ XDG_CACHE_HOME: 'here' })).toMatch(/^\/.*\/\.cache\/meshgrant\/engines$/);
	expect(cacheRoot({})).toBe(cacheRoot({ XDG_CACHE_HOME: '' }));
});

test('the hash depends on every name and content, and not on their order', () => {
	const hash = (...entries: (readonly [string, string])[]) => hashOf(new Map(entries), 'linux x64');
	expect(hash(['a', '1'], ['b', '2'])).toBe(hash(['b', '2'], ['a', '1']));
	const others = [
		hash(['a', '1']),
		hash(['a', '1'], ['b', '3']),
		hash(['a', '1'], ['c', '2']),
		hash(['a', '1\n1 b 1 2']),
		hashOf(new Map([['a', '1']]), 'linux arm64'),
	];
	expect(new Set([hash(['a', '1'], ['b', '2']), ...others]).size).toBe(others.length + 1);
});

test('an engine is made once, then found', async () => {
	const root = await freshRoot();
	const said: string[] = [];
	const report = (text: string) => void said.push(text);
	const first = await prepare(recipe('x'), { root, report });
	expect(first).toMatchObject({ kind: 'made', bytes: 1 });
	expect(said).toEqual(['1 is not in the cache; the first time takes no time', 'writing …', 'writing: 0 s']);
	said.length = 0;
	const second = await prepare(recipe('x'), { root, report });
	expect(second).toMatchObject({ kind: 'cached', path: 'path' in first ? first.path : '', bytes: 1 });
	expect(said).toEqual([]);
	expect(await readFile('path' in second ? second.path : '', 'utf8')).toBe('x');
});

test('two at once make it once, and both have it', async () => {
	const root = await freshRoot();
	let made = 0;
	const slow = recipe('x', async (bench) => {
		made += 1;
		await sleep(50);
		await bench.step('writing', 'toy', write('x'));
	});
	const results = await Promise.all([1, 2, 3].map(() => prepare(slow, { root, report: () => {} })));
	expect(made).toBe(1);
	expect(results.map(({ kind }) => kind).toSorted()).toEqual(['cached', 'cached', 'made']);
	expect((await readdir(root)).filter((entry) => entry.includes('lock'))).toEqual([]);
});

test('a failed run is said with the end of its output, is no engine, and the next goes on where it stopped', async () => {
	const root = await freshRoot();
	const steps: string[] = [];
	const failing = (isBroken: boolean) =>
		recipe('x', async (bench) => {
			await bench.step('first', 'part', async (to) => {
				steps.push('first');
				await writeFile(to, '1');
			});
			await bench.step('second', 'toy', async (to) => {
				steps.push('second');
				await writeFile(to, 'half');
				if (isBroken) await bench.run('node', ['-e', 'console.error("out of disk"); process.exit(3)']);
			});
		});
	const broken = await prepare(failing(true), { root, report: () => {} });
	expect(broken).toMatchObject({ kind: 'failed', why: expect.stringMatching(/ended with 3:\nout of disk$/) });
	const [folder = ''] = await readdir(root);
	expect(await finished(join(root, folder))).toBeUndefined();
	const mended = await prepare(failing(false), { root, report: () => {} });
	expect(mended.kind).toBe('made');
	expect(steps).toEqual(['first', 'second', 'second']);
	expect((await readdir(join(root, folder))).toSorted()).toEqual(['engine.json', 'part', 'toy']);
});

test('a recipe that does not make what it promises has failed', async () => {
	const root = await freshRoot();
	const result = await prepare(
		recipe('x', async () => {}),
		{ root, report: () => {} },
	);
	expect(result).toMatchObject({ kind: 'failed', why: expect.stringContaining('ENOENT') });
});

test('two engines of one name stay: the one in use, and the one used last before it', async () => {
	const root = await freshRoot();
	const folders: string[] = [];
	for (const [index, input] of ['a', 'b', 'c'].entries()) {
		const made = await prepare(recipe(input), { root, report: () => {} });
		const folder = join('path' in made ? made.path : '', '..');
		folders.push(folder);
		// `a` was made first but used after `b`.
		const used = new Date(Date.UTC(2026, 0, 10 - index));
		if (index < 2) await utimes(join(folder, 'engine.json'), used, used);
	}
	const left = (await readdir(root)).map((entry) => join(root, entry));
	expect(left.toSorted()).toEqual([folders[0], folders[2]].toSorted());
	await writeFile(join(root, 'toy-notes'), '');
	await mkdir(join(root, 'toybox-0123456789abcdef'));
	await prepare(recipe('d'), { root, report: () => {} });
	expect(await readdir(root)).toEqual(expect.arrayContaining(['toy-notes', 'toybox-0123456789abcdef']));
});

test('a lock is held by one at a time', async () => {
	const lock = join(await freshRoot(), 'lock');
	let inside = 0;
	let most = 0;
	const work = async () => {
		inside += 1;
		most = Math.max(most, inside);
		await sleep(5);
		inside -= 1;
	};
	await Promise.all(Array.from({ length: 10 }, () => withLock(lock, work, { pollMs: 2 })));
	expect(most).toBe(1);
	await expect(access(lock)).rejects.toThrow('ENOENT');
});

test('a lock is free again when the work throws', async () => {
	const lock = join(await freshRoot(), 'lock');
	const failing = withLock(lock, async () => {
		throw new Error('broken');
	});
	await expect(failing).rejects.toThrow('broken');
	expect(await withLock(lock, async () => 'free')).toBe('free');
});

test('the lock of a dead process is taken over, by one of many', async () => {
	const lock = join(await freshRoot(), 'lock');
	const child = spawn(process.execPath, ['-e', '']);
	await once(child, 'exit');
	await mkdir(lock);
	await writeFile(join(lock, `owner-${child.pid}-aa`), '');
	let inside = 0;
	const work = async () => {
		inside += 1;
		expect(inside).toBe(1);
		await sleep(5);
		inside -= 1;
	};
	await Promise.all(Array.from({ length: 5 }, () => withLock(lock, work, { pollMs: 2 })));
});

test('the lock of a living process is waited for, and named once', async () => {
	const lock = join(await freshRoot(), 'lock');
	const child = spawn(process.execPath, ['-e', 'process.stdin.resume()'], { stdio: ['pipe', 'ignore', 'ignore'] });
	await mkdir(lock);
	await writeFile(join(lock, `owner-${child.pid}-aa`), '');
	const waited: number[] = [];
	const taking = withLock(lock, async () => 'taken', { pollMs: 5, onWait: (pid) => waited.push(pid) });
	await sleep(40);
	expect(waited).toEqual([child.pid]);
	child.stdin.end();
	await once(child, 'exit');
	expect(await taking).toBe('taken');
});

test('a missing tool is named, with what it would have given, before anything is begun', async () => {
	const root = await freshRoot();
	const bin = join(root, 'bin');
	await mkdir(bin);
	await writeFile(join(bin, 'cc'), '');
	await chmod(join(bin, 'cc'), 0o755);
	await writeFile(join(bin, 'gold'), 'not executable');
	const tools: Recipe['tools'] = [
		{ programs: ['gcc', 'cc'], to: 'compile it' },
		{ programs: ['gold'], to: 'link it' },
		{ programs: ['pip', 'pip3'], to: 'download it' },
	];
	const found = await findAll(tools, bin);
	expect([...found.found]).toEqual([['gcc', join(bin, 'cc')]]);
	const result = await prepare(recipe('x', undefined, tools), { root, toolPath: bin, report: () => {} });
	const why = 'gold (to link it) and pip or pip3 (to download it) are not on the PATH; without it there are no toys';
	expect(result).toMatchObject({ kind: 'missing', why });
	expect(missingText(tools.slice(1, 2))).toBe('gold (to link it) is not on the PATH');
	expect(await readdir(root)).toEqual(['bin']);
});

test('a download with another sum is refused', async () => {
	const file = join(scratch, 'download');
	await writeFile(file, 'abc');
	const sum = 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad';
	await expect(verify(file, ['00', sum])).resolves.toBeUndefined();
	await expect(verify(file, ['00'])).rejects.toThrow(`SHA-256 is ${sum}, pinned is 00`);
});

test('the table names every engine, and every reason', () => {
	const table = preparedTable([
		[recipe('a'), { kind: 'made', path: '/toy', seconds: 61.25, bytes: 12_300_000 }],
		[
			{ ...recipe('b'), name: 'other' },
			{ kind: 'missing', why: 'go is not on the PATH', seconds: 0 },
		],
	]);
	expect(table).toBe(`engine  version  how           seconds  size
toy     1        built         61.3     12 MB
other   1        missing tool  0.0      –

other: go is not on the PATH
`);
});

test('each recipe is registered under its name, and reads its inputs without its tools', async () => {
	expect(engineNames).toEqual(['mesh', 'envoy', 'keycloak', 'cluster']);
	for (const name of engineNames) {
		expect(recipes[name].name).toBe(name);
		expect((await recipes[name].inputs()).size).toBeGreaterThan(0);
	}
	expect([...(await recipes.cluster.inputs()).keys()]).toEqual(
		expect.arrayContaining(['go.mod', 'go.sum', 'main.go', 'flags', 'definitions']),
	);
});

test('an engine that is not prepared is missing, with the command that prepares it', async () => {
	const answer = await engine('envoy', await freshRoot());
	expect(answer).toMatchObject({ kind: 'missing', why: expect.stringContaining('npm run engines -- envoy') });
});

test('the plain test command says what it does not ask, and why it could not', () => {
	const ready = { kind: 'ready', path: '/mesh' } as const;
	const missing = { kind: 'missing', why: 'engine keycloak is not prepared (java is not on the PATH)' } as const;
	const skipped = 'skipped here: the suites that ask real engines (npm run test:engines); ready: ';
	expect(note([['mesh', ready]])).toBe(`${skipped}mesh`);
	expect(note([['keycloak', missing]])).toBe(`${skipped}none; ${missing.why}`);
});

test("the API server's definitions are those of the Istio that the mesh engine is built from", async () => {
	const modules = await readFile(new URL('../engines/mesh/go/go.mod', import.meta.url), 'utf8');
	expect(modules).toContain(istioApi.replace('@', ' '));
});
