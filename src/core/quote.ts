// How a user's own value appears in a message: in backticks, on one line, never longer than a glance.

const longest = 60;

/** The value in backticks: text as it is, other values as JSON; control characters escaped, the middle of long ones cut. */
export function quote(value: unknown): string {
	return `\`${shorten(visible(plain(value)))}\``;
}

/** `a`, `a or b`, `a, b, or c`, each in backticks. */
export function quoteList(values: readonly unknown[], word: 'and' | 'or'): string {
	const quoted = values.map(quote);
	if (quoted.length <= 2) return quoted.join(` ${word} `);
	return `${quoted.slice(0, -1).join(', ')}, ${word} ${quoted.at(-1)}`;
}

function plain(value: unknown): string {
	if (typeof value === 'string') return value;
	if (Array.isArray(value)) return value.length === 0 ? '[]' : '[…]';
	if (typeof value === 'object' && value !== null) return Object.keys(value).length === 0 ? '{}' : '{…}';
	if (typeof value === 'function') return 'function';
	return String(value);
}

/** Invisible characters could hide what is wrong or turn the line around; a backtick would end the quotation. */
function visible(text: string): string {
	const scanned = text.length > 2 * longest ? text.slice(0, longest) + text.slice(-longest) : text;
	return scanned.replaceAll(/[\p{C}\p{Zl}\p{Zp}`]/gu, (character) =>
		character === '`' ? "'" : `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`,
	);
}

function shorten(text: string): string {
	const characters = [...text];
	if (characters.length <= longest) return text;
	return `${characters.slice(0, longest - 15).join('')}…${characters.slice(-14).join('')}`;
}
