// A copy of this checkout in a temporary folder, as a user's repository would look: same sources, same packages.
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export const root = join(import.meta.dirname, '../..');

/** Makes the copy, with the folders and files named, and `node_modules` linked. */
export function copyCheckout(parts: readonly string[]): string {
	const copy = mkdtempSync(join(tmpdir(), 'meshgrant-copy-'));
	for (const part of parts) cpSync(join(root, part), join(copy, part), { recursive: true });
	symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'));
	return copy;
}

/** Relative path → text of every file in a folder; empty where there is none. */
export function filesIn(folder: string): Map<string, string> {
	try {
		const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
		const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
		return new Map(files.sort().map((file) => [file.slice(folder.length + 1), readFileSync(file, 'utf8')]));
	} catch (error) {
		if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return new Map();
		throw error;
	}
}

/** Runs a program with the pinned Node first on the path, as npm scripts and npx do. */
export function run(cwd: string, command: string, args: readonly string[]) {
	const env = {
		...process.env,
		PATH: `${join(root, 'node_modules/.bin')}:${process.env.PATH}`,
		CDK8S_CHECK_UPGRADE: 'false',
		MESHGRANT_TODAY: '2026-11-24',
		NO_COLOR: '1',
	};
	return spawnSync(command, args, { cwd, env, encoding: 'utf8' });
}
