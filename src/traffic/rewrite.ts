// Predicates taken apart and put together again: their atoms, and the same predicate with other ones in their place.
import { type Atom, all, any, everything, not, nothing, type Predicate } from './predicate.ts';

/** All atoms, as often as they stand there. */
export function atomsOf(predicate: Predicate): readonly Atom[] {
	const atoms: Atom[] = [];
	someAtom(predicate, (atom) => {
		atoms.push(atom);
		return false;
	});
	return atoms;
}

/** Whether one of the atoms is such; none is looked at after it. */
export function someAtom(predicate: Predicate, isSuch: (atom: Atom) => boolean): boolean {
	switch (predicate.kind) {
		case 'all':
		case 'any':
			for (const part of predicate.of) if (someAtom(part, isSuch)) return true;
			return false;
		case 'not':
			return someAtom(predicate.of, isSuch);
		default:
			return isSuch(predicate);
	}
}

/** The same predicate with each atom replaced, and what is settled by `everything` or `nothing` left out. */
export function rewrite(predicate: Predicate, replaced: (atom: Atom) => Predicate): Predicate {
	switch (predicate.kind) {
		case 'all': {
			const parts = rewritten(predicate.of, replaced, isNothing, isEverything);
			return parts === undefined ? nothing : parts === predicate.of ? predicate : all(parts);
		}
		case 'any': {
			const parts = rewritten(predicate.of, replaced, isEverything, isNothing);
			return parts === undefined ? everything : parts === predicate.of ? predicate : any(parts);
		}
		case 'not': {
			const part = rewrite(predicate.of, replaced);
			if (isEverything(part)) return nothing;
			if (isNothing(part)) return everything;
			return part === predicate.of ? predicate : not(part);
		}
		default:
			return replaced(predicate);
	}
}

/** The same list where nothing changed; undefined where one part settles the whole. */
function rewritten(
	parts: readonly Predicate[],
	replaced: (atom: Atom) => Predicate,
	settles: (part: Predicate) => boolean,
	isIdle: (part: Predicate) => boolean,
): readonly Predicate[] | undefined {
	const found: Predicate[] = [];
	let isSame = true;
	for (const part of parts) {
		const after = rewrite(part, replaced);
		if (settles(after)) return undefined;
		if (isIdle(after)) isSame = false;
		else {
			if (after !== part) isSame = false;
			found.push(after);
		}
	}
	return isSame ? parts : found;
}

const isEverything = (predicate: Predicate): boolean => predicate.kind === 'all' && predicate.of.length === 0;

/** True for `nothing` itself, as `rewrite` leaves it; a predicate that can never hold may look otherwise. */
export const isNothing = (predicate: Predicate): boolean => predicate.kind === 'any' && predicate.of.length === 0;
