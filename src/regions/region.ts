// From a predicate to the region of requests for which it holds.
import { invariant } from '../core/invariant.ts';
import type { Atom, Predicate } from '../traffic/predicate.ts';
import { find } from './asked.ts';
import { type Box, isFilled, tighten } from './box.ts';
import type { Cut } from './cut.ts';
import { merged, type Region, regionOf, subtract, universe } from './sets.ts';
import { isUndecided, type Undecided, undecided } from './undecided.ts';

/** All requests of the cut's domains for which the predicate holds. Its atoms are among those of the cut. */
export function region(cut: Cut, predicate: Predicate): Region | Undecided {
	const boxes = boxesOf(cut, predicate);
	return isUndecided(boxes) ? boxes : tidy(cut, boxes);
}

function tidy(cut: Cut, boxes: readonly Box[]): Region | Undecided {
	const tight: Box[] = [];
	for (const box of boxes) {
		const one = tighten(cut.layout, box);
		if (one !== 0n) tight.push(one);
	}
	return regionOf(cut, tight);
}

/** Boxes that together are the region, not yet tight: what is not looked at on the way need not be so. */
function boxesOf(cut: Cut, predicate: Predicate): readonly Box[] | Undecided {
	switch (predicate.kind) {
		case 'all':
			return allOf(cut, predicate.of);
		case 'any':
			return anyOf(cut, predicate.of);
		case 'not': {
			const rest = subtract(cut, universe(cut), region(cut, predicate.of));
			return isUndecided(rest) ? rest : rest.boxes;
		}
		default:
			return holds(cut, predicate);
	}
}

function holds({ questions }: Cut, atom: Atom): readonly Box[] {
	const question = find(questions, atom);
	invariant(question !== undefined, 'a predicate is asked about a cut that was made without it');
	return question.holds.boxes;
}

/** What is wanted first, single boxes before unions; then what is not wanted is taken away, which splits less. */
function allOf(cut: Cut, parts: readonly Predicate[]): readonly Box[] | Undecided {
	let box = cut.layout.full;
	const unions: (readonly Box[])[] = [];
	const unwanted: Predicate[] = [];
	for (const part of parts) {
		if (part.kind === 'not') {
			unwanted.push(part.of);
			continue;
		}
		const boxes = boxesOf(cut, part);
		if (isUndecided(boxes)) return boxes;
		const [only, second] = boxes;
		if (only === undefined) return [];
		if (second === undefined) box &= only;
		else unions.push(boxes);
	}
	if (!isFilled(cut.layout, box)) return [];
	let wanted: readonly Box[] = [box];
	for (const union of unions) {
		const both = meetings(cut, wanted, union);
		if (isUndecided(both)) return both;
		wanted = both;
	}
	if (unwanted.length === 0) return wanted;
	let rest = tidy(cut, wanted);
	for (const part of unwanted) rest = subtract(cut, rest, region(cut, part));
	return isUndecided(rest) ? rest : rest.boxes;
}

/** So many boxes are looked through for those inside others. */
const many = 64;

function meetings(cut: Cut, some: readonly Box[], others: readonly Box[]): readonly Box[] | Undecided {
	const boxes: Box[] = [];
	for (const one of some) {
		for (const other of others) {
			const both = one & other;
			if (isFilled(cut.layout, both)) boxes.push(both);
		}
		if (boxes.length > cut.limits.boxes) return undecided(`more than ${cut.limits.boxes} boxes in one region`);
	}
	if (boxes.length < many) return boxes;
	const tidied = tidy(cut, boxes);
	return isUndecided(tidied) ? tidied : tidied.boxes;
}

/** Atoms about one attribute with one value become one box. */
function anyOf(cut: Cut, parts: readonly Predicate[]): readonly Box[] | Undecided {
	const [first, second] = parts;
	if (first !== undefined && second === undefined) return boxesOf(cut, first);
	const found: Box[] = [];
	const places = new Map<bigint, number>();
	for (const part of parts) {
		const boxes = boxesOf(cut, part);
		if (isUndecided(boxes)) return boxes;
		const [only, other] = boxes;
		const isSimple = part.kind !== 'all' && only !== undefined && other === undefined;
		const field = isSimple ? onlyField(cut, only) : undefined;
		const place = field === undefined ? undefined : places.get(field);
		if (field === undefined || only === undefined) found.push(...boxes);
		else if (place === undefined) {
			places.set(field, found.length);
			found.push(only);
		} else found[place] = (found[place] ?? 0n) | only;
	}
	if (found.length < many) return found;
	// Many callers with many operations each: what differs in one attribute only is one box.
	const tidied = tidy(cut, merged(cut, { kind: 'region', boxes: found }).boxes);
	return isUndecided(tidied) ? tidied : tidied.boxes;
}

/** The guard of the one field that the box restricts; undefined where there are several. */
function onlyField({ layout }: Cut, box: Box): bigint | undefined {
	const outside = layout.full & ~box;
	const touched = (outside + layout.ones) & layout.guards;
	return (touched & (touched - 1n)) === 0n ? touched : undefined;
}
