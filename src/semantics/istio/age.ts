// Which of several objects counts first: the oldest, of equally old ones the first by name, then by namespace
// (pilot/pkg/model/config.go; measured). Objects of one world are sorted once, by namespace, and found by a label that their
// selector asks for, so that a proxy does not look at all objects of its namespace.
import { byText } from '../../core/order.ts';
import type { Attachment, Labels } from './policy.ts';

interface Aged {
	readonly namespace: string;
	readonly name: string;
	readonly created: string | undefined;
	readonly attachment: Attachment;
}

const timeOf = ({ created }: Pick<Aged, 'created'>): number =>
	created === undefined ? Number.NEGATIVE_INFINITY : Date.parse(created);

/** Negative when `a` counts before `b`. An object without a time is older than all that have one. */
function byAge(a: Aged, b: Aged): number {
	const [first, second] = [timeOf(a), timeOf(b)];
	if (first !== second) return first < second ? -1 : 1;
	return byText(a.name, b.name) || byText(a.namespace, b.namespace);
}

interface Sorted<T> {
	/** Those that count first in front. */
	readonly objects: readonly T[];
	/** Places of those that attach otherwise than by labels. */
	readonly unlabelled: readonly number[];
	/** Places by one label of the selector, the rarest of its labels. */
	readonly byLabel: ReadonlyMap<string, readonly number[]>;
}

const sorted = new WeakMap<object, ReadonlyMap<string, Sorted<Aged>>>();

/** The objects of one namespace, those that count first in front. Objects must not change once they were asked for. */
export const objectsOf = <T extends Aged>(all: readonly T[], namespace: string): readonly T[] =>
	sortedIn(all, namespace)?.objects ?? [];

/** Of these, in the same order, at least all that could attach to something with these labels. */
export function objectsNear<T extends Aged>(all: readonly T[], namespace: string, labels: Labels): readonly T[] {
	const here = sortedIn(all, namespace);
	if (here === undefined) return [];
	const { objects, unlabelled, byLabel } = here;
	const labelled = Object.entries(labels).flatMap(([name, value]) => byLabel.get(keyOf(name, value)) ?? []);
	const places = labelled.length === 0 ? unlabelled : [...unlabelled, ...labelled].sort((a, b) => a - b);
	return places.flatMap((place) => objects[place] ?? []);
}

function sortedIn<T extends Aged>(all: readonly T[], namespace: string): Sorted<T> | undefined {
	let index = sorted.get(all) as ReadonlyMap<string, Sorted<T>> | undefined;
	if (index === undefined) {
		index = sortedByNamespace(all);
		sorted.set(all, index);
	}
	return index.get(namespace);
}

function sortedByNamespace<T extends Aged>(all: readonly T[]): ReadonlyMap<string, Sorted<T>> {
	const lists = new Map<string, T[]>();
	for (const object of all) {
		const list = lists.get(object.namespace);
		if (list === undefined) lists.set(object.namespace, [object]);
		else list.push(object);
	}
	return new Map([...lists].map(([namespace, list]) => [namespace, sortedOf(list)]));
}

function sortedOf<T extends Aged>(list: T[]): Sorted<T> {
	if (list.length > 1) list.sort(byAge);
	const counts = new Map<string, number>();
	for (const { attachment } of list) {
		for (const key of keysOf(attachment)) counts.set(key, (counts.get(key) ?? 0) + 1);
	}
	const unlabelled: number[] = [];
	const byLabel = new Map<string, number[]>();
	for (const [place, { attachment }] of list.entries()) {
		const [first, ...others] = keysOf(attachment);
		if (first === undefined) {
			unlabelled.push(place);
			continue;
		}
		const countOf = (key: string) => counts.get(key) ?? 0;
		const rarest = others.reduce((best, key) => (countOf(key) < countOf(best) ? key : best), first);
		const places = byLabel.get(rarest);
		if (places === undefined) byLabel.set(rarest, [place]);
		else places.push(place);
	}
	return { objects: list, unlabelled, byLabel };
}

const keysOf = (attachment: Attachment): readonly string[] =>
	attachment.kind === 'selector' ? Object.entries(attachment.labels).map(([name, value]) => keyOf(name, value)) : [];

const keyOf = (name: string, value: string): string => `${name}=${value}`;
