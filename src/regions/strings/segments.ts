// A pattern as a small machine that reads a text segment by segment, the segments being what lies between slashes. It says
// the same as the pattern, wherever its runs begin and end. Paths and identities are read so in a few steps.
import { type Letters, matcher, type Pattern, type Piece, pattern, patternKey, run } from '../../traffic/pattern.ts';

/** What a whole segment is: a text, or one of a kind. */
export type Segment = string | Kind;

/** A pattern without slashes. One object for one key, as far as one `Kinds` goes. */
export interface Kind {
	readonly key: string;
	readonly pattern: Pattern;
	readonly matches: (text: string) => boolean;
}

export type Kinds = Map<string, Kind>;

/** One way to read a segment, and the node for the next one; `end`: the text ends here. */
export interface Edge {
	readonly segment: Segment;
	readonly to: number;
	/** The pattern, by its index. */
	readonly owner: number;
}

export const end = -1;

export interface Node {
	readonly owner: number;
	readonly edges: readonly Edge[];
	/** True when every rest matches. */
	readonly isWon: boolean;
}

/** Kinds of letters without the slash; kinds that have it run over several segments. */
const within: Readonly<Record<Letters, 'segment' | 'template'>> = {
	any: 'segment',
	segment: 'segment',
	template: 'template',
	templates: 'template',
};

const kindOf = (of: Pattern, key = patternKey(of)): Kind => ({ key, pattern: of, matches: matcher(of) });

const whole = {
	segment: [kindOf(pattern(run('segment', 0))), kindOf(pattern(run('segment', 1)))],
	template: [kindOf(pattern(run('template', 0))), kindOf(pattern(run('template', 1)))],
} as const;

/** What every segment is. */
export const anySegment: Kind = whole.segment[0];

/** Adds the nodes of a pattern behind those that are there. The first one added is its start. */
export function addMachine(nodes: Node[], owner: number, { pieces }: Pattern, kinds: Kinds): void {
	const parts = split(pieces);
	for (const [index, part] of parts.entries()) {
		const isLast = index === parts.length - 1;
		const after = isLast ? end : nodes.length + 1 + part.filter(crosses).length;
		addPart(nodes, owner, part, after, kinds);
	}
}

const crosses = (piece: Piece): boolean => piece.kind === 'run' && within[piece.of] !== piece.of;

/** The pieces between the slashes that are written out. */
function split(pieces: readonly Piece[]): readonly (readonly Piece[])[] {
	let part: Piece[] = [];
	const parts = [part];
	for (const piece of pieces) {
		if (piece.kind === 'run') {
			part.push(piece);
			continue;
		}
		for (const [index, text] of piece.text.split('/').entries()) {
			if (index > 0) {
				part = [];
				parts.push(part);
			}
			if (text !== '') part.push({ kind: 'text', text });
		}
	}
	return parts;
}

/** The node where the part begins, and one inside each run that may go on in the next segment. */
function addPart(nodes: Node[], owner: number, part: readonly Piece[], after: number, kinds: Kinds): void {
	const first = nodes.length;
	const [only, second] = part;
	// Most parts are one text, or one kind of letters.
	if (second === undefined && (only === undefined || !crosses(only))) {
		nodes.push({ owner, edges: [{ segment: segmentOf(part, kinds), to: after, owner }], isWon: false });
		return;
	}
	const runs = part.flatMap((piece, index) => (piece.kind === 'run' && crosses(piece) ? [{ piece, index }] : []));
	const edgesFrom = (open: readonly Piece[], from: number): readonly Edge[] => [
		{ segment: segmentOf([...open, ...part.slice(from).map(narrow)], kinds), to: after, owner },
		...runs.flatMap(({ piece, index }, order) => {
			if (index < from) return [];
			const before = [...open, ...part.slice(from, index).map(narrow), run(within[piece.of], 0)];
			return [{ segment: segmentOf(before, kinds), to: first + 1 + order, owner }];
		}),
	];
	const isAll = only?.kind === 'run' && only.of === 'any' && only.atLeast === 0;
	nodes.push({ owner, edges: edgesFrom([], 0), isWon: after === end && part.length === 1 && isAll });
	for (const [order, { piece, index }] of runs.entries()) {
		const open = run(within[piece.of], 0);
		const edges = [
			...edgesFrom([open], index + 1),
			{ segment: segmentOf([open], kinds), to: first + 1 + order, owner },
		];
		nodes.push({ owner, edges, isWon: after === end && index === part.length - 1 && piece.of === 'any' });
	}
}

/** A piece inside one segment. */
const narrow = (piece: Piece): Piece => (piece.kind === 'text' ? piece : run(within[piece.of], piece.atLeast));

function segmentOf(pieces: readonly Piece[], kinds: Kinds): Segment {
	const [only, second] = pieces;
	if (only === undefined) return '';
	if (second === undefined) return only.kind === 'text' ? only.text : whole[within[only.of]][only.atLeast];
	const of = pattern(...pieces);
	const key = patternKey(of);
	const known = kinds.get(key);
	if (known !== undefined) return known;
	const made = kindOf(of, key);
	kinds.set(key, made);
	return made;
}
