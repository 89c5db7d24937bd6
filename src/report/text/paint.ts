// Colour, decided by the shell and never the only carrier of meaning.

export interface Paint {
	readonly error: (text: string) => string;
	readonly warning: (text: string) => string;
	readonly note: (text: string) => string;
	readonly help: (text: string) => string;
	readonly strong: (text: string) => string;
	readonly faint: (text: string) => string;
}

const sgr =
	(open: string) =>
	(text: string): string =>
		text === '' ? '' : `\u001b[${open}m${text}\u001b[0m`;
const plain = (text: string): string => text;

const coloured: Paint = {
	error: sgr('1;31'),
	warning: sgr('1;33'),
	note: sgr('1;36'),
	help: sgr('1;32'),
	strong: sgr('1'),
	faint: sgr('2'),
};
const uncoloured: Paint = { error: plain, warning: plain, note: plain, help: plain, strong: plain, faint: plain };

/** Paints with ANSI colours, or leaves every text as it is. */
export const paintWith = (color: boolean): Paint => (color ? coloured : uncoloured);
