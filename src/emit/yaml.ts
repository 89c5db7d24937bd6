// The printer. cdk8s prints YAML with the `yaml` package, which spends most of its time deciding how to quote each
// scalar. We lay out maps and lists ourselves, print plain words as they are, and ask it once for each other scalar;
// anything unusual goes to cdk8s whole. Held to `Yaml.stringify` of cdk8s by a property test, with one difference: text that
// a reader in Go would take for something else is quoted always (misread.ts).
import { Yaml } from 'cdk8s';
import { isMisread, printWhole, quoted } from './misread.ts';

interface Scalar {
	/** From the blank after `key:` or `-` to the end of the line; of a block scalar, its header. */
	readonly text: string;
	/** Lines of a block scalar, without the indentation. */
	readonly lines: readonly string[];
}

const indentation = '  ';

/** A function that prints one document and remembers the scalars it has seen; the text ends with a line break. */
export function yamlPrinter(): (document: unknown) => string {
	const scalars = new Map<unknown, Scalar | undefined>();
	const keys = new Map<string, string | undefined>();

	/** Text of a node after its `key:` or `-`, or undefined where cdk8s must print the whole document. */
	function after(value: unknown, indent: string, inList: boolean): string | undefined {
		if (Array.isArray(value)) {
			if (value.length === 0) return ' []\n';
			const text = list(value, indent);
			return text === undefined ? undefined : inList ? ` ${text.slice(indent.length)}` : `\n${text}`;
		}
		if (typeof value === 'object' && value !== null) {
			const text = map(value, indent);
			if (text === undefined) return undefined;
			if (text === '') return ' {}\n';
			return inList ? ` ${text.slice(indent.length)}` : `\n${text}`;
		}
		const printed = scalar(value);
		if (printed === undefined || printed.lines.length === 0) return printed?.text;
		return printed.text + printed.lines.map((line) => `${indent}${line}\n`).join('');
	}

	function map(value: object, indent: string): string | undefined {
		let text = '';
		const deeper = indent + indentation;
		for (const [key, item] of Object.entries(value)) {
			const name = keyOf(key);
			const rest = after(item, deeper, false);
			if (name === undefined || rest === undefined) return undefined;
			text += `${indent}${name}${rest}`;
		}
		return text;
	}

	function list(items: readonly unknown[], indent: string): string | undefined {
		let text = '';
		const deeper = indent + indentation;
		for (const item of items) {
			const rest = after(item, deeper, true);
			if (rest === undefined) return undefined;
			text += `${indent}-${rest}`;
		}
		return text;
	}

	function scalar(value: unknown): Scalar | undefined {
		const known = scalars.get(value);
		if (known !== undefined || scalars.has(value)) return known;
		const printed = printScalar(value);
		scalars.set(value, printed);
		return printed;
	}

	function keyOf(key: string): string | undefined {
		const known = keys.get(key);
		if (known !== undefined || keys.has(key)) return known;
		const printed = printKey(key);
		keys.set(key, printed);
		return printed;
	}

	return (document) => {
		const isMap = typeof document === 'object' && document !== null && !Array.isArray(document);
		return (isMap ? map(document, '') : undefined) || printWhole(document);
	};
}

/** A line that YAML 1.1 reads as itself without quotes, by a rule narrower than the one cdk8s uses. */
const isPlain = (line: string): boolean =>
	(plainWords.test(line) && !wordsOfYaml.test(line)) || (digits.test(line) && !isMisread(line));
const plainWords = /^[A-Za-z/][\w./{}*@,"[\]-]*(?::[\w./{}*@,"[\]-]+)*(?: [\w./{}*@,"[\]-]+(?::[\w./{}*@,"[\]-]+)*)*$/;
const digits = /^[0-9][0-9a-z]*$/;
/** `e0` is a number to the `yaml` package. */
const wordsOfYaml = /^(?:y|n|yes|no|on|off|true|false|null|e[-\d]*)$/i;

/** With its colon. Undefined for a long key, which takes a form of its own, and for `...` and `---`, which are quoted at the margin only. */
function printKey(key: string): string | undefined {
	if (isMisread(key)) return key.length <= 1000 ? `${quoted(key)}:` : undefined;
	const text = Yaml.stringify({ [key]: 1 });
	const isInline = text.endsWith(': 1\n') && !text.startsWith('? ') && !/^(?:\.\.\.|---)/.test(key);
	return isInline ? text.slice(0, -' 1\n'.length) : undefined;
}

function printScalar(value: unknown): Scalar | undefined {
	if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'boolean') return undefined;
	if (typeof value === 'string') {
		if (isPlain(value)) return inline(value);
		if (isMisread(value)) return inline(quoted(value));
		const lines = value.split('\n');
		if (lines.length > 1 && lines.every((line) => plainWords.test(line))) return { text: ' |-\n', lines };
	}
	const [first = '', ...rest] = Yaml.stringify({ k: value }).slice('k: '.length, -1).split('\n');
	if (rest.length === 0) return inline(first);
	const isBlock = /^[|>][-+]?$/.test(first) && rest.every((line) => /^ {2}\S/.test(line));
	return isBlock ? { ...inline(first), lines: rest.map((line) => line.slice(indentation.length)) } : undefined;
}

const inline = (text: string): Scalar => ({ text: ` ${text}\n`, lines: [] });
