// A box in terms that people know: for each dimension that it restricts, a condition made of the atoms of the predicates.
import { type Atom, all, any, not, type Predicate, pathKey } from '../traffic/predicate.ts';
import { type Box, tighten } from './box.ts';
import type { Cut } from './cut.ts';
import type { Dimension } from './dimension.ts';

export type Condition =
	/** On one attribute. */
	| { readonly kind: 'holds'; readonly predicate: Predicate }
	/** Of the values of a header or a claim, there is one (or none) that matches all of `matches` and none of `others`. */
	| {
			readonly kind: 'value';
			readonly isThere: boolean;
			readonly like: string;
			readonly matches: readonly Atom[];
			readonly others: readonly Atom[];
	  };

/** What the box demands, dimension by dimension; together it is the box. What follows from another condition is left out. */
export function explain(cut: Cut, box: Box): readonly Condition[] {
	return cut.dimensions.flatMap((dimension): readonly Condition[] => {
		const { mask } = dimension.field;
		const wide = tighten(cut.layout, box | (cut.layout.full & mask));
		if (wide === box) return [];
		const atoms = atomsOf(cut, dimension);
		if (dimension.kind !== 'header' && dimension.kind !== 'claim') {
			return [{ kind: 'holds', predicate: inWords(box & mask, cut.layout.full & mask, atoms) }];
		}
		const isThere = (box & mask) >> dimension.field.offset === 0b10n;
		const whole = atoms.find(({ bits, isWhole }) => bits !== 0n && isWhole);
		if (whole !== undefined) return [{ kind: 'holds', predicate: isThere ? whole.atom : not(whole.atom) }];
		const [matches, others] = [true, false].map((is) =>
			atoms.filter(({ bits }) => (bits !== 0n) === is).map(({ atom }) => atom),
		);
		return [{ kind: 'value', isThere, like: dimension.values[1], matches: matches ?? [], others: others ?? [] }];
	});
}

interface Named {
	readonly atom: Atom;
	/** Of the dimension's field, in their place. */
	readonly bits: bigint;
	/** It says nothing of other dimensions. */
	readonly isWhole: boolean;
}

/** The atoms about the dimension's attribute, each once, and those that stand for its presence. */
function atomsOf({ questions, layout }: Cut, dimension: Dimension): readonly Named[] {
	const { mask } = dimension.field;
	const isOne = dimension.kind !== 'header' && dimension.kind !== 'claim';
	return questions.all.flatMap(({ atom, holds }) => {
		if (!isAbout(atom, dimension)) return [];
		// Of several values, only the boxes that restrict this very field speak of its class.
		const boxes = isOne ? holds.boxes : holds.boxes.filter((box) => (box & mask) !== (layout.full & mask));
		return [{ atom, bits: boxes.reduce((bits, box) => bits | (box & mask), 0n), isWhole: holds.boxes.length === 1 }];
	});
}

function isAbout(atom: Atom, dimension: Dimension): boolean {
	switch (atom.kind) {
		case 'text':
			return dimension.kind === 'text' && dimension.attribute === atom.attribute;
		case 'address':
			return dimension.kind === 'address' && dimension.attribute === atom.attribute;
		case 'header':
			return dimension.kind === 'header' && dimension.name === atom.name;
		case 'claim':
			if (dimension.kind !== 'claim' && dimension.kind !== 'single' && dimension.kind !== 'alone') return false;
			if (dimension.kind !== 'single' && (dimension.kind === 'alone') !== (atom.alone === true)) return false;
			return pathKey(dimension.path) === pathKey(atom.path);
		case 'agrees':
			return dimension.kind === 'agrees' && dimension.provider === atom.provider;
		default:
			return dimension.kind === atom.kind;
	}
}

/** A predicate for these bits of a field, in few atoms. */
function inWords(bits: bigint, occurs: bigint, atoms: readonly Named[]): Predicate {
	const inside = cover(
		bits,
		atoms.filter((one) => (one.bits & ~bits) === 0n),
	);
	const outside = atoms.filter((one) => (one.bits & bits) === 0n);
	const around = [undefined, ...atoms.filter((one) => (bits & ~one.bits) === 0n)];
	const ways: Predicate[][] = inside === undefined ? [] : [[any(inside)]];
	for (const frame of around) {
		const taken = cover((frame?.bits ?? occurs) & ~bits, outside);
		if (taken === undefined) continue;
		ways.push([...(frame === undefined ? [] : [frame.atom]), ...(taken.length === 0 ? [] : [not(any(taken))])]);
	}
	const size = (way: readonly Predicate[]) => JSON.stringify(way, (_, value) => replaced(value)).split('kind').length;
	const [best] = ways.sort((a, b) => size(a) - size(b));
	return best === undefined ? any(eachClass(bits, atoms)) : all(best);
}

/** Big integers have no JSON; only the size is asked for. */
const replaced = (value: unknown): unknown => (typeof value === 'bigint' ? 0 : value);

/** Some of the atoms that together have all the bits, the widest first; undefined when they have not. */
function cover(bits: bigint, atoms: readonly Named[]): readonly Atom[] | undefined {
	const chosen: Atom[] = [];
	let left = bits;
	while (left !== 0n) {
		let best: Named | undefined;
		for (const one of atoms) if (count(one.bits & left) > count((best?.bits ?? 0n) & left)) best = one;
		if (best === undefined) return undefined;
		chosen.push(best.atom);
		left &= ~best.bits;
	}
	return chosen;
}

const count = (bits: bigint): number => bits.toString(2).replaceAll('0', '').length;

/** For each class the atoms that hold and those that do not. */
function eachClass(bits: bigint, atoms: readonly Named[]): readonly Predicate[] {
	const classes: Predicate[] = [];
	for (let left = bits; left !== 0n; left &= left - 1n) {
		const one = left & -left;
		const holding = atoms.filter((each) => (each.bits & one) !== 0n).map(({ atom }) => atom);
		const others = atoms.filter((each) => (each.bits & one) === 0n).map(({ atom }) => not(atom));
		classes.push(all([...holding, ...others]));
	}
	return classes;
}
