// Finds, among many things that each ask for some labels, those that something with given labels may satisfy: without
// looking at all of them.

type Labels = Readonly<Record<string, string>>;

/**
 * Answers for labels that a thing has at least: the items, in their order, that ask for nothing else of them. An item that
 * asks for a label of another name is among them, since the thing may have that one, too.
 */
export function labelIndex<T>(items: readonly T[], askedBy: (item: T) => Labels): (labels: Labels) => readonly T[] {
	const counts = new Map<string, number>();
	const asked = items.map((item) => Object.entries(askedBy(item)));
	for (const [name, value] of asked.flat()) counts.set(`${name}=${value}`, (counts.get(`${name}=${value}`) ?? 0) + 1);
	const countOf = ([name, value]: readonly [string, string]) => counts.get(`${name}=${value}`) ?? 0;
	const always: number[] = [];
	// Each under the rarest of its labels, by its name and then its value.
	const under = new Map<string, Map<string, number[]>>();
	for (const [place, labels] of asked.entries()) {
		const [first, ...others] = labels;
		if (first === undefined) {
			always.push(place);
			continue;
		}
		const [name, value] = others.reduce((best, each) => (countOf(each) < countOf(best) ? each : best), first);
		const values = under.get(name) ?? new Map<string, number[]>();
		under.set(name, values.set(value, [...(values.get(value) ?? []), place]));
	}
	return (labels) => {
		const places = [...always];
		for (const [name, values] of under) {
			const value = ownValue(labels, name);
			if (value === undefined) for (const list of values.values()) places.push(...list);
			else places.push(...(values.get(value) ?? []));
		}
		return places
			.sort((a, b) => a - b)
			.filter((place) => (asked[place] ?? []).every(([name, value]) => (ownValue(labels, name) ?? value) === value))
			.flatMap((place) => items[place] ?? []);
	};
}

const ownValue = (labels: Labels, name: string): string | undefined =>
	Object.hasOwn(labels, name) ? labels[name] : undefined;
