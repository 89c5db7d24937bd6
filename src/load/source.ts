// The text of a user's file, and the line and column of each offset in it.
import type { Origin } from '../core/origin.ts';

export interface SourceFile {
	/** Relative to the folder of the entry file, with `/`; it may begin with `../`. */
	readonly name: string;
	/** Without a byte order mark. */
	readonly text: string;
	/** Offset at which each line begins. */
	readonly lineStarts: readonly number[];
}

/** One offset in one file, in UTF-16 code units. */
export interface Spot {
	readonly file: SourceFile;
	readonly offset: number;
}

/** A source file with its lines found; a line ends at `\n`. */
export function sourceFile(name: string, text: string): SourceFile {
	const lineStarts = [0];
	for (let end = text.indexOf('\n'); end !== -1; end = text.indexOf('\n', end + 1)) lineStarts.push(end + 1);
	return { name, text, lineStarts };
}

/** Line and column of a spot, both from 1; columns count UTF-16 code units. */
export function originOf({ file, offset }: Spot, path: string): Origin {
	let low = 0;
	let high = file.lineStarts.length - 1;
	while (low < high) {
		const middle = (low + high + 1) >> 1;
		if ((file.lineStarts[middle] ?? 0) <= offset) low = middle;
		else high = middle - 1;
	}
	return { file: file.name, line: low + 1, column: offset - (file.lineStarts[low] ?? 0) + 1, path };
}

/** The spot at a line and column (both from 1), held inside the file. */
export function spotAt(file: SourceFile, line: number, column: number): Spot {
	const start = file.lineStarts[line - 1] ?? file.text.length;
	const end = file.lineStarts[line] ?? file.text.length;
	return { file, offset: Math.min(start + Math.max(column, 1) - 1, end) };
}
