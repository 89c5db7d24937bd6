// Splits what one object would carry where the object would become too large.
import { invariant } from '../../../core/invariant.ts';

/** Rules of one AuthorizationPolicy (its schema, Istio 1.30: `rules` has at most 512 items). */
export const maxRules = 512;

/**
 * Bytes of one object. Kubernetes allows 262144 bytes of annotations, and `kubectl apply` without `--server-side`, as
 * well as Argo CD by default, puts the whole object into one (kubectl reference, "last-applied-configuration"). That is
 * far below etcd's request limit of 1.5 MiB.
 */
export const maxBytes = 240_000;

/** Above this an object that cannot be split is refused: well below etcd's limit. */
const maxWholeBytes = 900 * 1024;

/** UTF-8 bytes of the value's JSON text. */
export const bytesOf = (value: unknown): number => Buffer.byteLength(JSON.stringify(value));

/**
 * The items in order, cut into lists of at most `maxItems` items and `maxBytes` bytes; one empty list for no items.
 * Throws an InvariantError for an item that no object could hold.
 */
export function shardsOf<T>(items: readonly T[], bytes: (item: T) => number, maxItems = maxRules): T[][] {
	let current: T[] = [];
	const shards = [current];
	let size = 0;
	for (const item of items) {
		const more = bytes(item);
		invariant(more <= maxWholeBytes, `a rule has ${more} bytes and cannot be split`);
		if (current.length > 0 && (current.length === maxItems || size + more > maxBytes)) {
			current = [];
			shards.push(current);
			size = 0;
		}
		current.push(item);
		size += more;
	}
	return shards;
}

/** The same object; throws an InvariantError for one that the cluster would refuse and that cannot be split. */
export function fitting<T extends { readonly kind: string; readonly metadata: { readonly name: string } }>(
	object: T,
): T {
	const size = bytesOf(object);
	invariant(size <= maxWholeBytes, `${object.kind} ${object.metadata.name} has ${size} bytes and cannot be split`);
	return object;
}
