// A catalog with mistakes in its shape, mended in thought: as it would be once the help of each message is followed. Only
// used to find out what else is wrong; never compiled.
import { type CatalogPath, type Locate, locateKey, printPath } from '../core/origin.ts';

/** What the help of one diagnostic comes to, at a path of the value that was read. */
export type Repair =
	/** A misspelt key, of which one known key is near. */
	| { readonly kind: 'rename'; readonly path: CatalogPath; readonly key: string }
	/** A key that could mean anything. */
	| { readonly kind: 'drop'; readonly path: CatalogPath }
	/** A misspelt word, of which one known word is near. */
	| { readonly kind: 'word'; readonly path: CatalogPath; readonly value: string }
	/** A text that was written without quotes; what it names may be another text. */
	| { readonly kind: 'text'; readonly path: CatalogPath; readonly value: string }
	/** A value of the right type that is not in order; it stays, since nobody knows the right one. */
	| { readonly kind: 'keep'; readonly path: CatalogPath };

export interface Mended {
	readonly value: unknown;
	/** Answers for paths of the mended value, with the path as it is written. */
	readonly locate: Locate;
}

/** A copy of plain data with the repairs made; the value itself stays as it was. */
export function mend(value: unknown, locate: Locate, repairs: readonly Repair[]): Mended {
	// Shared parts stay shared: a repair at one of their paths is a repair at all.
	const copy: unknown = structuredClone(value);
	const written = new Map<string, string>();
	for (const repair of repairs) {
		const holder = nodeAt(copy, repair.path.slice(0, -1));
		const step = repair.path.at(-1);
		if (holder === undefined || step === undefined || repair.kind === 'keep') continue;
		if (repair.kind === 'drop') Reflect.deleteProperty(holder, step);
		else if (repair.kind !== 'rename') Reflect.set(holder, step, repair.value);
		else {
			written.set(printPath([...repair.path.slice(0, -1), repair.key]), String(step));
			rename(holder, String(step), repair.key);
		}
	}
	return { value: copy, locate: written.size === 0 ? locate : translated(locate, written) };
}

/** Keeps the order of the keys; does nothing where the name is taken, or the key gone with a part that is shared. */
function rename(holder: object, from: string, to: string): void {
	if (!Object.hasOwn(holder, from) || Object.hasOwn(holder, to)) return;
	const entries = Object.entries(holder);
	for (const [key] of entries) Reflect.deleteProperty(holder, key);
	for (const [key, value] of entries) Reflect.set(holder, key === from ? to : key, value);
}

/** `written` has, for each renamed path, the key that stands in the file. */
function translated(locate: Locate, written: ReadonlyMap<string, string>): Locate {
	const back = (path: CatalogPath): CatalogPath =>
		path.map((step, index) => written.get(printPath(path.slice(0, index + 1))) ?? step);
	const value: Locate = (path) => locate(back(path));
	return Object.assign((path: CatalogPath) => value(path), {
		key: (path: CatalogPath) => locateKey(locate, back(path)),
	});
}

function nodeAt(root: unknown, path: CatalogPath): object | undefined {
	let node = root;
	for (const step of path) {
		if (typeof node !== 'object' || node === null || !Object.hasOwn(node, step)) return undefined;
		node = Reflect.get(node, step);
	}
	return typeof node === 'object' && node !== null ? node : undefined;
}
