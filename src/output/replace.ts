// Writes a folder whole or not at all. New files go into a folder beside it; two renames put it in place. No system call
// that Node offers exchanges two folders, so for an instant the place is empty; the old folder then stands beside it,
// and the next run puts it back should this one be killed just there.
import { randomUUID } from 'node:crypto';
import { mkdir, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import { ExpectedError } from '../core/expected.ts';
import { errorCode } from './error.ts';
import { checkReplaceable, kindOf, markerName, markerText } from './marker.ts';
import { checkPaths } from './paths.ts';

/** Attempts before we believe that something else than another run of ours keeps taking the place. */
const attempts = 50;
/** Age in milliseconds at which a half-written folder cannot belong to a run that is still going. */
const abandonedAfterMs = 3_600_000;

/**
 * Makes `folder` hold exactly these files (path with `/` → text) and a marker that lists them. On any failure the old
 * folder is left as it was and an ExpectedError tells why; nothing is left beside it. It refuses a folder that holds
 * anything else than an earlier output. Runs at the same time do not mix: one of them has its output there, whole.
 * Errors call the folder `shown`.
 */
export async function replaceFolder(folder: string, files: ReadonlyMap<string, string>, shown = folder): Promise<void> {
	checkPaths(files.keys());
	const target = resolve(folder);
	const toHere = relative(target, process.cwd());
	if (!isAbsolute(toHere) && toHere.split(sep)[0] !== '..') {
		throw new ExpectedError(
			`the output folder \`${shown}\` is the current folder or one above it`,
			'name a folder of its own with --out, such as `dist`',
		);
	}
	try {
		await replace(target, shown, files);
	} catch (error) {
		if (error instanceof ExpectedError || errorCode(error) === '') throw error;
		const why = error instanceof Error ? error.message : String(error);
		throw new ExpectedError(
			`the output folder \`${shown}\` cannot be written: ${why}`,
			'it is left whole; check the permissions and the free space, or name another folder with --out',
		);
	}
}

async function replace(target: string, shown: string, files: ReadonlyMap<string, string>): Promise<void> {
	const parent = dirname(target);
	await mkdir(parent, { recursive: true });
	await recover(target);
	await retried(() => checkReplaceable(target, shown), ['ENOENT']);
	// Not mkdtemp: its folder would be closed to everyone else, and this one becomes the output.
	const fresh = join(parent, `.${basename(target)}.new-${randomUUID().slice(0, 6)}`);
	await mkdir(fresh);
	try {
		await writeAll(fresh, files);
		await swap(fresh, target);
	} finally {
		// After a success it is gone already: it has become the target.
		await rm(fresh, { recursive: true, force: true });
	}
}

async function writeAll(folder: string, files: ReadonlyMap<string, string>): Promise<void> {
	// INVARIANT: `checkPaths` has passed, so no join leaves the folder.
	const folders = new Set([...files.keys()].map((path) => dirname(join(folder, path))));
	for (const path of folders) await mkdir(path, { recursive: true });
	for (const [path, text] of files) await writeFile(join(folder, path), text, { flag: 'wx' });
	await writeFile(join(folder, markerName), markerText(files.keys()), { flag: 'wx' });
}

/** Puts `fresh` at `target`. When another run takes the place in between, the later one wins; each state is whole. */
async function swap(fresh: string, target: string): Promise<void> {
	const old = fresh.replace(/\.new-([^/\\]*)$/, '.old-$1');
	await retried(async () => {
		const moved = await moveAway(target, old);
		try {
			await rename(fresh, target);
		} catch (error) {
			if (moved) await putBack(old, target);
			throw error;
		}
		if (moved) await rm(old, { recursive: true, force: true });
	}, taken);
}

/** What rename answers when something has come to stand at the new name. Windows says so with EPERM. */
const taken = ['ENOTEMPTY', 'EEXIST', 'EPERM'];
const isTaken = (error: unknown): boolean => taken.includes(errorCode(error));

/** Does it again when another run has come in between, which these error codes tell. */
async function retried(act: () => Promise<void>, codes: readonly string[]): Promise<void> {
	for (let attempt = 1; ; attempt++) {
		try {
			return await act();
		} catch (error) {
			if (!codes.includes(errorCode(error)) || attempt === attempts) throw error;
		}
	}
}

/** False where there is nothing to move. */
async function moveAway(from: string, to: string): Promise<boolean> {
	try {
		await rename(from, to);
		return true;
	} catch (error) {
		if (errorCode(error) === 'ENOENT') return false;
		throw error;
	}
}

/** The old folder returns, unless another run has put a newer one in its place. */
async function putBack(old: string, target: string): Promise<void> {
	try {
		if ((await kindOf(target)) === 'missing') await moveAway(old, target);
	} catch (error) {
		if (!isTaken(error)) throw error;
	}
	// After a success it is gone already.
	await rm(old, { recursive: true, force: true });
}

/** What an earlier run left when it was killed: its old folder goes back, half-written ones go away. */
async function recover(target: string): Promise<void> {
	const parent = dirname(target);
	const prefix = `.${basename(target)}.`;
	for (const name of (await readdir(parent)).sort()) {
		if (!name.startsWith(prefix)) continue;
		const path = join(parent, name);
		if (/^old-\w{6}$/.test(name.slice(prefix.length))) await putBack(path, target);
		else if (/^new-\w{6}$/.test(name.slice(prefix.length)) && (await isAbandoned(path))) {
			await rm(path, { recursive: true, force: true });
		}
	}
}

async function isAbandoned(path: string): Promise<boolean> {
	try {
		const { mtimeMs } = await stat(path);
		return Date.now() - mtimeMs > abandonedAfterMs;
	} catch (error) {
		// Its own run has just finished with it.
		if (errorCode(error) === 'ENOENT') return false;
		throw error;
	}
}
