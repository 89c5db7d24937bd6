// User text is never trusted with the terminal: control characters, escapes and direction marks become visible words.

/** Everything that moves the cursor, colours, reorders or hides text; lone surrogates, too. */
const unsafe = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Co}]/gu;

const named: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

/** The same text with every character that a terminal would obey or hide written as `\x1b`, `\u202e` or `\n`. */
export function visible(text: string): string {
	return text.replace(unsafe, (character) => named[character] ?? escapeCode(character));
}

function escapeCode(character: string): string {
	const code = character.codePointAt(0) ?? 0;
	if (code < 0x100) return `\\x${code.toString(16).padStart(2, '0')}`;
	if (code < 0x10000) return `\\u${code.toString(16).padStart(4, '0')}`;
	return `\\u{${code.toString(16)}}`;
}
