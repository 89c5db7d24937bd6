// From a predicate to the region of requests for which it holds.
import { invariant } from '../core/invariant.ts';
import type { Atom, Predicate } from '../traffic/predicate.ts';
import { find } from './asked.ts';
import { type Box, tighten } from './box.ts';
import type { Cut } from './cut.ts';
import { intersect, nowhere, type Region, regionOf, subtract, universe } from './sets.ts';
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
			return holds(cut, predicate);
	}
}

function holds({ questions }: Cut, atom: Atom): Region {
	const question = find(questions, atom);
	invariant(question !== undefined, 'a predicate is asked about a cut that was made without it');
	return question.holds;
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
		if (second === undefined) box &= only;
		else wanted.push(one);
	}
	box = tighten(cut.layout, box);
	if (box === 0n) return nowhere;
	let result: Region | Undecided = { kind: 'region', boxes: [box] };
	for (const one of wanted) result = intersect(cut, result, one);
	for (const part of unwanted) result = subtract(cut, result, region(cut, part));
	return result;
}

/** Atoms about one attribute with one value become one box. */
function anyOf(cut: Cut, parts: readonly Predicate[]): Region | Undecided {
	const [first, second] = parts;
	if (first !== undefined && second === undefined) return region(cut, first);
	const boxes: Box[] = [];
	const places = new Map<bigint, number>();
	for (const part of parts) {
		const one = region(cut, part);
		if (isUndecided(one)) return one;
		const [only, other] = one.boxes;
		const isSimple = part.kind !== 'all' && only !== undefined && other === undefined;
		const field = isSimple ? onlyField(cut, only) : undefined;
		const place = field === undefined ? undefined : places.get(field);
		if (field === undefined || only === undefined) boxes.push(...one.boxes);
		else if (place === undefined) {
			places.set(field, boxes.length);
			boxes.push(only);
		} else boxes[place] = (boxes[place] ?? 0n) | only;
	}
	return regionOf(cut, boxes);
}

/** The guard of the one field that the box restricts; undefined where there are several. */
function onlyField({ layout }: Cut, box: Box): bigint | undefined {
	const outside = layout.full & ~box;
	const touched = (outside + layout.ones) & layout.guards;
	return (touched & (touched - 1n)) === 0n ? touched : undefined;
}
