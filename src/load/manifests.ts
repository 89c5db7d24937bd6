// Reads Kubernetes manifests, anybody's: a folder with everything below it, one file, or a text that came from elsewhere.
// Each object keeps its place, so that an answer about it can name file and line.
import { readdirSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type { Diagnostic } from '../core/diagnostic.ts';
import { diagnose, hasErrors } from '../core/diagnostic.ts';
import { byText } from '../core/order.ts';
import { type Locate, wholeFile } from '../core/origin.ts';
import { loadDiagnostics } from './diagnostics.ts';
import { type FilesIn, filesIn, resolvedPath } from './files.ts';
import { maxManifestBytes } from './limits.ts';
import type { Located } from './places.ts';
import { checkPlainData } from './plain-data.ts';
import type { Sources } from './result.ts';
import { type SourceFile, sourceFile } from './source.ts';
import { readJson } from './text/json.ts';
import { readYamlDocuments } from './text/yaml.ts';

export interface LoadedObject {
	/** An object with `apiVersion` and `kind`; no `List`, for its items come one by one. */
	readonly value: Readonly<Record<string, unknown>>;
	/** Paths count from the object: `spec`, `rules`, 0. */
	readonly locate: Locate;
}

export interface LoadedManifests {
	/** In the order of file names, then of the text. What could be read, also beside errors. */
	readonly objects: readonly LoadedObject[];
	readonly diagnostics: readonly Diagnostic[];
	readonly sources: Sources;
}

/**
 * Reads a file, or every `.yaml`, `.yml` and `.json` below a folder, except in folders with a dot before their name and in
 * `node_modules`; a relative place counts from `folder`. Never throws for what is wrong there: the diagnostics say it, all at once.
 */
export function loadManifests(place: string, folder = '.'): LoadedManifests {
	const path = resolvedPath(resolve(folder, place));
	const kind = kindOf(path);
	if (kind === 'nothing') {
		const files = filesIn(dirname(path), maxManifestBytes);
		const diagnostics = [diagnose(loadDiagnostics, 'LOD060', { file: place }, wholeFile(files.nameOf(path)))];
		return { objects: [], diagnostics, sources: files.sources };
	}
	const files = filesIn(kind === 'folder' ? path : dirname(path), maxManifestBytes);
	const found: Diagnostic[] = [];
	const objects = paths(path, files, found).flatMap((file) => {
		const answer = files.read(file);
		if (!('text' in answer)) found.push(answer);
		return 'text' in answer ? objectsIn(answer, found) : [];
	});
	return { objects, diagnostics: orEmpty(objects, found, place, files.nameOf(path) || '.'), sources: files.sources };
}

/** Reads manifests that came as text, such as standard input; `name` is what origins call it. */
export function readManifestText(name: string, text: string): LoadedManifests {
	const found: Diagnostic[] = [];
	const objects = objectsIn(sourceFile(name, text.replace(/^\u{feff}/u, '')), found);
	const sources: Sources = { folder: '.', text: (file) => (file === name ? text : undefined) };
	return { objects, diagnostics: orEmpty(objects, found, name, name), sources };
}

function kindOf(path: string): 'file' | 'folder' | 'nothing' {
	const stat = statSync(path, { throwIfNoEntry: false });
	return stat === undefined ? 'nothing' : stat.isDirectory() ? 'folder' : 'file';
}

function orEmpty(
	objects: readonly LoadedObject[],
	found: readonly Diagnostic[],
	shown: string,
	file: string,
): readonly Diagnostic[] {
	if (objects.length > 0 || hasErrors(found)) return found;
	return [...found, diagnose(loadDiagnostics, 'LOD061', { file: shown }, wholeFile(file))];
}

/** The file itself, or the files of a folder, sorted. Links are followed to files, not to folders, so no walk is endless. */
function paths(path: string, files: FilesIn, found: Diagnostic[]): readonly string[] {
	if (kindOf(path) === 'file') return [path];
	try {
		const entries = readdirSync(path, { withFileTypes: true }).sort((a, b) => byText(a.name, b.name));
		return entries.flatMap((entry) => {
			const below = join(path, entry.name);
			if (entry.isDirectory()) {
				return entry.name.startsWith('.') || entry.name === 'node_modules' ? [] : paths(below, files, found);
			}
			return /\.(?:ya?ml|json)$/.test(entry.name) && kindOf(below) === 'file' ? [below] : [];
		});
	} catch (error) {
		const reason = error instanceof Error && 'code' in error ? String(error.code) : String(error);
		const file = files.nameOf(path);
		found.push(diagnose(loadDiagnostics, 'LOD003', { file, reason }, wholeFile(file)));
		return [];
	}
}

function objectsIn(file: SourceFile, found: Diagnostic[]): LoadedObject[] {
	const { documents, diagnostics } = documentsIn(file);
	found.push(...diagnostics);
	return documents.flatMap((document) => {
		const strange = checkPlainData(document);
		found.push(...strange);
		return strange.length > 0 ? [] : flattened(document, found);
	});
}

/** JSON is YAML, but its own reader is stricter and says better what is wrong. */
function documentsIn(file: SourceFile): ReturnType<typeof readYamlDocuments> {
	if (!file.name.endsWith('.json')) return readYamlDocuments(file);
	const { catalog, diagnostics } = readJson(file);
	return { documents: catalog === undefined ? [] : [catalog], diagnostics };
}

/** The object, or the objects of a list: of a `List`, and of a `PodList` and the like, whose items may leave out their type. */
function flattened({ value, locate }: Located, found: Diagnostic[]): LoadedObject[] {
	if (value === null) return [];
	if (!isFields(value) || typeof value.kind !== 'string' || typeof value.apiVersion !== 'string') {
		const what = isFields(value) ? 'a document' : 'a document that is no map';
		found.push(diagnose(loadDiagnostics, 'LOD062', { what }, locate([])));
		return [];
	}
	const { kind, apiVersion, items } = value;
	if (!kind.endsWith('List') || !Array.isArray(items)) return [{ value, locate }];
	const type = kind === 'List' ? {} : { apiVersion, kind: kind.slice(0, -'List'.length) };
	return items.flatMap((item: unknown, index) => {
		const below: Locate = (path) => locate(['items', index, ...path]);
		return flattened({ value: isFields(item) ? { ...type, ...item } : item, locate: below }, found);
	});
}

const isFields = (value: unknown): value is Readonly<Record<string, unknown>> =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

/** The value of the first YAML document in a text that stands inside a manifest; undefined where it is none. */
export function parseInnerYaml(text: string): unknown {
	const { documents, diagnostics } = readYamlDocuments(sourceFile('', text));
	return diagnostics.length > 0 ? undefined : documents[0]?.value;
}
