// A domain, read segment by segment: what its required and forbidden patterns say of a text so far. Made once, and
// remembered as far as texts have led, so that the paths of one receiver after the other walk through the same few states.
import type { TextDomain } from '../domain.ts';
import { addMachine, anySegment, end, type Kind, type Kinds, type Node, type Segment } from './segments.ts';

export interface FrameState {
	readonly id: number;
	readonly nodes: readonly number[];
	/** Segments that are told apart here. */
	readonly texts: readonly string[];
	readonly kinds: readonly Kind[];
	readonly byText: Map<string, FrameStep>;
	readonly byKinds: Map<bigint, FrameStep>;
}

/** What the next segment does: whether the text may end with it, and where it leads if it goes on. */
export interface FrameStep {
	readonly mayEnd: boolean;
	/** Undefined: whatever follows, it is outside the domain. */
	readonly next: FrameState | undefined;
}

export interface Frame {
	readonly start: FrameState | undefined;
	readonly kinds: Kinds;
	/** The next segment is this text. */
	readonly readText: (state: FrameState, text: string) => FrameStep;
	/** It is none of the state's texts, and of just those of its kinds whose bits are set. */
	readonly readOther: (state: FrameState, kinds: bigint) => FrameStep;
}

/** The frame of a domain. */
export function frameOf({ required, forbidden }: Pick<TextDomain, 'required' | 'forbidden'>): Frame {
	const kinds: Kinds = new Map();
	const nodes: Node[] = [];
	const starts = [...required, ...forbidden].map((one, owner) => {
		const start = nodes.length;
		addMachine(nodes, owner, one, kinds);
		return start;
	});
	const states = new Map<string, FrameState>();

	const stateOf = (raw: readonly number[]): FrameState | undefined => {
		const standing = new Set(raw.map((node) => nodes[node]?.owner));
		for (let owner = 0; owner < required.length; owner++) if (!standing.has(owner)) return undefined;
		const won = new Set(raw.filter((node) => nodes[node]?.isWon).map((node) => nodes[node]?.owner));
		if ([...won].some((owner) => owner !== undefined && owner >= required.length)) return undefined;
		const kept = [...new Set(raw)].filter((node) => nodes[node]?.isWon || !won.has(nodes[node]?.owner));
		kept.sort((a, b) => a - b);
		const key = kept.join();
		const known = states.get(key);
		if (known !== undefined) return known;
		const labels = [...new Set(kept.flatMap((node) => (nodes[node]?.edges ?? []).map(({ segment }) => segment)))];
		const made: FrameState = {
			id: states.size,
			nodes: kept,
			texts: labels.filter((label) => typeof label === 'string'),
			kinds: labels.filter((label) => typeof label !== 'string' && label !== anySegment) as readonly Kind[],
			byText: new Map(),
			byKinds: new Map(),
		};
		states.set(key, made);
		return made;
	};

	const step = (state: FrameState, isRead: (segment: Segment) => boolean): FrameStep => {
		const edges = state.nodes.flatMap((node) =>
			(nodes[node]?.edges ?? [])
				.filter(({ segment }) => isRead(segment))
				.map(({ to }) => ({ to, owner: nodes[node]?.owner ?? 0 })),
		);
		const ended = new Set(edges.filter(({ to }) => to === end).map(({ owner }) => owner));
		const met = [...ended].filter((owner) => owner < required.length).length;
		const mayEnd = met === required.length && ended.size === met;
		return { mayEnd, next: stateOf(edges.filter(({ to }) => to !== end).map(({ to }) => to)) };
	};

	const readOther = (state: FrameState, bits: bigint): FrameStep =>
		remembered(state.byKinds, bits, () =>
			step(state, (segment) => {
				if (typeof segment === 'string') return false;
				return segment === anySegment || ((bits >> BigInt(state.kinds.indexOf(segment))) & 1n) === 1n;
			}),
		);

	// Texts that a state does not tell apart are not remembered one by one: there is no end of them.
	const readText = (state: FrameState, text: string): FrameStep =>
		state.texts.includes(text)
			? remembered(state.byText, text, () =>
					step(state, (segment) => (typeof segment === 'string' ? segment === text : segment.matches(text))),
				)
			: readOther(state, bitsOf(state, text));

	return { start: stateOf(starts), kinds, readText, readOther };
}

const bitsOf = ({ kinds }: FrameState, text: string): bigint =>
	kinds.reduce((bits, { matches }, index) => (matches(text) ? bits | (1n << BigInt(index)) : bits), 0n);

function remembered<K>(steps: Map<K, FrameStep>, key: K, make: () => FrameStep): FrameStep {
	const known = steps.get(key);
	if (known !== undefined) return known;
	const made = make();
	steps.set(key, made);
	return made;
}
