// One source line with its place underlined, cut around the place when it does not fit.
import { visible } from '../text/visible.ts';
import { widthOf, widthOfCharacter } from '../text/width.ts';

export interface Excerpt {
	/** The line, or the part of it that fits, safe to print. */
	readonly text: string;
	/** Columns before the underlined place in `text`. */
	readonly before: number;
	/** Columns to underline, at least 1. */
	readonly length: number;
}

interface Cell {
	readonly text: string;
	readonly width: number;
}

const ellipsis = '…';
const tabWidth = 2;

/** The place at `column` (from 1, in code units) of a line, in at most `columns` columns. */
export function excerptOf(line: string, column: number, columns: number, yaml: boolean): Excerpt {
	const start = Math.min(Math.max(0, column - 1), line.length);
	const end = start + Math.max(1, tokenLength(line.slice(start), yaml));
	const before = cellsOf(line.slice(0, start));
	const marked = cellsOf(line.slice(start, end));
	const after = cellsOf(line.slice(end));
	const room = Math.max(10, columns);
	if (widthOfCells(before) + widthOfCells(marked) + widthOfCells(after) <= room) {
		return shape(textOf(before), textOf(marked), textOf(after));
	}
	const kept = firstCells(marked, room - 2);
	const markedText = textOf(kept) + (kept.length < marked.length ? ellipsis : '');
	const spare = room - widthOf(markedText);
	const leftRoom = Math.max(1, Math.min(widthOfCells(before), Math.floor(spare / 2)));
	const left = lastText(before, leftRoom);
	const right = kept.length < marked.length ? '' : firstText(after, spare - widthOf(left));
	return shape(left, markedText, right);
}

function shape(before: string, marked: string, after: string): Excerpt {
	return { text: before + marked + after, before: widthOf(before), length: Math.max(1, widthOf(marked)) };
}

/** Length of the word, number, string, plain YAML text, or bracketed part at the start of `rest`. */
function tokenLength(rest: string, yaml: boolean): number {
	const first = rest[0] ?? '';
	if (quotes.test(first)) return stringLength(rest);
	if (opening.test(first)) return bracketedLength(rest);
	const pattern = yaml ? /^[^[\]{},:#\s&*!|>](?:(?!: | #|:$)[^[\],\r\n])*/ : /^[\p{L}\p{N}_$.]+/u;
	const token = pattern.exec(rest)?.[0].trimEnd() ?? '';
	return Math.max(1, yaml ? withoutClosing(token).length : token.length);
}

const quotes = /^["'`]$/;
const opening = /^[[{]$/;

function stringLength(rest: string): number {
	const close = rest.slice(1).search(new RegExp(`(?<!\\\\)${rest[0]}`));
	return close < 0 ? rest.trimEnd().length : close + 2;
}

/** Up to the bracket that closes the first one; to the end of the line where that stands on a later one. */
function bracketedLength(rest: string): number {
	let depth = 0;
	for (let at = 0; at < rest.length; at += 1) {
		const character = rest[at] ?? '';
		// An apostrophe inside a word opens no string.
		if (quotes.test(character) && !/\w/.test(rest[at - 1] ?? '')) at += stringLength(rest.slice(at)) - 1;
		else if (opening.test(character)) depth += 1;
		else if (/[\]}]/.test(character)) depth -= 1;
		if (depth === 0) return at + 1;
	}
	return rest.trimEnd().length;
}

/** Plain YAML text may hold braces, as in `/accounts/{id}`; one that closes what the text did not open is not its own. */
function withoutClosing(token: string): string {
	let rest = token;
	while (rest.endsWith('}') && rest.split('}').length > rest.split('{').length) rest = rest.slice(0, -1).trimEnd();
	return rest;
}

function cellsOf(text: string): Cell[] {
	const cells: Cell[] = [];
	for (const character of text) {
		const shown = character === '\t' ? ' '.repeat(tabWidth) : visible(character);
		cells.push({ text: shown, width: shown.length > 2 ? shown.length : widthOfText(shown) });
	}
	return cells;
}

const widthOfText = (text: string): number => (text.length === 1 ? widthOfCharacter(text) : widthOf(text));
const textOf = (cells: readonly Cell[]): string => cells.map((cell) => cell.text).join('');
const widthOfCells = (cells: readonly Cell[]): number => cells.reduce((sum, cell) => sum + cell.width, 0);

function firstCells(cells: readonly Cell[], room: number): readonly Cell[] {
	let used = 0;
	const end = cells.findIndex((cell) => {
		used += cell.width;
		return used > room;
	});
	return end < 0 ? cells : cells.slice(0, end);
}

function firstText(cells: readonly Cell[], room: number): string {
	if (widthOfCells(cells) <= room) return textOf(cells);
	return textOf(firstCells(cells, room - 1)) + ellipsis;
}

function lastText(cells: readonly Cell[], room: number): string {
	if (widthOfCells(cells) <= room) return textOf(cells);
	return ellipsis + textOf([...firstCells([...cells].reverse(), room - 1)].reverse());
}
