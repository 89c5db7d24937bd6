// The letters of a domain, in groups that no run of a pattern can tell apart, each in the order in which witnesses prefer
// them. An automaton then needs one letter of a group, besides those that a pattern writes out.
import { isLetter, type Letters } from '../../traffic/pattern.ts';

export interface Alphabet {
	/** True for a letter that texts may have. */
	readonly has: (letter: string) => boolean;
	/** How well a text reads, 0 best: the sum of the places of its letters. Undefined when it has a letter that is none. */
	readonly cost: (text: string) => number | undefined;
	/** Letters of a group, best first, made as far as they are asked for. */
	readonly groups: readonly (() => Iterable<string>)[];
	/** The same letters but the slash, in the same places. */
	readonly withoutSlash: () => Alphabet;
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
	const places = new Array<number | undefined>(128).fill(undefined);
	for (const [place, letter] of [...letters].entries()) places[letter.charCodeAt(0)] = place;
	return alphabetOf(letters, places, beyond);
}

function alphabetOf(letters: string, places: readonly (number | undefined)[], beyond: boolean): Alphabet {
	const lists = new Map<string, string[]>();
	for (const letter of letters) {
		const group = groupOf(letter);
		lists.set(group, [...(lists.get(group) ?? []), letter]);
	}
	const far = groupOf('\u00e0');
	const groups = [...lists].map(([group, list]) =>
		beyond && group === far ? () => chain(list, beyondLetters()) : () => list,
	);
	if (beyond && !lists.has(far)) groups.push(beyondLetters);
	const placeOf = (code: number) => (code < 128 ? places[code] : beyond ? 128 + beyondPlace(code) : undefined);
	return {
		has: (letter) => placeOf(letter.charCodeAt(0)) !== undefined,
		cost: (text) => {
			let cost = 0;
			for (let index = 0; index < text.length; index++) {
				const place = placeOf(text.charCodeAt(index));
				if (place === undefined) return undefined;
				cost += place;
			}
			return cost;
		},
		groups,
		withoutSlash: () => {
			const rest = letters.replaceAll('/', '');
			const slash = '/'.charCodeAt(0);
			return alphabetOf(
				rest,
				places.map((place, code) => (code === slash ? undefined : place)),
				beyond,
			);
		},
	};
}

function* chain(first: Iterable<string>, second: Iterable<string>): Iterable<string> {
	yield* first;
	yield* second;
}

function beyondPlace(code: number): number {
	let before = 0;
	for (const [first, last] of beyondRanges) {
		if (code >= first && code <= last) return before + code - first;
		before += last - first + 1;
	}
	return before;
}
