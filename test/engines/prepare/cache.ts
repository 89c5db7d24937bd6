// Where engines are kept: `<cache>/meshgrant/engines/<name>-<hash of all inputs>`, outside every checkout. A folder is an
// engine once it holds engine.json, which is written last; without it, it is what an interrupted run left.
import { createHash } from 'node:crypto';
import { readdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import type { Inputs, Recipe } from './recipe.ts';

/** The user's cache folder for engines, by the XDG Base Directory Specification 0.8 (relative paths are ignored). */
export function cacheRoot(env: NodeJS.ProcessEnv = process.env): string {
	const set = env.XDG_CACHE_HOME;
	return join(set?.startsWith('/') ? set : join(homedir(), '.cache'), 'meshgrant', 'engines');
}

/** Sixteen hex digits over names and contents of all inputs, in any order, and over the machine for which they are made. */
export function hashOf(inputs: Inputs, machine = `${process.platform} ${process.arch}`): string {
	const hash = createHash('sha256').update(machine);
	for (const name of [...inputs.keys()].sort()) {
		const content = inputs.get(name) ?? '';
		// Lengths, so that no content can pass for a name and a content.
		hash.update(`\n${name.length} ${name} ${content.length} `).update(content);
	}
	return hash.digest('hex').slice(0, 16);
}

export async function folderOf(recipe: Recipe, root: string): Promise<string> {
	return join(root, `${recipe.name}-${hashOf(await recipe.inputs())}`);
}

/** What engine.json says about an engine. */
export interface EngineRecord {
	readonly engine: string;
	readonly version: string;
	/** How long it took to make, over all interrupted runs that went to the end: the last one only. */
	readonly seconds: number;
	readonly bytes: number;
}

const recordFile = 'engine.json';

/** The record of a finished engine, or undefined. */
export async function finished(folder: string): Promise<EngineRecord | undefined> {
	const text = await readFile(join(folder, recordFile), 'utf8').catch(() => undefined);
	return text === undefined ? undefined : JSON.parse(text);
}

export async function finish(folder: string, record: EngineRecord): Promise<void> {
	const draft = join(folder, `${recordFile}.${process.pid}.tmp`);
	await writeFile(draft, `${JSON.stringify(record, undefined, '\t')}\n`);
	await rename(draft, join(folder, recordFile));
}

/** Marks the engine as used now, so that `prune` keeps it. */
export async function touch(folder: string): Promise<void> {
	const now = new Date();
	await utimes(join(folder, recordFile), now, now);
}

/** How many engines of one name stay: this checkout's, and one of another branch or a run that still uses it. */
const kept = 2;

/** Removes all but the most recently used folders of an engine, and returns their names. `current` always stays. */
export async function prune(name: string, current: string, root: string): Promise<readonly string[]> {
	const isOurs = new RegExp(`^${name}-[0-9a-f]{16}$`);
	const others = (await readdir(root)).filter((entry) => isOurs.test(entry) && join(root, entry) !== current);
	const used = await Promise.all(others.map(async (entry) => ({ entry, at: await lastUse(join(root, entry)) })));
	const old = used.sort((a, b) => b.at - a.at).slice(kept - 1);
	for (const { entry } of old) await rm(join(root, entry), { recursive: true, force: true });
	return old.map(({ entry }) => entry);
}

/** Unfinished ones come last: 0. One that is being made now would be lost only to a third version made meanwhile. */
async function lastUse(folder: string): Promise<number> {
	const found = await stat(join(folder, recordFile)).catch(() => undefined);
	return found?.mtimeMs ?? 0;
}

/** Bytes of all files under a path. */
export async function sizeOf(path: string): Promise<number> {
	const entries = await readdir(path, { recursive: true, withFileTypes: true });
	const files = entries.filter((entry) => entry.isFile());
	const sizes = await Promise.all(files.map(async ({ parentPath, name }) => (await stat(join(parentPath, name))).size));
	return sizes.reduce((sum, size) => sum + size, 0);
}
