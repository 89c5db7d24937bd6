// INVARIANT: nothing of an object is empty. cdk8s drops `undefined` and `null` keys silently, and a rule that lost its
// `from` admits everyone.
import { InvariantError } from '../core/invariant.ts';

/**
 * The value with the keys of every map sorted by code units, as cdk8s prints them; parts that are sorted stay the same
 * objects. Throws an InvariantError that names the place of an empty value.
 */
export function wholeSorted<T>(value: T, where: string): T {
	const steps: string[] = [];
	const whole = sorted(value, steps);
	if (whole === undefined) throw new InvariantError(`empty value at ${where}${steps.reverse().join('')}`);
	return whole as T;
}

/** Undefined for a value that is empty or holds an empty one; the steps then lead to it, the last one first. */
function sorted(value: unknown, steps: string[]): unknown {
	if (value === undefined || value === null) return undefined;
	if (typeof value !== 'object') return value;
	return Array.isArray(value) ? sortedList(value, steps) : sortedMap(value as Readonly<Record<string, unknown>>, steps);
}

function sortedList(list: readonly unknown[], steps: string[]): readonly unknown[] | undefined {
	let copy: unknown[] | undefined;
	for (let index = 0; index < list.length; index++) {
		const item = sorted(list[index], steps);
		if (item === undefined) return fail(steps, `[${index}]`);
		if (item !== list[index]) copy ??= list.slice(0, index);
		copy?.push(item);
	}
	return copy ?? list;
}

function sortedMap(map: Readonly<Record<string, unknown>>, steps: string[]): unknown {
	const keys = Object.keys(map);
	let isSame = isSorted(keys);
	// Without a comparator the order is that of code units, and several times faster.
	if (!isSame) keys.sort();
	const items: unknown[] = [];
	for (const key of keys) {
		const item = sorted(map[key], steps);
		if (item === undefined) return fail(steps, `.${key}`);
		if (item !== map[key]) isSame = false;
		items.push(item);
	}
	if (isSame) return map;
	const copy: Record<string, unknown> = {};
	for (let index = 0; index < keys.length; index++) copy[keys[index] ?? ''] = items[index];
	return copy;
}

function isSorted(keys: readonly string[]): boolean {
	for (let index = 1; index < keys.length; index++) if ((keys[index - 1] ?? '') > (keys[index] ?? '')) return false;
	return true;
}

function fail(steps: string[], step: string): undefined {
	steps.push(step);
}
