// Classes of texts by a deterministic automaton over letters: all patterns at once, each state the set of places where
// they stand. It takes any patterns and is the measure for the quicker way by segments.
import { isLetter, type Letters, type Pattern } from '../../traffic/pattern.ts';
import type { TextDomain } from '../domain.ts';
import { type Budget, type Undecided, undecided } from '../undecided.ts';
import type { Alphabet } from './alphabet.ts';
import { type Found, isBetter, type TextClass } from './text-class.ts';

/** One place in a pattern: a letter to read, a letter of a kind, any number of letters of a kind, or the end. */
type Place =
	| { readonly kind: 'letter'; readonly letter: string }
	| { readonly kind: 'one' | 'loop'; readonly of: Letters }
	| { readonly kind: 'end' };

interface Program {
	readonly places: readonly Place[];
	/** The pattern of each place. */
	readonly owners: readonly number[];
	readonly starts: readonly number[];
	/** Patterns from here on are required, and from `forbidden` on forbidden. */
	readonly required: number;
	readonly forbidden: number;
}

interface State {
	readonly places: readonly number[];
	readonly text: string;
	readonly cost: number;
}

/** The classes of texts of the domain that the patterns tell apart; bit i of a mask is pattern i. A state takes 1. */
export function classesByLetter(
	patterns: readonly Pattern[],
	domain: Pick<TextDomain, 'required' | 'forbidden'>,
	letters: Alphabet,
	budget: Budget,
): readonly TextClass[] | Undecided {
	const program = programOf(patterns, domain);
	const found: Found = new Map();
	const seen = new Set<string>();
	let layer = new Map<string, State>();
	enter(program, layer, seen, program.starts, '', 0);
	while (layer.size > 0) {
		for (const key of layer.keys()) seen.add(key);
		budget.left -= layer.size;
		if (budget.left < 0) return undecided('too many kinds of texts');
		const next = new Map<string, State>();
		for (const state of [...layer.values()].sort((a, b) => a.cost - b.cost)) {
			record(program, found, state);
			for (const letter of lettersAt(program, state, letters)) {
				const places = state.places.flatMap((place) => step(program.places[place], place, letter));
				enter(program, next, seen, places, state.text + letter, state.cost + (letters.cost(letter) ?? 0));
			}
		}
		layer = next;
	}
	return [...found.values()];
}

function programOf(patterns: readonly Pattern[], domain: Pick<TextDomain, 'required' | 'forbidden'>): Program {
	const places: Place[] = [];
	const owners: number[] = [];
	const starts: number[] = [];
	const every = [...patterns, ...domain.required, ...domain.forbidden];
	for (const [owner, { pieces }] of every.entries()) {
		starts.push(places.length);
		for (const piece of pieces) {
			if (piece.kind === 'text') {
				for (const letter of piece.text.split('')) places.push({ kind: 'letter', letter });
			} else {
				if (piece.atLeast === 1) places.push({ kind: 'one', of: piece.of });
				places.push({ kind: 'loop', of: piece.of });
			}
		}
		places.push({ kind: 'end' });
		while (owners.length < places.length) owners.push(owner);
	}
	const required = patterns.length;
	return { places, owners, starts, required, forbidden: required + domain.required.length };
}

/** Where a place leads by one letter: nowhere, on, or back to itself. */
function step(place: Place | undefined, at: number, letter: string): readonly number[] {
	if (place === undefined || place.kind === 'end') return [];
	if (place.kind === 'letter') return place.letter === letter ? [at + 1] : [];
	if (!isLetter(letter, place.of)) return [];
	return [place.kind === 'one' ? at + 1 : at];
}

/** Adds the state of these places to the layer, unless it is known, reads worse than its equal, or can never be accepted. */
function enter(
	program: Program,
	layer: Map<string, State>,
	seen: ReadonlySet<string>,
	raw: readonly number[],
	text: string,
	cost: number,
): void {
	const places = close(program, raw);
	if (places === undefined) return;
	const key = places.join();
	const same = layer.get(key);
	if (seen.has(key) || (same !== undefined && same.cost <= cost)) return;
	layer.set(key, { places, text, cost });
}

/** With what follows a loop that is left out, in order, each once; undefined where the domain is left for good. */
function close(program: Program, raw: readonly number[]): readonly number[] | undefined {
	const all = new Set<number>();
	for (const start of raw) {
		let place = start;
		all.add(place);
		while (program.places[place]?.kind === 'loop') all.add(++place);
	}
	// A pattern that matches whatever follows needs its last loop only.
	const won = new Map<number, number>();
	const standing = new Set<number>();
	for (const place of all) {
		const owner = program.owners[place] ?? 0;
		standing.add(owner);
		const at = program.places[place];
		if (at?.kind === 'loop' && at.of === 'any' && program.places[place + 1]?.kind === 'end') won.set(owner, place);
	}
	for (let owner = program.required; owner < program.forbidden; owner++) if (!standing.has(owner)) return undefined;
	for (const owner of won.keys()) if (owner >= program.forbidden) return undefined;
	const kept = [...all].filter((place) => {
		const last = won.get(program.owners[place] ?? 0);
		return last === undefined || place === last || place === last + 1;
	});
	return kept.sort((a, b) => a - b);
}

function record(program: Program, found: Found, { places, text, cost }: State): void {
	let mask = 0n;
	let met = 0;
	for (const place of places) {
		if (program.places[place]?.kind !== 'end') continue;
		const owner = program.owners[place] ?? 0;
		if (owner >= program.forbidden) return;
		if (owner >= program.required) met++;
		else mask |= 1n << BigInt(owner);
	}
	if (met < program.forbidden - program.required) return;
	const same = found.get(mask);
	if (same === undefined || isBetter(text.length, cost, same)) found.set(mask, { mask, witness: text, cost });
}

/** The letters that are told apart in a state: those that are written out next, and the best other one of each group. */
function lettersAt({ places }: Program, state: State, letters: Alphabet): readonly string[] {
	const expected = new Set<string>();
	for (const place of state.places) {
		const at = places[place];
		if (at?.kind === 'letter' && letters.has(at.letter)) expected.add(at.letter);
	}
	const others = letters.groups.flatMap((group) => {
		for (const letter of group()) if (!expected.has(letter)) return [letter];
		return [];
	});
	return [...expected, ...others];
}
