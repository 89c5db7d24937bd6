// INVARIANT: nothing of an object is empty. cdk8s drops `undefined` and `null` keys silently, and a rule that lost its
// `from` admits everyone.
import { InvariantError } from '../core/invariant.ts';
import { byText } from '../core/order.ts';

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
	if (Array.isArray(value)) {
		const items: unknown[] = [];
		for (const [index, item] of value.entries()) {
			const copy = copyOf(item, steps);
			if (copy === undefined) return fail(steps, `[${index}]`);
			items.push(copy);
		}
		return items;
	}
	const map: Record<string, unknown> = {};
	for (const key of Object.keys(value).sort(byText)) {
		const copy = copyOf(Reflect.get(value, key), steps);
		if (copy === undefined) return fail(steps, `.${key}`);
		map[key] = copy;
	}
	return map;
}

function fail(steps: string[], step: string): undefined {
	steps.push(step);
}
