// Regions: finite unions of boxes of one cut, with the operations of sets. Exact: where a limit is reached the answer is
// `undecided`, and stays so in everything that is made from it.
import { type Box, isInside, meet, without } from './box.ts';
import type { Cut } from './cut.ts';
import { isUndecided, type Undecided, undecided } from './undecided.ts';

export interface Region {
	readonly kind: 'region';
	/** None is empty and none lies inside another; they may overlap. No boxes: the empty set. */
	readonly boxes: readonly Box[];
}

/** All requests of the domains. */
export const universe = ({ layout }: Cut): Region => ({
	kind: 'region',
	boxes: layout.full === 0n ? [] : [layout.full],
});

/** No request. */
export const nowhere: Region = { kind: 'region', boxes: [] };

/** True when there is no request in the region. */
export const isEmpty = ({ boxes }: Region): boolean => boxes.length === 0;

/** Requests in one of the regions at least. */
export function union(cut: Cut, ...regions: readonly (Region | Undecided)[]): Region | Undecided {
	const boxes: Box[] = [];
	for (const region of regions) {
		if (isUndecided(region)) return region;
		boxes.push(...region.boxes);
	}
	return regionOf(cut, boxes);
}

/** Requests in both regions. */
export function intersect(cut: Cut, a: Region | Undecided, b: Region | Undecided): Region | Undecided {
	if (isUndecided(a)) return a;
	if (isUndecided(b)) return b;
	const boxes: Box[] = [];
	for (const one of a.boxes) {
		for (const other of b.boxes) {
			const common = meet(cut.layout, one, other);
			if (common !== 0n) boxes.push(common);
		}
		if (boxes.length > cut.limits.boxes) return tooMany(cut);
	}
	return regionOf(cut, boxes);
}

/** Requests in the first region and not in the second. Quick where each box of the first lies in one of the second. */
export function subtract(cut: Cut, a: Region | Undecided, b: Region | Undecided): Region | Undecided {
	if (isUndecided(a)) return a;
	if (isUndecided(b)) return b;
	const boxes: Box[] = [];
	for (const box of a.boxes) {
		if (b.boxes.some((other) => isInside(box, other))) continue;
		let rest: readonly Box[] = [box];
		for (const other of b.boxes) {
			rest = rest.flatMap((part) => without(cut.layout, part, other));
			if (rest.length + boxes.length > cut.limits.boxes) return tooMany(cut);
			if (rest.length === 0) break;
		}
		boxes.push(...rest);
	}
	return regionOf(cut, boxes);
}

/** Requests of the domains that are not in the region. */
export const complement = (cut: Cut, region: Region | Undecided): Region | Undecided =>
	subtract(cut, universe(cut), region);

/** True when every request of the first region is in the second. */
export function isSubset(cut: Cut, a: Region, b: Region): boolean | Undecided {
	const rest = subtract(cut, a, b);
	return isUndecided(rest) ? rest : isEmpty(rest);
}

/** The region of these boxes, without those that lie in another. */
export function regionOf(cut: Cut, boxes: readonly Box[]): Region | Undecided {
	if (boxes.length > cut.limits.boxes) return tooMany(cut);
	const kept: Box[] = [];
	for (const box of boxes) {
		if (kept.some((other) => isInside(box, other))) continue;
		for (let index = kept.length - 1; index >= 0; index--) {
			const other = kept[index];
			if (other !== undefined && isInside(other, box)) kept.splice(index, 1);
		}
		kept.push(box);
	}
	return { kind: 'region', boxes: kept };
}

/** The same region in fewer boxes, where boxes differ in one dimension only: for those who show them to people. */
export function merged(cut: Cut, region: Region): Region {
	let boxes = region.boxes;
	for (let count = Number.POSITIVE_INFINITY; boxes.length < count && boxes.length > 1; ) {
		count = boxes.length;
		for (const { mask } of cut.layout.fields) {
			const alike = new Map<bigint, Box>();
			for (const box of boxes) alike.set(box & ~mask, (alike.get(box & ~mask) ?? 0n) | box);
			boxes = [...alike.values()];
		}
	}
	return { kind: 'region', boxes };
}

const tooMany = ({ limits }: Cut): Undecided => undecided(`more than ${limits.boxes} boxes in one region`);
