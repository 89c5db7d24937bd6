// Applies a user's patch to what was generated. A patch changes what an object says, never which object it is: a renamed
// object would leave the old one in the cluster, and nobody would see why.
import type { Patch, PatchedFile } from '../core/patch.ts';
import type { DocumentFile, KubernetesFile, KubernetesObject, ManifestFile } from './object.ts';

/** What a patch did that cannot be written. */
export interface PatchProblem {
	readonly path: string;
	/** `AuthorizationPolicy accounts/accounts`, or `the file`. */
	readonly object: string;
	readonly what: string;
}

/** The files with the patch applied; objects with a problem stay as they were generated. */
export function patchFiles(
	files: readonly ManifestFile[],
	patch: Patch,
): { readonly files: readonly ManifestFile[]; readonly problems: readonly PatchProblem[] } {
	const problems: PatchProblem[] = [];
	const patched = files.map((file): ManifestFile => {
		const where = { environment: file.path.slice(0, file.path.indexOf('/')), path: file.path };
		return file.kind === 'kubernetes'
			? patchObjects(file, where, patch, problems)
			: patchDocument(file, where, patch, problems);
	});
	return { files: patched, problems };
}

function patchObjects(
	file: KubernetesFile,
	where: PatchedFile,
	patch: Patch,
	problems: PatchProblem[],
): KubernetesFile {
	const objects = file.objects.map((object): KubernetesObject => {
		const { kind, metadata } = object;
		const result = call(object, where, patch);
		const what = 'what' in result ? result.what : changedIdentity(object, result.value);
		if (what === undefined && 'value' in result && isObject(result.value)) {
			return { ...object, ...result.value };
		}
		problems.push({ path: file.path, object: `${kind} ${metadata.namespace}/${metadata.name}`, what: what ?? '' });
		return object;
	});
	return { ...file, objects };
}

function patchDocument(file: DocumentFile, where: PatchedFile, patch: Patch, problems: PatchProblem[]): DocumentFile {
	const { content } = file;
	const result: Result = isObject(content) ? call(content, where, patch) : { what: 'the file holds no object' };
	if ('value' in result && isObject(result.value)) return { ...file, content: { ...result.value } };
	problems.push({
		path: file.path,
		object: 'the file',
		what: 'what' in result ? result.what : 'the patch gave back no object',
	});
	return file;
}

type Result = { readonly value: unknown } | { readonly what: string };

/** The patch gets a copy, and what it gives back is cut down to JSON: an empty key is a key that is not there. */
function call(object: object, where: PatchedFile, patch: Patch): Result {
	try {
		const value: unknown = patch(structuredClone(object), where);
		return { value: value === undefined ? undefined : JSON.parse(JSON.stringify(value)) };
	} catch (error) {
		return { what: `the patch failed: ${reasonOf(error)}` };
	}
}

/** Anything can be thrown, also what cannot be printed. */
function reasonOf(error: unknown): string {
	if (error instanceof Error) return error.message;
	return typeof error === 'object' && error !== null ? 'it threw an object that is no error' : String(error);
}

const isObject = (value: unknown): value is Readonly<Record<string, never>> =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

function changedIdentity(object: KubernetesObject, value: unknown): string | undefined {
	if (!isObject(value)) return 'the patch gave back no object';
	if (!isObject(value.spec)) return 'the patch took away its spec';
	const metadata: unknown = value.metadata;
	if (!isObject(metadata)) return 'the patch took away its metadata';
	const isSame =
		value.apiVersion === object.apiVersion &&
		value.kind === object.kind &&
		metadata.name === object.metadata.name &&
		metadata.namespace === object.metadata.namespace;
	if (!isSame) return 'the patch changed its apiVersion, kind, name, or namespace';
	const empty = emptyIn(value);
	return empty === undefined ? undefined : `the patch left \`${empty.join('.')}\` empty (null): leave the key out`;
}

/** The way to the first null. What is printed has none: one reader takes it for an absent key, the next refuses it. */
function emptyIn(value: unknown): readonly string[] | undefined {
	if (value === null) return [];
	if (typeof value !== 'object') return undefined;
	for (const [key, part] of Object.entries(value ?? {})) {
		const way = emptyIn(part);
		if (way !== undefined) return [key, ...way];
	}
	return undefined;
}
