// What loading gives back.
import type { Diagnostic } from '../core/diagnostic.ts';
import type { Locate } from '../core/origin.ts';
import type { Patch } from '../core/patch.ts';
import type { Located } from './places.ts';

export interface LoadedCatalog {
	/** Plain data: objects, lists, texts, numbers, booleans and null; its shape is not checked yet. */
	readonly value: unknown;
	readonly locate: Locate;
	/** What the entry module exports as `patch`. */
	readonly patch?: Patch | undefined;
}

/** The files that were read, for showing their lines. */
export interface Sources {
	/** Folder of the entry file, symbolic links resolved; every `Origin.file` is relative to it. */
	readonly folder: string;
	/** Text of a file by the name that origins give; undefined for a file that was not read. */
	readonly text: (file: string) => string | undefined;
}

export interface LoadResult {
	/** Undefined exactly when one of the diagnostics is an error. */
	readonly catalog: LoadedCatalog | undefined;
	readonly diagnostics: readonly Diagnostic[];
	readonly sources: Sources;
}

/** What one language's reader gives back. */
export interface ReadResult {
	readonly catalog: (Located & { readonly patch?: Patch | undefined }) | undefined;
	readonly diagnostics: readonly Diagnostic[];
}
