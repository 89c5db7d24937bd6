// A pattern as a small machine that reads a text segment by segment, the segments being what lies between slashes. It says
// the same as the pattern, wherever its runs begin and end. Paths and identities are read so in a few steps.
import { type Letters, type Pattern, type Piece, pattern, patternKey, run } from '../../traffic/pattern.ts';

/** One way to read a whole segment. */
export interface Edge {
	/** What the segment is: a pattern without slashes. */
	readonly segment: Pattern;
	/** The node for the next segment; `end`: the text ends here. */
	readonly to: number | 'end';
}

export interface Node {
	readonly edges: readonly Edge[];
	/** True when every rest matches. */
	readonly isWon: boolean;
}

/** Node 0 is the start. */
export type Machine = readonly Node[];

/** Kinds of letters without the slash; kinds that have it run over several segments. */
const within: Readonly<Record<Letters, Letters>> = {
	any: 'segment',
	segment: 'segment',
	template: 'template',
	templates: 'template',
};

/** The machine of a pattern. Linear in its pieces, but for runs over several segments in one part (quadratic). */
export function machineOf({ pieces }: Pattern): Machine {
	const parts = split(pieces);
	const nodes: Node[] = [];
	const sizes = parts.map((part) => 1 + part.filter(crosses).length);
	let start = 0;
	for (const [index, part] of parts.entries()) {
		const next = start + (sizes[index] ?? 0);
		const isLast = index === parts.length - 1;
		nodes.push(...nodesOf(part, start, isLast ? 'end' : next));
		start = next;
	}
	return nodes;
}

const crosses = (piece: Piece): boolean => piece.kind === 'run' && within[piece.of] !== piece.of;

/** The pieces between the slashes that are written out. */
function split(pieces: readonly Piece[]): readonly (readonly Piece[])[] {
	const parts: Piece[][] = [[]];
	for (const piece of pieces) {
		if (piece.kind === 'run') {
			parts.at(-1)?.push(piece);
			continue;
		}
		for (const [index, text] of piece.text.split('/').entries()) {
			if (index > 0) parts.push([]);
			if (text !== '') parts.at(-1)?.push({ kind: 'text', text });
		}
	}
	return parts;
}

/** The node where the part begins, and one inside each run that may go on in the next segment. */
function nodesOf(part: readonly Piece[], first: number, after: number | 'end'): readonly Node[] {
	const runs = part.flatMap((piece, index) => (crosses(piece) ? [index] : []));
	const nodeFrom = (open: readonly Piece[], from: number): Node => {
		const rest = part.slice(from).map(narrow);
		const edges: Edge[] = [{ segment: pattern(...open, ...rest), to: after }];
		for (const [order, index] of runs.entries()) {
			const piece = part[index];
			if (index < from || piece?.kind !== 'run') continue;
			const before = part.slice(from, index).map(narrow);
			edges.push({ segment: pattern(...open, ...before, run(within[piece.of], 0)), to: first + 1 + order });
		}
		return { edges, isWon: false };
	};
	const inside = runs.map((index, order): Node => {
		const piece = part[index];
		const open = piece?.kind === 'run' ? run(within[piece.of], 0) : run('segment', 0);
		const { edges } = nodeFrom([open], index + 1);
		const isLast = after === 'end' && index === part.length - 1;
		const isWon = isLast && piece?.kind === 'run' && piece.of === 'any';
		return { edges: [...edges, { segment: pattern(open), to: first + 1 + order }], isWon };
	});
	const [only] = part;
	const isWon = after === 'end' && part.length === 1 && only?.kind === 'run' && only.of === 'any' && only.atLeast === 0;
	return [{ ...nodeFrom([], 0), isWon }, ...inside];
}

/** A piece inside one segment. */
const narrow = (piece: Piece): Piece => (piece.kind === 'text' ? piece : run(within[piece.of], piece.atLeast));

/** The key of the pattern that every segment matches. */
export const anySegment: string = patternKey(pattern(run('segment', 0)));
