// A user's own change to what is generated: the last step before the output is proved and printed.

/** Where an object would be written. */
export interface PatchedFile {
	readonly environment: string;
	/** Relative to the output folder, such as `prod/mesh/accounts.yaml`. */
	readonly path: string;
}

/**
 * Gets a copy of each object (a Kubernetes object, or a Keycloak file's whole content), and gives back what shall be
 * written in its place: the same object, changed or not. Changes are proved like all other output.
 */
export type Patch = (object: object, file: PatchedFile) => unknown;
