// The index finds what a walk over everything would find, in the same order.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { labelIndex } from '../../src/core/label-index.ts';

type Labels = Readonly<Record<string, string>>;

const labels: fc.Arbitrary<Labels> = fc.dictionary(
	fc.constantFrom('app', 'tier', 'version', 'constructor'),
	fc.constantFrom('a', 'b', 'c'),
	{ maxKeys: 3 },
);

test('items that ask for nothing else of something with these labels', () => {
	fc.assert(
		fc.property(fc.array(labels, { maxLength: 12 }), labels, (items, of) => {
			const fits = (asked: Labels) =>
				Object.entries(asked).every(([name, value]) => !Object.hasOwn(of, name) || of[name] === value);
			expect(labelIndex(items, (item) => item)(of)).toEqual(items.filter(fits));
		}),
		{ seed: 20261124, numRuns: 500 },
	);
});

test('nothing among nothing', () => {
	expect(labelIndex([], () => ({}))({ app: 'a' })).toEqual([]);
});
