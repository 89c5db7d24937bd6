// Classes of texts by a deterministic automaton over segments: as by letters, but each step reads a whole segment, and
// what segments there are to tell apart is a question of the same kind, without slashes. A test holds it to the letters.
import type { Pattern } from '../../traffic/pattern.ts';
import { type Budget, isUndecided, type Undecided, undecided } from '../undecided.ts';
import type { Frame, FrameState, FrameStep } from './frame.ts';
import { addMachine, anySegment, type Edge, end, type Kind, type Kinds, type Node } from './segments.ts';
import { type Found, isBetter, type TextClass } from './text-class.ts';

/** What there is to know of single segments. */
export interface SegmentWorld {
	readonly frame: Frame;
	/** As `Alphabet.cost`, of the letters without the slash. */
	readonly cost: (text: string) => number | undefined;
	readonly slashCost: number;
	/** The classes of the segments that are none of the texts; bit i of a mask is kind i. */
	readonly others: (
		kinds: readonly Kind[],
		texts: { readonly has: (text: string) => boolean },
	) => readonly TextClass[] | Undecided;
}

/** A text up to its last slash, and where the patterns and the domain stand behind it. */
interface State {
	readonly nodes: readonly number[];
	readonly frame: FrameState;
	readonly text: string;
	readonly cost: number;
	isDone: boolean;
}

/** All that one question needs. */
interface Search {
	readonly world: SegmentWorld;
	readonly nodes: readonly Node[];
	readonly found: Found;
	readonly known: Map<string, State>;
	/** States to look at, by the length of their texts, so that the shortest way to a state is the first. */
	readonly waiting: State[][];
}

/** The classes of texts of the domain that the patterns tell apart; bit i of a mask is pattern i. A step takes 1. */
export function classesBySegment(
	patterns: readonly Pattern[],
	world: SegmentWorld,
	budget: Budget,
): readonly TextClass[] | Undecided {
	const kinds: Kinds = new Map(world.frame.kinds);
	const nodes: Node[] = [];
	const starts = patterns.map((one, owner) => {
		const start = nodes.length;
		addMachine(nodes, owner, one, kinds);
		return start;
	});
	const search: Search = { world, nodes, found: new Map(), known: new Map(), waiting: [] };
	if (world.frame.start !== undefined) enter(search, starts, world.frame.start, '', undefined, 0);
	for (let length = 0; length < search.waiting.length; length++) {
		const states = search.waiting[length] ?? [];
		if (states.length > 1) states.sort((a, b) => a.cost - b.cost);
		for (const state of states) {
			if (state.isDone) continue;
			state.isDone = true;
			const steps = read(search, state);
			if (isUndecided(steps)) return steps;
			budget.left -= steps.count;
			if (budget.left < 0) return undecided('too many kinds of texts');
		}
	}
	return [...search.found.values()];
}

/** Puts the state among those that wait, unless it was reached by a better text. */
function enter(
	{ nodes, known, waiting }: Search,
	raw: number[],
	frame: FrameState,
	before: string,
	segment: string | undefined,
	cost: number,
): void {
	const places = closed(nodes, raw);
	const key = places.length === 1 ? `${frame.id}:${places[0]}` : `${frame.id}:${places.join()}`;
	const length = segment === undefined ? 0 : before.length + segment.length + 1;
	const same = known.get(key);
	if (same !== undefined) {
		if (same.text.length < length || (same.text.length === length && same.cost <= cost)) return;
		same.isDone = true;
	}
	const text = segment === undefined ? before : `${before}${segment}/`;
	const state = { nodes: places, frame, text, cost, isDone: false };
	known.set(key, state);
	while (waiting.length <= length) waiting.push([]);
	waiting[length]?.push(state);
}

/** The places in order, each once. A pattern that matches whatever follows needs one of its places only. */
function closed(nodes: readonly Node[], raw: number[]): readonly number[] {
	if (raw.length < 2) return raw;
	raw.sort((a, b) => a - b);
	const won = raw.some((node) => nodes[node]?.isWon)
		? new Set(raw.filter((node) => nodes[node]?.isWon).map((node) => nodes[node]?.owner))
		: undefined;
	return raw.filter(
		(node, index) =>
			node !== raw[index - 1] && (won === undefined || nodes[node]?.isWon || !won.has(nodes[node]?.owner)),
	);
}

/** Records the texts that end with the next segment, and enters the states behind it. */
function read(search: Search, state: State): { readonly count: number } | Undecided {
	const { world, nodes } = search;
	const always: Edge[] = [];
	const byText = new Map<string, Edge[] | undefined>();
	const byKind = new Map<Kind, Edge[] | undefined>();
	for (const text of state.frame.texts) byText.set(text, undefined);
	for (const kind of state.frame.kinds) byKind.set(kind, undefined);
	for (const place of state.nodes) {
		for (const edge of nodes[place]?.edges ?? []) {
			const { segment } = edge;
			if (segment === anySegment) always.push(edge);
			else if (typeof segment === 'string') put(byText, segment, edge);
			else put(byKind, segment, edge);
		}
	}
	const kinds = [...byKind.keys()];
	const others = world.others(kinds, byText);
	if (isUndecided(others)) return others;
	for (const [text, own] of byText) {
		const step = world.frame.readText(state.frame, text);
		const cost = isDeadEnd(step) ? undefined : world.cost(text);
		if (cost === undefined) continue;
		const taken = [always];
		if (own !== undefined) taken.push(own);
		for (const [kind, more] of byKind) if (more !== undefined && kind.matches(text)) taken.push(more);
		follow(search, state, step, taken, text, cost);
	}
	const ownKinds = bitsBelow(state.frame.kinds.length);
	for (const { mask, witness, cost } of others) {
		const step = world.frame.readOther(state.frame, mask & ownKinds);
		if (isDeadEnd(step)) continue;
		const taken = [always];
		for (let index = 0, left = mask; left !== 0n; index++, left >>= 1n) {
			const kind = (left & 1n) === 0n ? undefined : kinds[index];
			const more = kind === undefined ? undefined : byKind.get(kind);
			if (more !== undefined) taken.push(more);
		}
		follow(search, state, step, taken, witness, cost);
	}
	return { count: byText.size + others.length };
}

const bitsBelow = (count: number): bigint => (count === 0 ? 0n : (1n << BigInt(count)) - 1n);

const isDeadEnd = ({ mayEnd, next }: FrameStep): boolean => !mayEnd && next === undefined;

function put<K>(groups: Map<K, Edge[] | undefined>, key: K, edge: Edge): void {
	const known = groups.get(key);
	if (known === undefined) groups.set(key, [edge]);
	else known.push(edge);
}

/** Made once: the first bits. */
const bits = Array.from({ length: 64 }, (_, index) => 1n << BigInt(index));

function follow(
	search: Search,
	state: State,
	{ mayEnd, next }: FrameStep,
	taken: readonly (readonly Edge[])[],
	segment: string,
	segmentCost: number,
): void {
	const cost = state.cost + segmentCost;
	let mask = 0n;
	const targets: number[] = [];
	for (const edges of taken) {
		for (const { to, owner } of edges) {
			if (to !== end) targets.push(to);
			else if (mayEnd) mask |= bits[owner] ?? 1n << BigInt(owner);
		}
	}
	if (mayEnd) {
		const same = search.found.get(mask);
		if (same === undefined || isBetter(state.text.length + segment.length, cost, same)) {
			search.found.set(mask, { mask, witness: state.text + segment, cost });
		}
	}
	if (next !== undefined) enter(search, targets, next, state.text, segment, cost + search.world.slashCost);
}
