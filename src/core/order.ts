// The one order of all output: plain code units, no locale.

/** Compares two texts by UTF-16 code units: negative, zero or positive. */
export function byText(a: string, b: string): number {
	return a < b ? -1 : a > b ? 1 : 0;
}

/** A sorted copy, by the text that `key` gives; equal keys keep their order. */
export function sortedBy<T>(items: Iterable<T>, key: (item: T) => string): T[] {
	const list = [...items];
	if (list.length < 2) return list;
	const keyed = list.map((item) => ({ item, key: key(item) }));
	return keyed.sort((a, b) => byText(a.key, b.key)).map(({ item }) => item);
}

/** The distinct texts, sorted. */
export function sortedUnique(texts: Iterable<string>): string[] {
	return [...new Set(texts)].sort(byText);
}

/** Groups items by the text that `key` gives; groups in order of that text, items in their own order. */
export function groupBy<T>(items: Iterable<T>, key: (item: T) => string): Map<string, T[]> {
	const groups = new Map<string, T[]>();
	for (const item of items) {
		const name = key(item);
		const group = groups.get(name);
		if (group === undefined) groups.set(name, [item]);
		else group.push(item);
	}
	return new Map([...groups].sort(([a], [b]) => byText(a, b)));
}
