// Which of several objects counts first: the oldest, of equally old ones the first by name, then by namespace
// (pilot/pkg/model/config.go; measured). Objects of one world are sorted once, by namespace.
import { byText } from '../../core/order.ts';

interface Aged {
	readonly namespace: string;
	readonly name: string;
	readonly created: string | undefined;
}

const timeOf = ({ created }: Aged): number => (created === undefined ? Number.NEGATIVE_INFINITY : Date.parse(created));

/** Negative when `a` counts before `b`. An object without a time is older than all that have one. */
function byAge(a: Aged, b: Aged): number {
	const [first, second] = [timeOf(a), timeOf(b)];
	if (first !== second) return first < second ? -1 : 1;
	return byText(a.name, b.name) || byText(a.namespace, b.namespace);
}

const sorted = new WeakMap<object, ReadonlyMap<string, readonly Aged[]>>();

/** The objects of one namespace, those that count first in front. Objects must not change once they were asked for. */
export function objectsOf<T extends Aged>(all: readonly T[], namespace: string): readonly T[] {
	let index = sorted.get(all) as ReadonlyMap<string, readonly T[]> | undefined;
	if (index === undefined) {
		index = sortedByNamespace(all);
		sorted.set(all, index);
	}
	return index.get(namespace) ?? [];
}

function sortedByNamespace<T extends Aged>(all: readonly T[]): ReadonlyMap<string, readonly T[]> {
	const index = new Map<string, T[]>();
	for (const object of all) {
		const list = index.get(object.namespace);
		if (list === undefined) index.set(object.namespace, [object]);
		else list.push(object);
	}
	for (const list of index.values()) if (list.length > 1) list.sort(byAge);
	return index;
}
