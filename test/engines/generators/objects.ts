// Manifests as data: the text of a case ↔ objects. YAML 1.2 without types of its own, so that `'8080'` stays text for every
// reader.
import { dump, loadAll } from 'js-yaml';

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };
export type JsonObject = { readonly [key: string]: Json };

export type MeshObject = {
	readonly apiVersion: string;
	readonly kind: string;
	readonly metadata: {
		readonly name: string;
		readonly namespace?: string;
		readonly annotations?: Readonly<Record<string, string>>;
		readonly labels?: Readonly<Record<string, string>>;
	};
	readonly spec: JsonObject;
};

/** One YAML document an object. Reads back as it was with `readManifests`. */
export function writeManifests(objects: readonly MeshObject[]): string {
	return objects.map((object) => dump(object, { lineWidth: -1, noRefs: true })).join('---\n');
}

/** Documents that are not objects with a kind and a name are a mistake of the case; an absent spec is read as empty. */
export function readManifests(text: string): readonly MeshObject[] {
	return loadAll(text)
		.filter((document) => document !== null && document !== undefined)
		.map((document) => {
			if (!isMeshObject(document)) throw new Error(`not a Kubernetes object: ${JSON.stringify(document)}`);
			return document.spec === undefined ? { ...document, spec: {} } : document;
		});
}

function isMeshObject(value: unknown): value is MeshObject {
	if (!isRecord(value) || typeof value.kind !== 'string' || typeof value.apiVersion !== 'string') return false;
	return isRecord(value.metadata) && typeof value.metadata.name === 'string';
}

export const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

export function securityObject(kind: string, name: string, namespace: string, spec: JsonObject): MeshObject {
	return { apiVersion: 'security.istio.io/v1', kind, metadata: { name, namespace }, spec };
}
