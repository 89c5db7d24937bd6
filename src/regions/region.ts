// From a predicate to the region of requests for which it holds.
import { invariant } from '../core/invariant.ts';
import { type Atom, atomKey, type Predicate } from '../traffic/predicate.ts';
import { type Box, meet } from './box.ts';
import type { Cut } from './cut.ts';
import { intersect, nowhere, type Region, regionOf, subtract, union, universe } from './sets.ts';
import { isUndecided, type Undecided } from './undecided.ts';

/** All requests of the cut's domains for which the predicate holds. Its atoms are among those of the cut. */
export function region(cut: Cut, predicate: Predicate): Region | Undecided {
	switch (predicate.kind) {
		case 'all':
			return allOf(cut, predicate.of);
		case 'any':
			return anyOf(cut, predicate.of);
		case 'not':
			return subtract(cut, universe(cut), region(cut, predicate.of));
		default:
			return { kind: 'region', boxes: boxesOf(cut, predicate) };
	}
}

function boxesOf({ atoms, keys }: Cut, atom: Atom): readonly Box[] {
	const boxes = atoms.get(keys.get(atom) ?? atomKey(atom));
	invariant(boxes !== undefined, 'a predicate is asked about a cut that was made without it');
	return boxes;
}

/** What is wanted first, single boxes before unions; then what is not wanted is taken away, which splits less. */
function allOf(cut: Cut, parts: readonly Predicate[]): Region | Undecided {
	let box = cut.layout.full;
	const wanted: Region[] = [];
	const unwanted: Predicate[] = [];
	for (const part of parts) {
		if (part.kind === 'not') {
			unwanted.push(part.of);
			continue;
		}
		const one = region(cut, part);
		if (isUndecided(one)) return one;
		const [only, second] = one.boxes;
		if (only === undefined) return nowhere;
		if (second === undefined) box = meet(cut.layout, box, only);
		else wanted.push(one);
	}
	let result: Region | Undecided = { kind: 'region', boxes: box === 0n ? [] : [box] };
	for (const one of wanted) result = intersect(cut, result, one);
	for (const part of unwanted) result = subtract(cut, result, region(cut, part));
	return result;
}

/** Atoms about one dimension become one box. */
function anyOf(cut: Cut, parts: readonly Predicate[]): Region | Undecided {
	const byRest = new Map<bigint, Box>();
	const others: (Region | Undecided)[] = [];
	for (const part of parts) {
		const one = region(cut, part);
		const [only, second] = isUndecided(one) ? [] : one.boxes;
		const mask = only === undefined || second !== undefined ? undefined : onlyField(cut, only);
		if (only === undefined || mask === undefined) others.push(one);
		else byRest.set(mask, (byRest.get(mask) ?? 0n) | only);
	}
	if (others.length === 0) return regionOf(cut, [...byRest.values()]);
	return union(cut, { kind: 'region', boxes: [...byRest.values()] }, ...others);
}

/** The mask of the one field that the box restricts; undefined where there are several. */
function onlyField({ layout }: Cut, box: Box): bigint | undefined {
	const outside = layout.full & ~box;
	const touched = (outside + layout.ones) & layout.guards;
	return (touched & (touched - 1n)) === 0n ? touched : undefined;
}
