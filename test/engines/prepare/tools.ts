// Looks a recipe's tools up on the PATH before anything is begun.
import { access, constants } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import type { Tool } from './recipe.ts';

/** The first of the programs that is on the PATH, as an absolute path. */
async function find(tool: Tool, path = process.env.PATH ?? ''): Promise<string | undefined> {
	const folders = path.split(delimiter).filter((folder) => folder.startsWith('/'));
	for (const program of tool.programs) {
		for (const folder of folders) {
			const file = join(folder, program);
			const isThere = await access(file, constants.X_OK).then(
				() => true,
				() => false,
			);
			if (isThere) return file;
		}
	}
	return undefined;
}

/** First name → absolute path for all that are there, and the tools that are not. */
export async function findAll(
	tools: readonly Tool[],
	path?: string,
): Promise<{ readonly found: ReadonlyMap<string, string>; readonly missing: readonly Tool[] }> {
	const found = new Map<string, string>();
	const missing: Tool[] = [];
	for (const tool of tools) {
		const file = await find(tool, path);
		if (file === undefined) missing.push(tool);
		else found.set(tool.programs[0], file);
	}
	return { found, missing };
}

/** `go (to build it) is not on the PATH`, for one or more tools. */
export function missingText(missing: readonly Tool[]): string {
	const names = missing.map(({ programs, to }) => `${programs.join(' or ')} (to ${to})`);
	return `${names.join(' and ')} ${names.length === 1 ? 'is' : 'are'} not on the PATH`;
}
