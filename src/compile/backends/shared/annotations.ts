// Labels and annotations that lead from any object back to its place in the catalog. Lines and columns stay out: an
// edit elsewhere in the file must not change this object.
import { hash } from 'node:crypto';
import { sortedUnique } from '../../../core/order.ts';
import type { Origin } from '../../../core/origin.ts';
import type { ObjectMetadata } from '../../../manifests/object.ts';

export interface Provenance {
	readonly catalog: string;
	readonly name: string;
	readonly namespace: string;
	/** Absent for an object of a whole namespace, which no single team answers for. */
	readonly owner?: string;
	readonly origin: Origin;
	/** Ids of the grants that this object carries; empty for an object that only refuses. */
	readonly grants: readonly string[];
	/** What else it opens and where that was declared, one line each, such as `plaintext until 2026-12-31: …`. */
	readonly exceptions?: readonly string[];
}

const managedBy = 'meshgrant';

/** The `file path` pair of an origin, as annotations write it: `services.catalog.ts services.accounts`. */
export const sourceOf = (origin: Origin): string =>
	origin.path === '' ? origin.file : `${origin.file} ${origin.path}`;

/** First 16 hexadecimal digits of the SHA-256 of a value's JSON text. Backends build each kind of object with its keys in one order. */
export function digestOf(value: unknown): string {
	return hash('sha256', JSON.stringify(value)).slice(0, 16);
}

/** Metadata of an object with the given `spec`: name, place, labels, and the annotations described above. */
export function metadataOf(about: Provenance, spec: object): ObjectMetadata {
	const grants = sortedUnique(about.grants);
	const exceptions = sortedUnique(about.exceptions ?? []);
	return {
		name: about.name,
		namespace: about.namespace,
		labels: { 'app.kubernetes.io/managed-by': managedBy, 'app.kubernetes.io/part-of': about.catalog },
		annotations: {
			'meshgrant.dev/source': sourceOf(about.origin),
			...(about.owner === undefined ? {} : { 'meshgrant.dev/owner': about.owner }),
			...(grants.length > 0 ? { 'meshgrant.dev/grants': grants.join('\n') } : {}),
			...(exceptions.length > 0 ? { 'meshgrant.dev/exceptions': exceptions.join('\n') } : {}),
			'meshgrant.dev/digest': digestOf(spec),
		},
	};
}
