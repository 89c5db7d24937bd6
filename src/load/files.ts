// Reads the user's files, each once, and keeps their texts for showing lines later. Names are relative to the folder of
// the entry file, so that messages read the same on every machine.
import { readFileSync, realpathSync, statSync } from 'node:fs';
import { basename, dirname, isAbsolute, relative, resolve, sep } from 'node:path';
import type { Diagnostic } from '../core/diagnostic.ts';
import { diagnose } from '../core/diagnostic.ts';
import { wholeFile } from '../core/origin.ts';
import { loadDiagnostics } from './diagnostics.ts';
import { maxFileBytes } from './limits.ts';
import type { Sources } from './result.ts';
import type { SourceFile } from './source.ts';
import { sourceFile } from './source.ts';

export interface Files extends FilesIn {
	/** The entry file, absolute, symbolic links resolved. */
	readonly entry: string;
}

export interface FilesIn {
	readonly sources: Sources;
	/** As origins name it. */
	readonly nameOf: (path: string) => string;
	/** The text of a file, or why it cannot be had; the same answer each time. */
	readonly read: (path: string) => SourceFile | Diagnostic;
}

/** Opens the folder of the entry file. Nothing is read until asked for. */
export function openFiles(file: string): Files {
	const entry = resolvedPath(file);
	return { entry, ...filesIn(dirname(entry), maxFileBytes) };
}

/** Files named from a folder, which is absolute and has its symbolic links resolved; none may have more bytes than the limit. */
export function filesIn(folder: string, limit: number): FilesIn {
	const answers = new Map<string, SourceFile | Diagnostic>();
	const texts = new Map<string, string>();
	const nameOf = (path: string): string => {
		const name = relative(folder, path);
		return isAbsolute(name) ? name : name.split(sep).join('/');
	};
	const read = (path: string): SourceFile | Diagnostic => {
		const known = answers.get(path);
		if (known !== undefined) return known;
		const answer = readText(path, nameOf(path), limit);
		answers.set(path, answer);
		if ('text' in answer) texts.set(answer.name, answer.text);
		return answer;
	};
	return { sources: { folder, text: (name) => texts.get(name) }, nameOf, read };
}

/** Absolute, symbolic links resolved as far as the file is there. */
export function resolvedPath(file: string): string {
	const path = resolve(file);
	try {
		return realpathSync(path);
	} catch {
		// A file that is not there: its folder may still be, and names stay relative to what the user wrote.
		return resolve(dirname(path), basename(path));
	}
}

function readText(path: string, name: string, limit: number): SourceFile | Diagnostic {
	const origin = wholeFile(name);
	try {
		const stat = statSync(path);
		if (!stat.isFile()) return diagnose(loadDiagnostics, 'LOD002', { file: name }, origin);
		if (stat.size > limit) {
			return diagnose(loadDiagnostics, 'LOD005', { file: name, bytes: stat.size, limit }, origin);
		}
		const bytes = readFileSync(path);
		const text = decoded(bytes);
		return text === undefined ? diagnose(loadDiagnostics, 'LOD006', { file: name }, origin) : sourceFile(name, text);
	} catch (error) {
		const reason = error instanceof Error && 'code' in error ? String(error.code) : String(error);
		if (reason === 'ENOENT') return diagnose(loadDiagnostics, 'LOD001', { file: name }, origin);
		return diagnose(loadDiagnostics, 'LOD003', { file: name, reason }, origin);
	}
}

/** The text without a byte order mark; undefined for bytes that are not UTF-8. */
function decoded(bytes: Uint8Array): string | undefined {
	try {
		return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
	} catch {
		return undefined;
	}
}
