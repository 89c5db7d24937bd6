// A box: for each dimension the classes that it takes, as bits. All dimensions lie side by side in one big integer, a field
// each, so that meeting two boxes is one `&`. Above each field a guard bit stays free: adding all ones to every field
// carries into the guards of just those that are not empty. A box with an empty field is empty, and written 0.
//
// Three facts about tokens are built in: a claim exists only where a token is verified, a claim that is a text is no object
// with claims inside, and where a claim is one text it has no others. `tighten` takes from each field what these facts
// exclude, so that afterwards every class of every field occurs, and one box lies in another exactly when its bits do.

export type Box = bigint;

export interface Field {
	readonly offset: bigint;
	readonly width: number;
	/** Its bits. */
	readonly mask: bigint;
}

export interface Layout {
	readonly fields: readonly Field[];
	/** All bits of all fields that occur. */
	readonly full: Box;
	/** All bits of all fields. */
	readonly ones: bigint;
	readonly guards: bigint;
	readonly claims: Claims;
}

/** Which bits of a box speak of tokens. */
export interface Claims {
	readonly verified: bigint;
	readonly unverified: bigint;
	/** For each claim the bit `it has no such text`. */
	readonly absent: bigint;
	readonly present: bigint;
	/** Pairs of claims that do not exist together. */
	readonly exclusive: readonly (readonly [ClaimBits, ClaimBits])[];
	readonly forms: readonly Form[];
}

/** A claim of which it matters whether it is one text alone: then its class is there, and no other class. */
export interface Form {
	readonly none: bigint;
	/** All bits of the fields of the classes. */
	readonly classes: bigint;
	readonly options: readonly { readonly alone: bigint; readonly needs: bigint }[];
}

export interface ClaimBits {
	readonly absent: bigint;
	readonly present: bigint;
}

/** The field of this width that begins at `offset`; the next one begins at `offset + width + 1`. */
export function fieldAt(offset: number, width: number): Field {
	return { offset: BigInt(offset), width, mask: ((1n << BigInt(width)) - 1n) << BigInt(offset) };
}

/** A layout of these fields. `full` holds the classes that occur in each. */
export function layoutOf(fields: readonly Field[], full: bigint, claims: Claims): Layout {
	const ones = fields.reduce((bits, { mask }) => bits | mask, 0n);
	const guards = fields.reduce((bits, { offset, width }) => bits | (1n << (offset + BigInt(width))), 0n);
	const layout = { fields, full, ones, guards, claims };
	return { ...layout, full: tighten(layout, full) };
}

/** The same set, with no class in any field that does not occur in it; 0 when it is empty. */
export function tighten({ ones, guards, claims }: Layout, box: Box): Box {
	const { verified, unverified, absent, present, exclusive, forms } = claims;
	let tight = box;
	if ((tight & absent) !== absent) tight &= ~unverified;
	if ((tight & verified) === 0n) tight &= ~present;
	for (const [one, other] of exclusive) {
		if ((tight & one.absent) !== one.absent) tight &= ~other.present;
		if ((tight & other.absent) !== other.absent) tight &= ~one.present;
	}
	for (const form of forms) tight = tightenForm(form, tight);
	return ((tight + ones) & guards) === guards ? tight : 0n;
}

function tightenForm({ none, classes, options }: Form, box: Box): Box {
	let tight = box;
	let needed = 0n;
	for (const { alone, needs } of options) {
		if ((tight & needs) !== needs) tight &= ~alone;
		else if ((tight & alone) !== 0n) needed |= needs;
	}
	return (tight & none) === 0n ? tight & (~classes | needed) : tight;
}

/** True when all of the first lies in the second. Both are tight. */
export const isInside = (box: Box, other: Box): boolean => (box & other) === box;

/** The first bits of a box as a plain number, which tells most boxes apart at once. */
export const head = (box: Box): number => Number(BigInt.asUintN(30, box));

/** False when the heads tell already that the first box is not inside the other. */
export const mayBeInside = (one: number | undefined, other: number | undefined): boolean =>
	one === undefined || other === undefined || (one & other) === one;

/** True when no field is empty. What is not tight may have no request all the same. */
export const isFilled = ({ ones, guards }: Layout, box: Box): boolean => ((box + ones) & guards) === guards;

/** What both have in common. */
export const meet = (layout: Layout, a: Box, b: Box): Box => tighten(layout, a & b);

/** What the first has and the second has not, as boxes that do not overlap. */
export function without(layout: Layout, box: Box, other: Box): readonly Box[] {
	const outside = box & ~other;
	if (outside === 0n) return [];
	const common = meet(layout, box, other);
	if (common === 0n) return [box];
	const touched = (outside + layout.ones) & layout.guards;
	const rest: Box[] = [];
	// Field by field: outside in this one, inside in all before it, anything in those behind it.
	let left = box;
	for (const { offset, width, mask } of layout.fields) {
		if ((touched & (1n << (offset + BigInt(width)))) === 0n) continue;
		const piece = tighten(layout, (left & ~mask) | (outside & mask));
		if (piece !== 0n) rest.push(piece);
		left = (left & ~mask) | (left & other & mask);
	}
	return rest;
}
