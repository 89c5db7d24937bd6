// Where a node of the catalog stands in the user's own files.

/** A place in a user's file. `line` and `column` count from 1; 0 means "the file is known, the place in it is not". */
export interface Origin {
	readonly file: string;
	readonly line: number;
	readonly column: number;
	/** The path inside the catalog, such as `services.accounts.callers[0].from`; empty for the catalog itself. */
	readonly path: string;
}

/** Where nothing stands: of what no file says. */
export const nowhere: Origin = { file: '', line: 0, column: 0, path: '' };

/** The place of a file as a whole, when no line in it is to blame. */
export const wholeFile = (file: string): Origin => ({ ...nowhere, file });

/** Steps from the root of a catalog to one of its nodes: object keys and list indexes. */
export type CatalogPath = readonly (string | number)[];

/**
 * Tells where the node at a path stands. A node without a recorded place of its own answers with the place of its
 * nearest recorded ancestor, always with the path that was asked for.
 */
export interface Locate {
	(path: CatalogPath): Origin;
	/** Where the key of an entry stands, also of one with a scalar value; in a list, the element. Absent where no file is known. */
	readonly key?: (path: CatalogPath) => Origin;
}

/** Where the last key of a path stands: for what is wrong with the key, and not with its value. */
export const locateKey = (locate: Locate, path: CatalogPath): Origin => (locate.key ?? locate)(path);

const plainKey = /^[A-Za-z_$][\w$-]*$/;

/** Prints catalog steps the way people write them: `services.accounts.callers[0]`, `scopes["accounts.read"]`. */
export function printPath(path: CatalogPath): string {
	let text = '';
	for (const step of path) {
		if (typeof step === 'number') text += `[${step}]`;
		else if (!plainKey.test(step)) text += `[${JSON.stringify(step)}]`;
		else text += text === '' ? step : `.${step}`;
	}
	return text;
}

/** A `Locate` for a catalog that was handed over as a value, so that only its path is known. */
export function locateByPath(file: string): Locate {
	return (path) => ({ ...wholeFile(file), path: printPath(path) });
}
