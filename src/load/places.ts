// From a path in the catalog to a place in a file, whatever the language. Each loader says where a node was written and
// where its keys stand; one walk answers for all of them.
//
// Which place speaks for a path:
// - a text, number, boolean or null: its value, in the literal where it was written, also when a spread copied it;
// - an object or list written at its key: the key; in a list, the element;
// - an object or list that its key only refers to (`services: { accounts }`, a YAML alias): where it was written itself.
// `locate.key` answers with the key in all these cases: for mistakes of the key, or of the reference.
import type { CatalogPath, Locate, Origin } from '../core/origin.ts';
import { printPath } from '../core/origin.ts';
import type { Spot } from './source.ts';
import { originOf } from './source.ts';

/** Where one entry of an object or list stands. */
export interface MemberPlace {
	/** The key; in a list, the element. */
	readonly key: Spot;
	readonly value: Spot;
	/** True when the value here is only a name for something written elsewhere. */
	readonly reference: boolean;
}

export interface NodePlace {
	/** Where the object or list was written. */
	readonly own: Spot;
	readonly member: (step: string | number) => MemberPlace | undefined;
}

/** Where an object or list was written; undefined for one that no user's file wrote, such as the result of `map`. */
export type PlaceOf = (node: object) => NodePlace | undefined;

export interface Located {
	readonly value: unknown;
	/** A path that leads nowhere answers with its last existing ancestor; `key` is always there. */
	readonly locate: Locate;
}

/** A loaded value with the places of its parts; `entry` speaks for a value that no literal made. */
export function located(value: unknown, placeOf: PlaceOf, entry: Spot): Located {
	const start = isNode(value) ? (placeOf(value)?.own ?? entry) : entry;
	const locate = (path: CatalogPath): Origin => originOf(spotOf(value, path, placeOf, start), printPath(path));
	const key = (path: CatalogPath): Origin => {
		const holder = nodeAt(value, path.slice(0, -1));
		const step = path.at(-1);
		const spot = isNode(holder) && step !== undefined ? placeOf(holder)?.member(step)?.key : undefined;
		return spot === undefined ? locate(path) : originOf(spot, printPath(path));
	};
	return { value, locate: Object.assign(locate, { key }) };
}

function nodeAt(value: unknown, path: CatalogPath): unknown {
	let current = value;
	for (const step of path) {
		if (!isNode(current)) return undefined;
		current = Reflect.getOwnPropertyDescriptor(current, step)?.value;
	}
	return current;
}

function spotOf(value: unknown, path: CatalogPath, placeOf: PlaceOf, start: Spot): Spot {
	let spot = start;
	let current = value;
	for (const asked of path) {
		if (!isNode(current)) return spot;
		const step = Array.isArray(current) ? Number(asked) : String(asked);
		// INVARIANT: reading a place never runs a getter of the user's.
		const property = Reflect.getOwnPropertyDescriptor(current, step);
		if (property === undefined) return spot;
		const member = placeOf(current)?.member(step);
		current = property.value;
		if (!isNode(current)) {
			spot = member?.value ?? spot;
			continue;
		}
		const own = placeOf(current)?.own;
		spot = (member?.reference === false ? member.key : (own ?? member?.key)) ?? spot;
	}
	return spot;
}

const isNode = (value: unknown): value is object => typeof value === 'object' && value !== null;
