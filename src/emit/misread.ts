// Text that cdk8s prints plainly, and that readers of YAML 1.1 (kubectl's, in Go) take for something else: what would be
// applied is not what was proved. It is printed in quotes and with escapes (ADR 0003).
import { Yaml } from 'cdk8s';

/**
 * Numbers of YAML 1.1 and 1.2, and what go-yaml v2 reads beside them (`resolve`: underscores anywhere, then Go's own
 * literals, with `0O`, `0X` and `0B`). A label that becomes a number is refused, or is another label.
 */
const looksLikeNumber = (text: string): boolean => /^[-+.\d]/.test(text) && number.test(text.replaceAll('_', ''));
const number = /^[-+]?(?:0x[0-9a-f]*|0o[0-7]*|0b[01]*|(?:\d+(?:\.\d*)?|\.\d+)(?:e[-+]?\d+)?)$/i;

/** Line breaks of YAML 1.1 (NEL, LS, PS), and letters that it does not allow in a document (YAML 1.1, section 5.1). */
const oddLetters = String.raw`[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]`;
const odd = new RegExp(oddLetters);
const allOdd = new RegExp(oddLetters, 'g');

/** The `yaml` package prints it as a block, and every reader, itself among them, loses blanks of its first line. */
const beginsBlank = /^ *\n/;

/** `<<` as a key merges what stands behind it. */
const isWord = (text: string): boolean => text === '<<' || looksLikeNumber(text);

/** True for text that must not stand there plainly. */
export const isMisread = (text: string): boolean => odd.test(text) || beginsBlank.test(text) || isWord(text);

/** Whether cdk8s would print text or a key of the value so that some reader takes it for something else. */
export function isBareIn(value: unknown): boolean {
	if (typeof value === 'string') return isMisread(value) && Yaml.stringify(value) !== `${quoted(value)}\n`;
	if (typeof value !== 'object' || value === null) return false;
	return Object.entries(value).some(([key, item]) => (!Array.isArray(value) && isBareIn(key)) || isBareIn(item));
}

/** A whole document as cdk8s prints it, but for text that is misread. What cdk8s cannot print so is printed as JSON. */
export function printWhole(document: unknown): string {
	if (holdsOdd(document)) return `${escaped(JSON.stringify(document, undefined, 2))}\n`;
	// cdk8s quotes text with a control character, which goes again afterwards.
	return Yaml.stringify(marked(document)).replaceAll(/"\\x01([-+.\d][\w.+-]*|<<)"/g, '"$1"');
}

function holdsOdd(value: unknown): boolean {
	if (typeof value === 'string') return odd.test(value) || beginsBlank.test(value);
	if (typeof value !== 'object' || value === null) return false;
	return Object.entries(value).some(([key, item]) => holdsOdd(key) || holdsOdd(item));
}

function marked(value: unknown): unknown {
	if (typeof value === 'string') return isWord(value) ? `\u0001${value}` : value;
	if (Array.isArray(value)) return value.map(marked);
	if (typeof value !== 'object' || value === null) return value;
	return Object.fromEntries(Object.entries(value).map(([key, item]) => [marked(key), marked(item)]));
}

/** In double quotes, on one line, with every odd letter escaped: the same text to every reader. */
export const quoted = (text: string): string => escaped(JSON.stringify(text));

/** With odd letters written as `\uXXXX`. */
export const escaped = (text: string): string =>
	text.replace(allOdd, (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`);
