// A set of texts as a sequence of pieces: literal text, and runs of letters of one kind. Every way in which a mesh matches
// a text, and every path of a catalog, can be said so. What a pattern is made from is each reader's own affair; what it
// means is only here.

/** Letters of Envoy's URI templates, without the slash (path_matching in Envoy 1.34.1 and later). */
const templateLetters = "a-zA-Z0-9\\-._~%!$&'()+,;:@=*";

/**
 * Which letters a run is made of: `any`; `segment`, all but the slash; `template`, what Envoy's `{*}` takes;
 * `templates`, the same and slashes, as `{**}` takes.
 */
export type Letters = 'any' | 'segment' | 'template' | 'templates';

export type Piece =
	| { readonly kind: 'text'; readonly text: string }
	| { readonly kind: 'run'; readonly of: Letters; readonly atLeast: 0 | 1 };

export interface Pattern {
	/** No two texts in a row, no empty text. No pieces: the empty text only. */
	readonly pieces: readonly Piece[];
}

const classes: Readonly<Record<Letters, string>> = {
	any: '[^]',
	segment: '[^/]',
	template: `[${templateLetters}]`,
	templates: `[${templateLetters}/]`,
};

const oneLetter: Readonly<Record<Letters, RegExp>> = {
	any: new RegExp(`^${classes.any}$`),
	segment: new RegExp(`^${classes.segment}$`),
	template: new RegExp(`^${classes.template}$`),
	templates: new RegExp(`^${classes.templates}$`),
};

/** True when one letter (a UTF-16 code unit) belongs to the kind. */
export const isLetter = (letter: string, of: Letters): boolean => oneLetter[of].test(letter);

/** As many letters of one kind as there are, `atLeast` so many. */
export const run = (of: Letters, atLeast: 0 | 1): Piece => ({ kind: 'run', of, atLeast });

/** The pattern of these pieces in a row; strings are literal text, empty ones are left out and neighbours joined. */
export function pattern(...parts: readonly (string | Piece)[]): Pattern {
	const pieces: Piece[] = [];
	for (const part of parts) {
		const piece: Piece = typeof part === 'string' ? { kind: 'text', text: part } : part;
		const last = pieces.at(-1);
		if (piece.kind === 'text' && piece.text === '') continue;
		if (piece.kind === 'text' && last?.kind === 'text') {
			pieces[pieces.length - 1] = { kind: 'text', text: last.text + piece.text };
		} else pieces.push(piece);
	}
	return { pieces };
}

/** All texts, the empty one among them. */
export const anyText: Pattern = pattern(run('any', 0));

/** All texts but the empty one. */
export const someText: Pattern = pattern(run('any', 1));

/** The text that the pattern is, if it is just one. */
export function exactText({ pieces: [first, second] }: Pattern): string | undefined {
	if (first === undefined) return '';
	return second === undefined && first.kind === 'text' ? first.text : undefined;
}

/** One name for equal patterns: equal keys mean equal sets of texts (not the reverse). */
export function patternKey({ pieces }: Pattern): string {
	const [first, second] = pieces;
	if (first === undefined) return '';
	return second === undefined ? pieceKey(first) : pieces.map(pieceKey).join(' ');
}

const pieceKey = (piece: Piece): string =>
	piece.kind === 'text' ? lengthFirst(piece.text) : `${piece.of}${piece.atLeast}`;

/** A text inside a key: with its length, no text can pass for what follows it. */
export const lengthFirst = (text: string): string => `${text.length}"${text}`;

const specials = /[\\^$.*+?()[\]{}|/]/g;

/** A test for one pattern. Texts are compared letter for letter, case included. */
export function matcher({ pieces }: Pattern): (text: string) => boolean {
	const [first, second] = pieces;
	if (first === undefined) return (text) => text === '';
	if (second === undefined) {
		if (first.kind === 'text') return (text) => text === first.text;
		if (first.of === 'any') return first.atLeast === 0 ? () => true : (text) => text !== '';
	}
	if (pieces.length === 2 && first.kind === 'text' && isAnything(second)) return (text) => text.startsWith(first.text);
	if (pieces.length === 2 && isAnything(first) && second?.kind === 'text') return (text) => text.endsWith(second.text);
	const source = pieces.map((piece) =>
		piece.kind === 'text'
			? piece.text.replace(specials, '\\$&')
			: `${classes[piece.of]}${piece.atLeast === 0 ? '*' : '+'}`,
	);
	const whole = new RegExp(`^${source.join('')}$`);
	return (text) => whole.test(text);
}

const isAnything = (piece: Piece | undefined): boolean =>
	piece?.kind === 'run' && piece.of === 'any' && piece.atLeast === 0;
