// INVARIANT: nothing of an object is empty. cdk8s drops `undefined` and `null` keys silently, and a rule that lost its
// `from` admits everyone.
import { InvariantError } from '../core/invariant.ts';

/** A copy with the keys of every map sorted by code units, as cdk8s prints them. Throws an InvariantError that names the place of an empty value. */
export function wholeCopy<T>(value: T, where: string): T {
	const steps: string[] = [];
	const copy = copyOf(value, steps);
	if (copy === undefined) throw new InvariantError(`empty value at ${where}${steps.reverse().join('')}`);
	return copy as T;
}

/** Undefined for a value that is empty or holds an empty one; the steps then lead to it, the last one first. */
function copyOf(value: unknown, steps: string[]): unknown {
	if (value === undefined || value === null) return undefined;
	if (typeof value !== 'object') return value;
	return Array.isArray(value) ? copyOfList(value, steps) : copyOfMap(value as Readonly<Record<string, unknown>>, steps);
}

function copyOfList(list: readonly unknown[], steps: string[]): unknown[] | undefined {
	const items: unknown[] = [];
	for (let index = 0; index < list.length; index++) {
		const copy = copyOf(list[index], steps);
		if (copy === undefined) return fail(steps, `[${index}]`);
		items.push(copy);
	}
	return items;
}

function copyOfMap(map: Readonly<Record<string, unknown>>, steps: string[]): unknown {
	const sorted: Record<string, unknown> = {};
	// Without a comparator the order is that of code units, and several times faster.
	for (const key of Object.keys(map).sort()) {
		const copy = copyOf(map[key], steps);
		if (copy === undefined) return fail(steps, `.${key}`);
		sorted[key] = copy;
	}
	return sorted;
}

function fail(steps: string[], step: string): undefined {
	steps.push(step);
}
