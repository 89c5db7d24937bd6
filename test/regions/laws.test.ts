// The laws of sets, counted out on a world whose requests can be listed.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isInside, meet, without } from '../../src/regions/box.ts';
import {
	type Cut,
	compare,
	complement,
	cut,
	explain,
	factsOf,
	intersect,
	isEmpty,
	isSubset,
	isUndecided,
	merged,
	type Region,
	region,
	sameFormula,
	subtract,
	type Undecided,
	union,
	universe,
	witnessOf,
} from '../../src/regions/index.ts';
import { somewhereOutside } from '../../src/regions/sets.ts';
import { all, any, compile, not, type Predicate } from '../../src/traffic/predicate.ts';
import { anyPredicate, everyFacts, has, locator, smallDomains } from './world.ts';

const runs = { numRuns: 300, seed: 20261124 };
const facts = everyFacts();

function sure<T extends object>(answer: T | Undecided): T {
	if (isUndecided(answer)) throw new Error(answer.why);
	return answer;
}

const cutOf = (...predicates: readonly Predicate[]): Cut => sure(cut(predicates, smallDomains));
const regionOf = (made: Cut, predicate: Predicate): Region => sure(region(made, predicate));
const areEqual = (made: Cut, a: Region, b: Region): boolean =>
	isSubset(made, a, b) === true && isSubset(made, b, a) === true;

test('the list of requests holds what the laws need', () => {
	expect(facts.length).toBeGreaterThan(1_500);
	expect(new Set(facts.map(({ peer }) => peer)).size).toBe(5);
	expect(new Set(facts.map(({ headers }) => [...headers.values()].join())).size).toBeGreaterThan(10);
	expect(new Set(facts.map(({ sourceAddress }) => sourceAddress?.bits)).size).toBeGreaterThan(5);
});

test('a region has exactly the requests for which the predicate holds', () => {
	fc.assert(
		fc.property(anyPredicate, (predicate) => {
			const made = cutOf(predicate);
			const found = regionOf(made, predicate);
			const place = locator(made);
			const holds = compile(predicate);
			for (const one of facts) {
				const at = place(one);
				if (!has(universe(made), at)) expect({ one }).toBe('in the universe');
				if (has(found, at) !== holds(one)) expect({ one, holds: holds(one) }).toBe('in the region as in the predicate');
			}
		}),
		{ ...runs, numRuns: 150 },
	);
});

test('every box has a request, for which the predicate holds, and which stands in that box', () => {
	fc.assert(
		fc.property(anyPredicate, (predicate) => {
			const made = cutOf(predicate);
			const place = locator(made);
			for (const box of regionOf(made, predicate).boxes) {
				const request = factsOf(witnessOf(made, box));
				expect(compile(predicate)(request)).toBe(true);
				expect(place(request) & ~box).toBe(0n);
			}
		}),
		{ ...runs, numRuns: 1_000 },
	);
});

test('every class of every dimension occurs in a tight box', () => {
	fc.assert(
		fc.property(anyPredicate, (predicate) => {
			const made = cutOf(predicate);
			const place = locator(made);
			for (const box of regionOf(made, predicate).boxes) {
				for (const { field } of made.dimensions) {
					for (let bits = box & field.mask; bits !== 0n; bits &= bits - 1n) {
						const narrowed = (box & ~field.mask) | (bits & -bits);
						const request = factsOf(witnessOf(made, narrowed));
						expect(place(request) & field.mask).toBe(bits & -bits);
						expect(place(request) & ~box).toBe(0n);
					}
				}
			}
		}),
		{ ...runs, numRuns: 800 },
	);
});

test('what is left of one box without another does not overlap', () => {
	let split = 0;
	fc.assert(
		fc.property(anyPredicate, anyPredicate, (a, b) => {
			const made = cutOf(a, b);
			const [box] = regionOf(made, a).boxes;
			const [other] = regionOf(made, b).boxes;
			if (box === undefined || other === undefined) return;
			const rest = without(made.layout, box, other);
			if (rest.length > 1) split++;
			for (const [index, one] of rest.entries()) {
				expect(isInside(one, box)).toBe(true);
				for (const another of [other, ...rest.slice(index + 1)]) expect(meet(made.layout, one, another)).toBe(0n);
			}
		}),
		{ ...runs, numRuns: 1_000 },
	);
	expect(split).toBeGreaterThan(50);
});

test('union, intersection, difference and complement are those of the predicates', () => {
	fc.assert(
		fc.property(anyPredicate, anyPredicate, (a, b) => {
			const made = cutOf(a, b);
			const [left, right] = [regionOf(made, a), regionOf(made, b)];
			const same = (found: Region | Undecided, predicate: Predicate) =>
				expect(areEqual(made, sure(found), regionOf(made, predicate))).toBe(true);
			same(union(made, left, right), any([a, b]));
			same(intersect(made, left, right), all([a, b]));
			same(subtract(made, left, right), all([a, not(b)]));
			same(complement(made, left), not(a));
			// De Morgan, and what is taken away twice.
			same(regionOf(made, not(any([a, b]))), all([not(a), not(b)]));
			same(regionOf(made, not(all([a, b]))), any([not(a), not(b)]));
			same(regionOf(made, not(not(a))), a);
			const one = sure(somewhereOutside(made, left, right, 10_000));
			expect(isEmpty(one)).toBe(isEmpty(sure(subtract(made, left, right))));
			expect(isSubset(made, one, sure(subtract(made, left, right)))).toBe(true);
			expect(isEmpty(sure(intersect(made, subtract(made, left, right), right)))).toBe(true);
			same(union(made, subtract(made, left, right), intersect(made, left, right)), a);
			same(merged(made, sure(union(made, left, right))), any([a, b]));
		}),
		runs,
	);
});

test('compare finds a difference exactly where there is one, and shows it', () => {
	let [equal, different, formulas] = [0, 0, 0];
	fc.assert(
		fc.property(anyPredicate, anyPredicate, fc.boolean(), (a, c, related) => {
			const b = related ? any([all([a, c]), all([c, a]), all([a, not(c)])]) : c;
			const result = compare(a, b, smallDomains);
			const [holdsA, holdsB] = [compile(a), compile(b)];
			if (sameFormula(a, b)) formulas++;
			if (result.kind === 'equal') {
				equal++;
				expect(facts.filter((one) => holdsA(one) !== holdsB(one))).toEqual([]);
			} else if (result.kind === 'different') {
				different++;
				for (const box of result.onlyLeft.boxes) {
					const request = factsOf(witnessOf(result.cut, box));
					expect([holdsA(request), holdsB(request)]).toEqual([true, false]);
				}
				for (const box of result.onlyRight.boxes) {
					const request = factsOf(witnessOf(result.cut, box));
					expect([holdsA(request), holdsB(request)]).toEqual([false, true]);
				}
				expect(isEmpty(result.onlyLeft) && isEmpty(result.onlyRight)).toBe(false);
			} else expect(result).toBe('decided');
		}),
		runs,
	);
	expect(Math.min(equal, different)).toBeGreaterThan(80);
	expect(formulas).toBeGreaterThan(20);
});

test('equal formulas are equal sets', () => {
	let equal = 0;
	fc.assert(
		fc.property(anyPredicate, anyPredicate, (a, b) => {
			if (!sameFormula(a, b)) return;
			equal++;
			const made = cutOf(a, b);
			expect(areEqual(made, regionOf(made, a), regionOf(made, b))).toBe(true);
		}),
		{ ...runs, numRuns: 6_000 },
	);
	expect(equal).toBeGreaterThan(40);
});

test('a box is what its explanation says', () => {
	fc.assert(
		fc.property(anyPredicate, (predicate) => {
			const made = cutOf(predicate);
			for (const box of regionOf(made, predicate).boxes) {
				const conditions = explain(made, box);
				const spoken = conditions.flatMap((one) => (one.kind === 'holds' ? [one.predicate] : []));
				const said = regionOf(made, all(spoken));
				expect(isSubset(made, { kind: 'region', boxes: [box] }, said)).toBe(true);
				if (spoken.length === conditions.length) expect(said.boxes).toEqual([box]);
			}
		}),
		{ ...runs, numRuns: 1_000 },
	);
});
