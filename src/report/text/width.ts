// How many columns a text takes in a terminal, and how it is broken into lines.

/** East Asian Wide and Fullwidth (Unicode UAX 11), by block: enough for a terminal, which knows no finer either. */
const wide =
	/[\u1100-\u115f\u2e80-\u303e\u3041-\u33ff\u3400-\u4dbf\u4e00-\u9fff\ua000-\ua4cf\ua960-\ua97f\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{1f300}-\u{1f64f}\u{1f680}-\u{1f6ff}\u{1f900}-\u{1f9ff}\u{20000}-\u{3fffd}]|\p{Emoji_Presentation}/u;
const combining = /[\p{Mn}\p{Me}]/u;

/** Columns of one code point: 0 for combining marks, 2 for wide ones, else 1. */
export function widthOfCharacter(character: string): number {
	if (combining.test(character)) return 0;
	return wide.test(character) ? 2 : 1;
}

/** Columns of a text without control characters. */
export function widthOf(text: string): number {
	let columns = 0;
	for (const character of text) columns += widthOfCharacter(character);
	return columns;
}

/** The text filled with spaces up to `columns`; longer text stays as it is. */
export function padTo(text: string, columns: number): string {
	return text + ' '.repeat(Math.max(0, columns - widthOf(text)));
}

/** Lines of at most `columns`, broken at spaces; a word that is longer than a line is cut. Never an empty list. */
export function wrap(text: string, columns: number): string[] {
	return wrapAfter('', text, columns, '');
}

/** Stands for a space at which no line may break; it is printed as a space. */
export const noBreak = '\u00a0';

/** Quoted commands and entries stay together, so that they can be copied, wherever they fit into a line. */
const quotation = /`[^`]+`/g;

/** The same with `first` before the first line and `hang` before the others, both within `columns`. */
export function wrapAfter(first: string, text: string, columns: number, hang: string): string[] {
	const room = Math.max(8, columns - widthOf(hang));
	const lines: string[] = [];
	let line = first;
	let empty = true;
	const joined = text.replace(quotation, (words) =>
		widthOf(words) + 3 <= room ? words.replaceAll(' ', noBreak) : words,
	);
	for (const word of joined.split(' ').flatMap((part) => pieces(part, room))) {
		if (!empty && widthOf(line) + 1 + widthOf(word) > columns) {
			lines.push(line);
			line = hang;
			empty = true;
		}
		line += empty ? word : ` ${word}`;
		empty = false;
	}
	lines.push(line);
	return lines.map((one) => one.replaceAll(noBreak, ' '));
}

function pieces(word: string, room: number): string[] {
	if (widthOf(word) <= room) return word === '' ? [] : [word];
	const parts: string[] = [];
	let part = '';
	for (const character of word) {
		if (widthOf(part) + widthOfCharacter(character) > room) {
			parts.push(part);
			part = '';
		}
		part += character;
	}
	parts.push(part);
	return parts;
}
