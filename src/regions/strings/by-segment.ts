// Classes of texts by a deterministic automaton over segments: as by letters, but each step reads a whole segment, and
// what segments there are to tell apart is a question of the same kind, without slashes. A test holds it to the letters.
import { type Pattern, patternKey } from '../../traffic/pattern.ts';
import type { TextDomain } from '../domain.ts';
import { type Budget, isUndecided, type Undecided, undecided } from '../undecided.ts';
import { type Machine, machineOf } from './segments.ts';
import { type Found, isBetter, type TextClass } from './text-class.ts';

/** The classes of segments that some patterns without slashes tell apart. */
export type SegmentClasses = (segments: readonly Pattern[]) => readonly TextClass[] | Undecided;

interface Program {
	readonly nodes: Machine;
	/** The pattern of each node. */
	readonly owners: readonly number[];
	readonly starts: readonly number[];
	readonly required: number;
	readonly forbidden: number;
}

/** A text up to its last slash, and where the patterns stand behind it. */
interface State {
	readonly nodes: readonly number[];
	readonly key: string;
	readonly text: string;
	readonly cost: number;
}

/** The classes of texts of the domain that the patterns tell apart; bit i of a mask is pattern i. A step takes 1. */
export function classesBySegment(
	patterns: readonly Pattern[],
	domain: Pick<TextDomain, 'required' | 'forbidden'>,
	segmentClasses: SegmentClasses,
	slashCost: number,
	budget: Budget,
): readonly TextClass[] | Undecided {
	const program = programOf(patterns, domain);
	const found: Found = new Map();
	const done = new Set<string>();
	// By length of the text, so that the shortest way to a state is the first.
	const waiting: State[][] = [];
	const start = stateOf(program, program.starts, '', 0);
	if (start !== undefined) waiting.push([start]);
	for (let length = 0; length < waiting.length; length++) {
		const states = (waiting[length] ?? []).sort((a, b) => a.cost - b.cost);
		for (const state of states) {
			if (done.has(state.key)) continue;
			done.add(state.key);
			const next = read(program, state, found, segmentClasses, slashCost);
			if (isUndecided(next)) return next;
			budget.left -= 1 + next.length;
			if (budget.left < 0) return undecided('too many kinds of texts');
			for (const one of next) {
				if (done.has(one.key)) continue;
				while (waiting.length <= one.text.length) waiting.push([]);
				waiting[one.text.length]?.push(one);
			}
		}
	}
	return [...found.values()];
}

const machines = new WeakMap<Pattern, Machine>();

function machineFor(of: Pattern): Machine {
	const known = machines.get(of);
	if (known !== undefined) return known;
	const machine = machineOf(of);
	machines.set(of, machine);
	return machine;
}

function programOf(patterns: readonly Pattern[], domain: Pick<TextDomain, 'required' | 'forbidden'>): Program {
	const nodes: Machine[number][] = [];
	const owners: number[] = [];
	const starts: number[] = [];
	for (const [owner, one] of [...patterns, ...domain.required, ...domain.forbidden].entries()) {
		const first = nodes.length;
		starts.push(first);
		for (const { edges, isWon } of machineFor(one)) {
			nodes.push({ edges: edges.map(({ segment, to }) => ({ segment, to: to === 'end' ? to : to + first })), isWon });
			owners.push(owner);
		}
	}
	const required = patterns.length;
	return { nodes, owners, starts, required, forbidden: required + domain.required.length };
}

/** The state at these nodes; undefined where the domain is left for good. */
function stateOf(program: Program, raw: readonly number[], text: string, cost: number): State | undefined {
	const { nodes, owners, required, forbidden } = program;
	const won = new Set<number>();
	const standing = new Set<number>();
	for (const node of raw) {
		const owner = owners[node] ?? 0;
		if (owner >= required) standing.add(owner);
		if (nodes[node]?.isWon !== true) continue;
		if (owner >= forbidden) return undefined;
		won.add(owner);
	}
	for (let owner = required; owner < forbidden; owner++) if (!standing.has(owner)) return undefined;
	// A pattern that matches whatever follows needs one of its nodes only.
	const kept = [...new Set(raw)].filter((node) => !won.has(owners[node] ?? 0) || nodes[node]?.isWon);
	kept.sort((a, b) => a - b);
	return { nodes: kept, key: kept.join(), text, cost };
}

/** Records the texts that end with the next segment, and gives the states behind it. */
function read(
	program: Program,
	state: State,
	found: Found,
	segmentClasses: SegmentClasses,
	slashCost: number,
): readonly State[] | Undecided {
	const { nodes, owners, required, forbidden } = program;
	const edges = state.nodes.flatMap((node) =>
		(nodes[node]?.edges ?? []).map((edge) => ({ ...edge, owner: owners[node] ?? 0 })),
	);
	const labels = new Map<string, Pattern>();
	const keys = edges.map(({ segment }) => {
		const key = patternKey(segment);
		labels.set(key, segment);
		return key;
	});
	const order = new Map([...labels.keys()].map((key, index) => [key, 1n << BigInt(index)]));
	const classes = segmentClasses([...labels.values()]);
	if (isUndecided(classes)) return classes;
	const bits = keys.map((key) => order.get(key) ?? 0n);
	return classes.flatMap(({ mask: matched, witness, cost: more }) => {
		const text = state.text + witness;
		const cost = state.cost + more;
		const targets: number[] = [];
		const ended = new Set<number>();
		for (const [index, { to, owner }] of edges.entries()) {
			if (((bits[index] ?? 0n) & matched) === 0n) continue;
			if (to === 'end') ended.add(owner);
			else targets.push(to);
		}
		record(found, ended, required, forbidden, text, cost);
		const next = stateOf(program, targets, `${text}/`, cost + slashCost);
		return next === undefined ? [] : [next];
	});
}

function record(
	found: Found,
	ended: ReadonlySet<number>,
	required: number,
	forbidden: number,
	text: string,
	cost: number,
): void {
	let mask = 0n;
	let met = 0;
	for (const owner of ended) {
		if (owner >= forbidden) return;
		if (owner >= required) met++;
		else mask |= 1n << BigInt(owner);
	}
	if (met < forbidden - required) return;
	const same = found.get(mask);
	if (same === undefined || isBetter(text.length, cost, same)) found.set(mask, { mask, witness: text, cost });
}
