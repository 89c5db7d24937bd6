// Which folders we may replace: those that hold nothing but what we wrote. A marker file in the folder lists it, so that
// a file of the user's, put there or there before, is never deleted.
import { lstat, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ExpectedError } from '../core/expected.ts';
import { byText } from '../core/order.ts';
import { errorCode } from './error.ts';

/** Its name has no extension of a manifest: kubectl, Argo CD and cdk8s pass over it. */
export const markerName = '.meshgrant';

const heading =
	'# Written by `meshgrant synth`, which replaces this folder as a whole. It holds these files and no other:';

/** The marker's text for a folder of these paths. */
export function markerText(paths: Iterable<string>): string {
	return `${[heading, ...[...paths].sort(byText)].join('\n')}\n`;
}

/**
 * Returns for a folder that is missing, empty, or holds only files that its marker lists. Throws an ExpectedError for
 * every other one, which it calls `shown`: a file in its place, a symbolic link (itself or inside), a file that we did not write.
 */
export async function checkReplaceable(folder: string, shown = folder): Promise<void> {
	const kind = await kindOf(folder);
	if (kind === 'missing') return;
	if (kind !== 'folder') {
		const what = kind === 'link' ? 'a symbolic link' : 'not a folder';
		throw new ExpectedError(
			`the output folder \`${shown}\` is ${what}`,
			'remove it, or name another folder with --out',
		);
	}
	const listed = new Set(await listedFiles(folder));
	for await (const entry of entriesOf(folder, '')) {
		if (entry.path === markerName && entry.kind === 'file') continue;
		if (entry.kind === 'file' && listed.has(entry.path)) continue;
		throw new ExpectedError(
			`the output folder \`${shown}\` holds \`${entry.path}\`, which meshgrant did not write`,
			'meshgrant replaces its output folder as a whole: move that file, or name another folder with --out',
		);
	}
}

async function listedFiles(folder: string): Promise<readonly string[]> {
	if ((await kindOf(join(folder, markerName))) !== 'file') return [];
	const text = await readFile(join(folder, markerName), 'utf8');
	return text.split(/\r?\n/).filter((line) => line !== '' && !line.startsWith('#'));
}

type Kind = 'missing' | 'folder' | 'file' | 'link' | 'other';

/** What stands at a path, without following a link. */
export async function kindOf(path: string): Promise<Kind> {
	try {
		const stat = await lstat(path);
		if (stat.isSymbolicLink()) return 'link';
		return stat.isDirectory() ? 'folder' : stat.isFile() ? 'file' : 'other';
	} catch (error) {
		if (errorCode(error) === 'ENOENT') return 'missing';
		// A file stands where a parent folder is needed.
		if (errorCode(error) === 'ENOTDIR') return 'other';
		throw error;
	}
}

/** All that is not a folder, in a stable order. Stops at the first folder that cannot be read, with its error. */
async function* entriesOf(folder: string, prefix: string): AsyncGenerator<{ path: string; kind: Kind }> {
	const names = (await readdir(folder)).sort(byText);
	for (const name of names) {
		const path = prefix === '' ? name : `${prefix}/${name}`;
		const kind = await kindOf(join(folder, name));
		if (kind === 'folder') yield* entriesOf(join(folder, name), path);
		else if (kind !== 'missing') yield { path, kind };
	}
}
