// Suggestions for many mistyped names at once: each name is compared once, and a catalog full of unknown names is not
// a catalog with typing mistakes.
import { nearest } from '../../core/nearest.ts';

const most = 200;

/** Nearest known names; nothing more after 200 different unknown ones. */
export function suggester(): (name: string, known: Iterable<string>) => readonly string[] {
	let asked = 0;
	return (name, known) => {
		asked += 1;
		return asked > most ? [] : nearest(name, known);
	};
}
