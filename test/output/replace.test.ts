import * as fs from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { ExpectedError } from '../../src/core/expected.ts';
import { replaceFolder } from '../../src/output/index.ts';

/** Which file system call fails: from the nth on, all of them (`killed`) or that one alone (`once`). */
const faults = vi.hoisted(() => ({ at: Number.POSITIVE_INFINITY, calls: 0, mode: 'once' as 'once' | 'killed' }));

vi.mock('node:fs/promises', async (importOriginal) => {
	const real = await importOriginal<typeof import('node:fs/promises')>();
	const guarded =
		<A extends unknown[], R>(call: (...parameters: A) => Promise<R>) =>
		async (...parameters: A): Promise<R> => {
			faults.calls++;
			const fails = faults.mode === 'killed' ? faults.calls >= faults.at : faults.calls === faults.at;
			if (fails) throw Object.assign(new Error('EIO: i/o error'), { code: 'EIO' });
			return call(...parameters);
		};
	return {
		...real,
		mkdir: guarded(real.mkdir),
		writeFile: guarded(real.writeFile),
		rename: guarded(real.rename),
		rm: guarded(real.rm),
	};
});

let root = '';
let dist = '';

beforeEach(() => {
	root = fs.mkdtempSync(join(tmpdir(), 'meshgrant-output-'));
	dist = join(root, 'dist');
	failAt(Number.POSITIVE_INFINITY);
});

afterEach(() => {
	fs.rmSync(root, { recursive: true, force: true });
});

function failAt(at: number, mode: 'once' | 'killed' = 'once'): void {
	Object.assign(faults, { at, mode, calls: 0 });
}

const oldFiles = new Map([
	['prod/mesh/a.yaml', 'old a\n'],
	['prod/mesh/gone.yaml', 'old gone\n'],
]);
const newFiles = new Map([
	['prod/keycloak/bank.json', '{}\n'],
	['prod/mesh/a.yaml', 'new a\n'],
]);

/** Path → text of all files of ours in a folder, the marker left out; undefined where there is no folder. */
function contentOf(folder: string): ReadonlyMap<string, string> | undefined {
	if (!fs.existsSync(folder)) return undefined;
	const paths = fs.readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort();
	const files = paths.filter((path) => fs.lstatSync(join(folder, path)).isFile() && path !== '.meshgrant');
	return new Map(files.map((path) => [path, fs.readFileSync(join(folder, path), 'utf8')]));
}

async function refusal(folder: string, files = newFiles): Promise<ExpectedError> {
	const error: unknown = await replaceFolder(folder, files).then(
		() => undefined,
		(reason: unknown) => reason,
	);
	if (!(error instanceof ExpectedError)) throw new Error(`not refused: ${String(error)}`);
	return error;
}

test('a new folder, its parents included', async () => {
	await replaceFolder(join(dist, 'deep/er'), newFiles);
	expect(contentOf(join(dist, 'deep/er'))).toEqual(newFiles);
	expect(fs.readdirSync(join(dist, 'deep'))).toEqual(['er']);
	// As open as any folder that this process makes.
	expect(fs.statSync(join(dist, 'deep/er')).mode).toBe(fs.statSync(join(dist, 'deep')).mode);
});

test('an old output goes as a whole; nothing stays beside it', async () => {
	await replaceFolder(dist, oldFiles);
	await replaceFolder(dist, newFiles);
	expect(contentOf(dist)).toEqual(newFiles);
	expect(fs.readdirSync(root)).toEqual(['dist']);
	expect(fs.readFileSync(join(dist, '.meshgrant'), 'utf8').split('\n').slice(1)).toEqual([
		'prod/keycloak/bank.json',
		'prod/mesh/a.yaml',
		'',
	]);
});

test('an empty folder is taken, and no file is an output, too', async () => {
	fs.mkdirSync(dist);
	await replaceFolder(dist, new Map());
	expect(contentOf(dist)).toEqual(new Map());
	await replaceFolder(dist, newFiles);
	expect(contentOf(dist)).toEqual(newFiles);
});

test.each(['.git/HEAD', 'package.json', 'src/main.ts', 'prod/mesh/hand-written.yaml', '.hidden'])(
	'a folder with %s, which we did not write, is left alone',
	async (path) => {
		for (const earlier of [false, true]) {
			if (earlier) await replaceFolder(dist, oldFiles);
			fs.mkdirSync(join(dist, path, '..'), { recursive: true });
			fs.writeFileSync(join(dist, path), 'mine');
			const { message, help } = await refusal(dist);
			expect(message).toBe(`the output folder \`${dist}\` holds \`${path}\`, which meshgrant did not write`);
			expect(help).toContain('--out');
			expect(contentOf(dist)?.get(path)).toBe('mine');
			fs.rmSync(dist, { recursive: true });
		}
	},
);

test('a marker cannot make a link ours, and a link in place of the folder is refused', async () => {
	await replaceFolder(dist, oldFiles);
	fs.writeFileSync(join(root, 'outside'), 'precious');
	fs.rmSync(join(dist, 'prod/mesh/a.yaml'));
	fs.symlinkSync(join(root, 'outside'), join(dist, 'prod/mesh/a.yaml'));
	expect((await refusal(dist)).message).toContain('holds `prod/mesh/a.yaml`');

	fs.mkdirSync(join(root, 'elsewhere'));
	fs.symlinkSync(join(root, 'elsewhere'), join(root, 'link'));
	expect((await refusal(join(root, 'link'))).message).toContain('is a symbolic link');
	expect(fs.readdirSync(join(root, 'elsewhere'))).toEqual([]);
	expect(fs.readFileSync(join(root, 'outside'), 'utf8')).toBe('precious');
});

test('a file in place of the folder, or of one above it', async () => {
	fs.writeFileSync(dist, 'mine');
	expect((await refusal(dist)).message).toBe(`the output folder \`${dist}\` is not a folder`);
	expect((await refusal(join(dist, 'below'))).message).toContain('cannot be written: ');
	expect(fs.readFileSync(dist, 'utf8')).toBe('mine');
});

test.each(['.', '..', '/'])('%s is never replaced', async (folder) => {
	expect((await refusal(folder)).message).toBe(`the output folder \`${folder}\` is the current folder or one above it`);
});

test.each([
	'../x.yaml',
	'a/../../x.yaml',
	'/etc/x.yaml',
	'a//x.yaml',
	'',
	'a/',
	'.git/config',
	'a\\b.yaml',
	'c:x.yaml',
	'a/\u0000.yaml',
	'.meshgrant',
	'trailing.',
])('the path %j is a bug of ours and reaches no disk', async (path) => {
	await expect(replaceFolder(dist, new Map([[path, 'x']]))).rejects.toThrow('unsafe output path');
	expect(fs.readdirSync(root)).toEqual([]);
});

test.each([
	[['a/x.yaml', 'a/X.yaml'], 'the same but for case'],
	[['a/x', 'a/x/y'], 'a file and a folder'],
])('paths %j cannot stand side by side', async (paths, why) => {
	const files = new Map(paths.map((path) => [path, 'x']));
	await expect(replaceFolder(dist, files)).rejects.toThrow(why);
});

async function callsOfOneRun(): Promise<number> {
	await replaceFolder(dist, oldFiles);
	failAt(Number.POSITIVE_INFINITY);
	await replaceFolder(dist, newFiles);
	const { calls } = faults;
	fs.rmSync(dist, { recursive: true });
	return calls;
}

test('whichever call fails, old or new stands there whole', async () => {
	const calls = await callsOfOneRun();
	expect(calls).toBeGreaterThan(8);
	for (let at = 1; at <= calls; at++) {
		await replaceFolder(dist, oldFiles);
		failAt(at);
		const error: unknown = await replaceFolder(dist, newFiles).catch((reason: unknown) => reason);
		expect(error, `call ${at}`).toBeInstanceOf(ExpectedError);
		const content = contentOf(dist);
		expect([oldFiles, newFiles], `call ${at}`).toContainEqual(content);
		failAt(Number.POSITIVE_INFINITY);
		await replaceFolder(dist, newFiles);
		expect(contentOf(dist), `after call ${at}`).toEqual(newFiles);
		fs.rmSync(dist, { recursive: true });
	}
});

test('killed at any call, nothing is lost, and the next run brings order', async () => {
	const calls = await callsOfOneRun();
	for (let at = 1; at <= calls; at++) {
		await replaceFolder(dist, oldFiles);
		failAt(at, 'killed');
		await expect(replaceFolder(dist, newFiles)).rejects.toThrow();
		const beside = fs.readdirSync(root).find((name) => name.startsWith('.dist.old-'));
		const content = contentOf(dist) ?? contentOf(join(root, beside ?? 'nothing'));
		expect([oldFiles, newFiles], `call ${at}`).toContainEqual(content);

		failAt(Number.POSITIVE_INFINITY);
		const hours = Date.now() / 1000 - 7200;
		for (const name of fs.readdirSync(root)) fs.utimesSync(join(root, name), hours, hours);
		await replaceFolder(dist, newFiles);
		expect(contentOf(dist), `after call ${at}`).toEqual(newFiles);
		expect(fs.readdirSync(root), `after call ${at}`).toEqual(['dist']);
		fs.rmSync(dist, { recursive: true });
	}
});

test('a folder that another run is still writing is left alone', async () => {
	fs.mkdirSync(join(root, '.dist.new-abcdef'));
	await replaceFolder(dist, newFiles);
	expect(fs.readdirSync(root).sort()).toEqual(['.dist.new-abcdef', 'dist']);
});

test('runs at the same time: each succeeds, and one output is there, whole', async () => {
	const outputs = Array.from(
		{ length: 6 },
		(_, run) => new Map([...newFiles, [`prod/mesh/run-${run}.yaml`, `${run}\n`]]),
	);
	for (let round = 0; round < 5; round++) {
		await Promise.all(outputs.map((files) => replaceFolder(dist, files)));
		expect(outputs).toContainEqual(contentOf(dist));
		expect(fs.readdirSync(root)).toEqual(['dist']);
	}
});
