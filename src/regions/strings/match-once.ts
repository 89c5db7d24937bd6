// Whether one text matches one pattern, straight from the pieces. A `matcher` is made to be asked often; this is for once,
// where making one would take longer than the answer.
import { isLetter, type Pattern } from '../../traffic/pattern.ts';

/** True when the text matches. Runs that follow each other are tried in all lengths, so it is for short texts. */
export function matchesOnce({ pieces }: Pattern, text: string): boolean {
	const restMatches = (index: number, from: number): boolean => {
		const piece = pieces[index];
		if (piece === undefined) return from === text.length;
		if (piece.kind === 'text') {
			return text.startsWith(piece.text, from) && restMatches(index + 1, from + piece.text.length);
		}
		for (let to = from; ; to++) {
			if (to - from >= piece.atLeast && restMatches(index + 1, to)) return true;
			if (to === text.length) return false;
			if (piece.of !== 'any' && !isLetter(text.charAt(to), piece.of)) return false;
		}
	};
	return restMatches(0, 0);
}
