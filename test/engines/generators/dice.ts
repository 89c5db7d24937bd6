// Choices drawn from fast-check. A generator is a plain function of a `Dice`, so that it reads like the thing it makes, and
// every value follows from fast-check's seed alone.
import fc from 'fast-check';

export type Dice = {
	/** A whole number from 0 to `limit` - 1. */
	below(limit: number): number;
	/** True in `percent` of 100 throws. */
	chance(percent: number): boolean;
	pick<T>(options: readonly [T, ...T[]] | readonly T[]): T;
	/** One of the values, each as often as its weight says. */
	weighted<T>(options: readonly (readonly [weight: number, value: T])[]): T;
	/** Between `least` and `most` of the options (or all, when there are fewer), different ones, in their own order. */
	some<T>(options: readonly T[], least: number, most: number): readonly T[];
};

const draws = fc.infiniteStream(fc.noBias(fc.nat({ max: 0x7fff_ffff })), { noHistory: true });

/** An arbitrary of everything that `make` can draw. It does not shrink by itself: `shrinkCase` does. */
export function drawn<T>(make: (dice: Dice) => T): fc.Arbitrary<T> {
	return fc.noShrink(draws).map((stream) => make(diceOf(stream)));
}

/** The one value that belongs to a seed. */
export function fromSeed<T>(make: (dice: Dice) => T, seed: number): T {
	const [value] = fc.sample(drawn(make), { seed, numRuns: 1 });
	if (value === undefined) throw new Error('fast-check gave no sample');
	return value;
}

function diceOf(stream: Iterator<number>): Dice {
	const below = (limit: number): number => {
		const drawn = stream.next();
		if (drawn.done === true) throw new Error('an infinite stream ended');
		return drawn.value % limit;
	};
	const chance = (percent: number): boolean => below(100) < percent;
	const pick = <T>(options: readonly T[]): T => {
		const index = below(options.length);
		const option = options[index];
		if (option === undefined && !(index in options)) throw new Error('nothing to pick from');
		return option as T;
	};
	return {
		below,
		chance,
		pick,
		weighted: (options) => {
			let left = below(options.reduce((sum, [weight]) => sum + weight, 0));
			for (const [weight, value] of options) {
				if (left < weight) return value;
				left -= weight;
			}
			throw new Error('nothing to pick from');
		},
		some: (options, least, most) => {
			const count = Math.min(options.length, least + below(most - least + 1));
			const left = [...options.keys()];
			while (left.length > count) left.splice(below(left.length), 1);
			return left.map((index) => options[index] as (typeof options)[number]);
		},
	};
}
