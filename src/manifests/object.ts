// Inert output: what would be applied, with no opinion about what it means.

export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

export interface ObjectMetadata {
	readonly name: string;
	readonly namespace: string;
	readonly labels: Readonly<Record<string, string>>;
	readonly annotations: Readonly<Record<string, string>>;
}

/** Any Kubernetes object that we write. */
export interface KubernetesObject {
	readonly apiVersion: string;
	readonly kind: string;
	readonly metadata: ObjectMetadata;
	readonly spec: object;
}

/** A file of Kubernetes objects, `path` relative to the output folder with `/`, such as `prod/mesh/accounts.yaml`. */
export interface KubernetesFile {
	readonly kind: 'kubernetes';
	readonly path: string;
	readonly objects: readonly KubernetesObject[];
}

/** A file with one document that is not a Kubernetes object, such as a Keycloak realm. */
export interface DocumentFile {
	readonly kind: 'document';
	readonly path: string;
	readonly format: 'yaml' | 'json';
	/** Lines of explanation put at the top of a YAML document, without the `#`. */
	readonly heading: readonly string[];
	readonly content: Json;
}

export type ManifestFile = KubernetesFile | DocumentFile;
