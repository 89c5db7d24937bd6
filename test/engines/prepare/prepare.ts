// Makes one engine, or finds it made: looks its tools up, takes the lock, makes it in its cache folder, and removes old ones.
import { access, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { cacheRoot, type EngineRecord, finish, finished, folderOf, prune, sizeOf, touch } from './cache.ts';
import { withLock } from './lock.ts';
import type { Recipe } from './recipe.ts';
import { findAll, missingText } from './tools.ts';
import { type Report, workbench } from './workbench.ts';

export type Prepared =
	| { readonly kind: 'made' | 'cached'; readonly path: string; readonly seconds: number; readonly bytes: number }
	| { readonly kind: 'missing' | 'failed'; readonly why: string; readonly seconds: number };

export interface Surroundings {
	/** Default: the user's cache folder. */
	readonly root?: string;
	/** Where tools are looked up. Default: PATH. */
	readonly toolPath?: string;
	readonly report: Report;
}

/** The engine, ready for use; or why it is not. Never throws for what the machine lacks or a tool says. */
export async function prepare(
	recipe: Recipe,
	{ root = cacheRoot(), toolPath, report }: Surroundings,
): Promise<Prepared> {
	const start = performance.now();
	const seconds = () => (performance.now() - start) / 1000;
	try {
		const folder = await folderOf(recipe, root);
		const ready = async (kind: 'made' | 'cached', { bytes }: EngineRecord): Promise<Prepared> => {
			await touch(folder);
			return { kind, path: join(folder, recipe.product), seconds: seconds(), bytes };
		};
		const cached = await finished(folder);
		if (cached !== undefined) return await ready('cached', cached);

		const { found, missing } = await findAll(recipe.tools, toolPath);
		if (missing.length > 0) {
			const why = `${missingText(missing)}; without it there are no ${recipe.gives}`;
			return { kind: 'missing', why, seconds: seconds() };
		}
		await mkdir(folder, { recursive: true });
		const onWait = (pid: number) => report(`waiting for process ${pid}, which is making the same`);
		return await withLock(
			`${folder}.lock`,
			async () => {
				const meanwhile = await finished(folder);
				if (meanwhile !== undefined) return ready('cached', meanwhile);
				const record = await make(recipe, folder, found, report);
				for (const old of await prune(recipe.name, folder, root)) report(`removed old ${old}`);
				return ready('made', record);
			},
			{ onWait },
		);
	} catch (error) {
		return { kind: 'failed', why: error instanceof Error ? error.message : String(error), seconds: seconds() };
	}
}

async function make(
	recipe: Recipe,
	folder: string,
	tools: ReadonlyMap<string, string>,
	report: Report,
): Promise<EngineRecord> {
	const start = performance.now();
	report(`${recipe.version} is not in the cache; the first time takes ${recipe.firstTime}`);
	await mkdir(folder, { recursive: true });
	await recipe.make(await workbench(folder, tools, report));
	await access(join(folder, recipe.product));
	const record: EngineRecord = {
		engine: recipe.name,
		version: recipe.version,
		seconds: Math.round((performance.now() - start) / 1000),
		bytes: await sizeOf(folder),
	};
	await finish(folder, record);
	return record;
}
