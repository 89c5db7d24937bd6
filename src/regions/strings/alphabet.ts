// The letters of a domain, in groups that no run of a pattern can tell apart, each in the order in which witnesses prefer
// them. An automaton then needs one letter of a group, besides those that a pattern writes out.
import { isLetter, type Letters } from '../../traffic/pattern.ts';

export interface Alphabet {
	/** True for a letter that texts may have. */
	readonly has: (letter: string) => boolean;
	/** How well a letter reads: 0 is best. */
	readonly rank: (letter: string) => number;
	/** Letters of a group, best first, made as far as they are asked for. */
	readonly groups: readonly (() => Iterable<string>)[];
}

const kinds: readonly Letters[] = ['any', 'segment', 'template', 'templates'];

/** What runs can tell about a letter. */
const groupOf = (letter: string): string => kinds.map((kind) => (isLetter(letter, kind) ? '1' : '0')).join('');

/** Letters from U+0080 on: first those that print in most fonts, halves of surrogate pairs last. */
const beyondRanges = [
	[0x00e0, 0xd7ff],
	[0xe000, 0xffff],
	[0x0080, 0x00df],
	[0xd800, 0xdfff],
] as const;

function* beyondLetters(): Iterable<string> {
	for (const [first, last] of beyondRanges) {
		for (let code = first; code <= last; code++) yield String.fromCharCode(code);
	}
}

/** The alphabet of these letters below U+0080, best first, and with `beyond` of all the others. */
export function alphabet(letters: string, beyond: boolean): Alphabet {
	const ranks = new Map([...letters].map((letter, rank) => [letter, rank]));
	const lists = new Map<string, string[]>();
	for (const letter of ranks.keys()) {
		const group = groupOf(letter);
		lists.set(group, [...(lists.get(group) ?? []), letter]);
	}
	const far = groupOf('\u00e0');
	const groups = [...lists].map(([group, list]) =>
		beyond && group === far ? () => chain(list, beyondLetters()) : () => list,
	);
	if (beyond && !lists.has(far)) groups.push(beyondLetters);
	const isBeyond = (letter: string) => beyond && letter >= '\u0080';
	return {
		has: (letter) => ranks.has(letter) || isBeyond(letter),
		rank: (letter) => ranks.get(letter) ?? letters.length + beyondRank(letter.charCodeAt(0)),
		groups,
	};
}

function* chain(first: Iterable<string>, second: Iterable<string>): Iterable<string> {
	yield* first;
	yield* second;
}

function beyondRank(code: number): number {
	let before = 0;
	for (const [first, last] of beyondRanges) {
		if (code >= first && code <= last) return before + code - first;
		before += last - first + 1;
	}
	return before;
}
