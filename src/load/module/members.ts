// Where the keys and elements of a recorded object stand, seen through its spreads. Where a name cannot be told for sure,
// there is no answer, and the object's own place speaks.
import { invariant } from '../../core/invariant.ts';
import type { MemberPlace, PlaceOf } from '../places.ts';
import type { FileShape } from './instrument.ts';
import type { LiteralShape } from './literals.ts';

/** How a recorded object came about. */
export interface Making {
	readonly shape: FileShape;
	readonly literal: LiteralShape;
	/** Sources of its spreads, in order. */
	readonly sources: readonly unknown[];
}

const isNode = (value: unknown): value is object => typeof value === 'object' && value !== null;

/** The places of an object's keys. A later entry of the literal wins, as it did when the object was made. */
export function keyPlaces(node: object, making: Making, placeOf: PlaceOf): ReadonlyMap<string, MemberPlace> {
	const { file } = making.shape;
	const places = new Map<string, MemberPlace>();
	const computed: MemberPlace[] = [];
	let spreads = 0;
	for (const entry of making.literal.entries) {
		switch (entry.kind) {
			case 'named':
			case 'computed': {
				const place = {
					key: { file, offset: entry.key },
					value: { file, offset: entry.value },
					reference: entry.reference,
				};
				if (entry.kind === 'named') places.set(entry.name, place);
				else computed.push(place);
				break;
			}
			case 'spread': {
				const source = making.sources[spreads++];
				if (!isNode(source)) break;
				const spot = { file, offset: entry.key };
				const here = { key: spot, value: spot, reference: true };
				const sourcePlace = placeOf(source);
				for (const key of Object.keys(source)) places.set(key, sourcePlace?.member(key) ?? here);
				break;
			}
			default:
				invariant(false, `an object literal has no ${entry.kind}`);
		}
	}
	return computed.length === 0 ? places : withComputed(node, places, computed);
}

/** Computed keys are the ones that nothing else explains, in the order of the text. */
function withComputed(
	node: object,
	places: ReadonlyMap<string, MemberPlace>,
	computed: readonly MemberPlace[],
): ReadonlyMap<string, MemberPlace> {
	const unexplained = Reflect.ownKeys(node).filter((key) => typeof key === 'symbol' || !places.has(key));
	// JavaScript sorts keys that are numbers or symbols, so among several the order of the text is lost.
	const sorted = unexplained.length > 1 && unexplained.some((key) => typeof key === 'symbol' || /^\d+$/.test(key));
	if (unexplained.length !== computed.length || sorted) return new Map();
	const all = new Map(places);
	for (const [index, key] of unexplained.entries()) {
		const place = computed[index];
		if (place !== undefined && typeof key === 'string') all.set(key, place);
	}
	return all;
}

/** The places of a list's elements. */
export function listPlaces(making: Making, placeOf: PlaceOf): ReadonlyMap<number, MemberPlace> {
	const { file } = making.shape;
	const places = new Map<number, MemberPlace>();
	let spreads = 0;
	let index = 0;
	for (const entry of making.literal.entries) {
		switch (entry.kind) {
			case 'hole':
				index++;
				break;
			case 'element': {
				const spot = { file, offset: entry.key };
				places.set(index++, { key: spot, value: spot, reference: entry.reference });
				break;
			}
			case 'spread': {
				const spread = making.sources[spreads++];
				invariant(isSpread(spread), 'each spread of a list leaves its mark');
				const spot = { file, offset: entry.key };
				const source = isNode(spread.source) ? placeOf(spread.source) : undefined;
				for (let item = 0; item < spread.count; item++) {
					places.set(index++, source?.member(item) ?? { key: spot, value: spot, reference: true });
				}
				break;
			}
			default:
				invariant(false, `a list literal has no ${entry.kind}`);
		}
	}
	return places;
}

const isSpread = (value: unknown): value is { readonly source: unknown; readonly count: number } =>
	isNode(value) && 'source' in value && 'count' in value;
