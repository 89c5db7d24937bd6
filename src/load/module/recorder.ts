// Remembers, while the user's modules run, which literal made which object, and answers afterwards where each object
// and each of its keys was written.
import type { MemberPlace, NodePlace, PlaceOf } from '../places.ts';
import type { Spot } from '../source.ts';
import type { FileShape } from './instrument.ts';
import { keyPlaces, listPlaces, type Making } from './members.ts';

/** What instrumented code calls. */
export interface RecorderCalls {
	readonly literal: (file: number, literal: number, value: object) => object;
	readonly bound: (file: number, start: number, end: number, value: unknown) => unknown;
	/** Stands for the source of the spread with this number in its object literal. */
	readonly spread: (spread: number, source: unknown) => unknown;
	/** The same in a list literal. */
	readonly items: (spread: number, source: Iterable<unknown>) => readonly unknown[];
}

export interface Recorder {
	/** Name of the global variable that holds the calls. */
	readonly global: string;
	/** Number of the file that `add` takes next. */
	readonly nextFile: () => number;
	readonly add: (shape: FileShape) => void;
	readonly placeOf: PlaceOf;
	/** Ends recording. Code of the user's that runs later finds calls that only hand their value through. */
	readonly close: () => void;
}

/** Marks, in a list that is being made, the items of one spread. */
interface SpreadItems {
	readonly source: unknown;
	readonly count: number;
}

const spreadKeys: symbol[] = [];
const spreadKey = (spread: number): symbol => (spreadKeys[spread] ??= Symbol(`spread ${spread}`));

/** A new recorder under a global name of its own, so that several loads in one process do not meet. */
export function openRecorder(): Recorder {
	const shapes: FileShape[] = [];
	const makings = new WeakMap<object, Making>();
	const bounds = new WeakMap<object, Spot>();
	const marks = new WeakSet<object>();
	let open = true;

	const literal: RecorderCalls['literal'] = (fileNumber, number, value) => {
		const shape = shapes[fileNumber];
		const found = shape?.literals[number];
		let sources: readonly unknown[] = [];
		if (found?.hasSpread !== false) {
			sources = Array.isArray(value) ? takeMarks(value, marks) : takeSources(value);
		}
		if (open && shape !== undefined && found !== undefined) makings.set(value, { shape, literal: found, sources });
		return value;
	};
	const bound: RecorderCalls['bound'] = (fileNumber, start, end, value) => {
		const file = shapes[fileNumber]?.file;
		if (!open || file === undefined || typeof value !== 'object' || value === null || bounds.has(value)) return value;
		const making = makings.get(value);
		const offset = making?.literal.offset ?? -1;
		if (making?.shape.file !== file || offset < start || offset >= end) bounds.set(value, { file, offset: start });
		return value;
	};
	const spread: RecorderCalls['spread'] = (number, source) => {
		if (typeof source !== 'object' || source === null) return source;
		return { ...source, [spreadKey(number)]: source };
	};
	const items: RecorderCalls['items'] = (_number, source) => {
		const list = [...source];
		const mark: SpreadItems = { source, count: list.length };
		marks.add(mark);
		return [mark, ...list];
	};

	const global = freeGlobalName();
	const calls: RecorderCalls = { literal, bound, spread, items };
	Object.defineProperty(globalThis, global, { value: calls, configurable: true });
	const placeOf = placesFrom(makings, bounds);
	return {
		global,
		nextFile: () => shapes.length,
		add: (shape) => {
			shapes.push(shape);
		},
		placeOf,
		close: () => {
			open = false;
		},
	};
}

function freeGlobalName(): string {
	for (let number = 0; ; number++) {
		const name = `meshgrantRecorder${number}`;
		if (!Object.hasOwn(globalThis, name)) return name;
	}
}

/** Takes the spreads' sources out of a new object again. */
function takeSources(value: object): readonly unknown[] {
	const sources: unknown[] = [];
	for (const [number, key] of spreadKeys.entries()) {
		if (!Object.hasOwn(value, key)) continue;
		sources[number] = Reflect.get(value, key);
		Reflect.deleteProperty(value, key);
	}
	return sources;
}

/** Takes the marks out of a new list again; holes stay holes. */
function takeMarks(list: unknown[], marks: WeakSet<object>): readonly SpreadItems[] {
	const isMark = (item: unknown): item is SpreadItems => typeof item === 'object' && item !== null && marks.has(item);
	const spreads: SpreadItems[] = [];
	let to = 0;
	for (let from = 0; from < list.length; from++) {
		const item = list[from];
		if (isMark(item)) {
			spreads.push(item);
			continue;
		}
		if (from in list) list[to] = item;
		else delete list[to];
		to++;
	}
	list.length = to;
	return spreads;
}

function placesFrom(makings: WeakMap<object, Making>, bounds: WeakMap<object, Spot>): PlaceOf {
	const known = new WeakMap<object, NodePlace>();
	const placeOf: PlaceOf = (node) => {
		const before = known.get(node);
		if (before !== undefined) return before;
		const making = makings.get(node);
		const bound = bounds.get(node);
		const own = bound ?? (making && { file: making.shape.file, offset: making.literal.offset });
		if (own === undefined) return undefined;
		let members: ReadonlyMap<string | number, MemberPlace> | undefined;
		const place: NodePlace = {
			own,
			member: (step) => {
				members ??= membersOf(node, making, placeOf);
				return members.get(step);
			},
		};
		known.set(node, place);
		return place;
	};
	return placeOf;
}

function membersOf(
	node: object,
	making: Making | undefined,
	placeOf: PlaceOf,
): ReadonlyMap<string | number, MemberPlace> {
	if (making === undefined) return new Map();
	return Array.isArray(node) ? listPlaces(making, placeOf) : keyPlaces(node, making, placeOf);
}
