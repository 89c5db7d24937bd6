// Changes of plain data: everything that is not on the way to the change stays the same object, so that one can tell what
// was touched.
import type { Json } from '../../../src/manifests/object.ts';

export type Step = string | number;
export type Fields = { readonly [key: string]: Json };

/** The value at the path; undefined where there is none. */
export function valueAt(value: Json | undefined, path: readonly Step[]): Json | undefined {
	let found: Json | undefined = value;
	for (const step of path) {
		if (typeof found !== 'object' || found === null) return undefined;
		found = Array.isArray(found) ? found[Number(step)] : (found as Fields)[step];
	}
	return found;
}

/** The value with something else at the path; undefined takes it away, and with it a list entry. */
export function withAt(value: Json | undefined, [step, ...rest]: readonly Step[], to: Json | undefined): Json {
	if (step === undefined) throw new Error('a path has a step');
	if (Array.isArray(value)) {
		const list: readonly Json[] = value;
		const changed = rest.length === 0 ? to : withAt(list[Number(step)], rest, to);
		const entry = changed === undefined ? [] : [changed];
		return [...list.slice(0, Number(step)), ...entry, ...list.slice(Number(step) + 1)];
	}
	const fields: Fields = isFields(value) ? value : {};
	const changed = rest.length === 0 ? to : withAt(fields[step], rest, to);
	const { [String(step)]: _old, ...others } = fields;
	if (changed === undefined) return others;
	// In its old place: the order of keys means nothing, but reads better in a report.
	return step in fields
		? Object.fromEntries(Object.entries(fields).map(([key, old]) => [key, key === step ? changed : old]))
		: { ...fields, [step]: changed };
}

export const isFields = (value: Json | undefined): value is Fields =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

export const listAt = (value: Json | undefined, path: readonly Step[]): readonly Json[] => {
	const found = valueAt(value, path);
	return Array.isArray(found) ? found : [];
};

/** Texts of a list; what is no text is left out. */
export const textsAt = (value: Json | undefined, path: readonly Step[]): readonly string[] =>
	listAt(value, path).flatMap((item) => (typeof item === 'string' ? [item] : []));

export const textAt = (value: Json | undefined, path: readonly Step[]): string => {
	const found = valueAt(value, path);
	return typeof found === 'string' ? found : '';
};

/** Numbers from 0 to 1, the same for the same seed. */
function randomFrom(seed: number): () => number {
	let state = seed >>> 0;
	return () => {
		state = (state + 0x6d2b79f5) >>> 0;
		let mixed = Math.imul(state ^ (state >>> 15), state | 1);
		mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
	};
}

/** So many of the items, chosen by the seed, in their own order; all of them where there are no more. */
export function sampled<T>(items: readonly T[], most: number, seed: number): readonly T[] {
	if (items.length <= most) return items;
	const random = randomFrom(seed);
	const order = items.map((item, index) => ({ item, index, at: random() }));
	const chosen = order.sort((a, b) => a.at - b.at).slice(0, Math.floor(most));
	return chosen.sort((a, b) => a.index - b.index).map(({ item }) => item);
}
