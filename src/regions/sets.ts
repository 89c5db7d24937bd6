// Regions: finite unions of boxes of one space, with the operations of sets. Exact: where a limit is reached the answer is
// `undecided`, and stays so in everything that is made from it.
import { type Box, head, isFilled, isInside, type Layout, mayBeInside, meet, without } from './box.ts';
import { isUndecided, type Limits, type Undecided, undecided } from './undecided.ts';

/** How boxes are written, and how many there may be: a cut. */
export interface Space {
	readonly layout: Layout;
	readonly limits: Limits;
}

export interface Region {
	readonly kind: 'region';
	/** None is empty and none lies inside another; they may overlap. No boxes: the empty set. */
	readonly boxes: readonly Box[];
}

/** All requests of the domains. */
export const universe = ({ layout }: Space): Region => ({
	kind: 'region',
	boxes: layout.full === 0n ? [] : [layout.full],
});

/** No request. */
export const nowhere: Region = { kind: 'region', boxes: [] };

/** True when there is no request in the region. */
export const isEmpty = ({ boxes }: Region): boolean => boxes.length === 0;

/** Requests in one of the regions at least. */
export function union(space: Space, ...regions: readonly (Region | Undecided)[]): Region | Undecided {
	const boxes: Box[] = [];
	for (const region of regions) {
		if (isUndecided(region)) return region;
		boxes.push(...region.boxes);
	}
	return regionOf(space, boxes);
}

/** Requests in both regions. */
export function intersect(space: Space, a: Region | Undecided, b: Region | Undecided): Region | Undecided {
	if (isUndecided(a)) return a;
	if (isUndecided(b)) return b;
	const boxes: Box[] = [];
	for (const one of a.boxes) {
		for (const other of b.boxes) {
			const common = meet(space.layout, one, other);
			if (common !== 0n) boxes.push(common);
		}
		if (boxes.length > space.limits.boxes) return tooMany(space);
	}
	return regionOf(space, boxes);
}

/** Requests in the first region and not in the second. Quick where each box of the first lies in one of the second. */
export function subtract(space: Space, a: Region | Undecided, b: Region | Undecided): Region | Undecided {
	if (isUndecided(a)) return a;
	if (isUndecided(b)) return b;
	const boxes: Box[] = [];
	const isInB = insideTest(b.boxes);
	for (const box of a.boxes) {
		if (isInB(box)) continue;
		let rest: readonly Box[] = [box];
		for (const other of b.boxes) {
			if (!isFilled(space.layout, box & other)) continue;
			rest = rest.flatMap((part) => without(space.layout, part, other));
			if (rest.length + boxes.length > space.limits.boxes) return tooMany(space);
			if (rest.length === 0) break;
		}
		boxes.push(...rest);
	}
	return regionOf(space, boxes);
}

/**
 * Some box of requests in the first region and not in the second, nothing where there is none: for questions whose whole
 * answer has too many boxes. It goes down one box at a time, so only the steps are limited.
 */
export function somewhereOutside({ layout }: Space, a: Region, b: Region, limit: number): Region | Undecided {
	let left = limit;
	const search = (box: Box, from: number): Box | Undecided | undefined => {
		for (let index = from; index < b.boxes.length; index++) {
			const other = b.boxes[index];
			if (other === undefined || !isFilled(layout, box & other)) continue;
			for (const part of without(layout, box, other)) {
				if (--left < 0) return undecided(`no difference found in ${limit} steps`);
				const found = search(part, index + 1);
				if (found !== undefined) return found;
			}
			return undefined;
		}
		return box;
	};
	for (const box of a.boxes) {
		const found = search(box, 0);
		if (typeof found === 'bigint') return { kind: 'region', boxes: [found] };
		if (found !== undefined) return found;
	}
	return nowhere;
}

/** Whether a box lies in one of these. */
function insideTest(boxes: readonly Box[]): (box: Box) => boolean {
	if (boxes.length < 8) return (box) => boxes.some((other) => isInside(box, other));
	const heads = boxes.map(head);
	return (box) => {
		const first = head(box);
		return boxes.some((other, index) => mayBeInside(first, heads[index]) && isInside(box, other));
	};
}

/** Requests of the domains that are not in the region. */
export const complement = (space: Space, region: Region | Undecided): Region | Undecided =>
	subtract(space, universe(space), region);

/** True when every request of the first region is in the second. */
export function isSubset(space: Space, a: Region, b: Region): boolean | Undecided {
	const rest = subtract(space, a, b);
	return isUndecided(rest) ? rest : isEmpty(rest);
}

/** The region of these boxes, without those that lie in another. */
export function regionOf(space: Space, boxes: readonly Box[]): Region | Undecided {
	if (boxes.length > space.limits.boxes) return tooMany(space);
	if (boxes.length < 2) return { kind: 'region', boxes };
	const kept: Box[] = [];
	const heads: number[] = [];
	for (const box of boxes) {
		const first = head(box);
		if (kept.some((other, index) => mayBeInside(first, heads[index]) && isInside(box, other))) continue;
		for (let index = kept.length - 1; index >= 0; index--) {
			const other = kept[index];
			if (!mayBeInside(heads[index], first) || other === undefined || !isInside(other, box)) continue;
			kept.splice(index, 1);
			heads.splice(index, 1);
		}
		kept.push(box);
		heads.push(first);
	}
	return { kind: 'region', boxes: kept };
}

/** The same region in fewer boxes, where boxes differ in one dimension only: for those who show them to people. */
export function merged(space: Space, region: Region): Region {
	let boxes = region.boxes;
	for (let count = Number.POSITIVE_INFINITY; boxes.length < count && boxes.length > 1; ) {
		count = boxes.length;
		for (const { mask } of space.layout.fields) {
			const alike = new Map<bigint, Box>();
			for (const box of boxes) alike.set(box & ~mask, (alike.get(box & ~mask) ?? 0n) | box);
			boxes = [...alike.values()];
		}
	}
	return { kind: 'region', boxes };
}

const tooMany = ({ limits }: Space): Undecided => undecided(`more than ${limits.boxes} boxes in one region`);
