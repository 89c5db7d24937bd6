// What an engine is made of and how it is made. A recipe is one file in recipes/ and one line in recipes/index.ts.

export interface Recipe {
	readonly name: string;
	/** The version for people, such as `1.39.3`. */
	readonly version: string;
	/** What the tests get by it, as the end of the sentence "without it there are no …". */
	readonly gives: string;
	readonly kind: 'built' | 'downloaded';
	/** How long the first time takes, for people. */
	readonly firstTime: string;
	readonly tools: readonly Tool[];
	/** Recipes of one queue are made one after the other: each of them keeps all processors busy. */
	readonly queue?: 'go';
	/** Everything on which the result depends: name → content. */
	inputs(): Promise<Inputs>;
	/** What `engine()` hands out: a program or a folder, relative to the engine's folder. */
	readonly product: string;
	make(bench: Workbench): Promise<void>;
}

export type Inputs = ReadonlyMap<string, string | Uint8Array>;

export interface Tool {
	/** Names of the program, best first; one of them must be on the PATH. */
	readonly programs: readonly [string, ...string[]];
	/** What it does for the recipe, as the end of "… is needed to …". */
	readonly to: string;
}

/** What `make` may do. Every step is kept, so that an interrupted run goes on where it stopped. */
export interface Workbench {
	/** The engine's folder in the cache. */
	readonly folder: string;
	/**
	 * Makes `product` (relative to the folder) unless an earlier run did, and returns its path. `action` writes to the path
	 * that it is given, which becomes the product when it succeeds.
	 */
	step(what: string, product: string, action: (to: string) => Promise<void>): Promise<string>;
	/** Runs a tool of the recipe by its first name; returns its stdout. Throws an error with the end of its output. */
	run(tool: string, args: readonly string[], options?: RunOptions): Promise<string>;
	/** Removes what the finished engine does not need. */
	drop(product: string): Promise<void>;
}

export interface RunOptions {
	readonly cwd?: string;
	/** Added to the environment. */
	readonly env?: Readonly<Record<string, string>>;
	/** What one line of its output is, to be counted as progress: `packages`. */
	readonly counts?: string;
}
