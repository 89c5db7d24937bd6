// Diagnostics as a terminal shows them: what, where, why, what to do. The house format of all messages.
import type { Diagnostic, Severity } from '../../core/diagnostic.ts';
import { groupBy, sortedUnique } from '../../core/order.ts';
import type { Origin } from '../../core/origin.ts';
import { type Paint, paintWith } from '../text/paint.ts';
import { visible } from '../text/visible.ts';
import { padTo, widthOf, wrapAfter } from '../text/width.ts';
import { count, listed } from '../text/words.ts';
import { excerptOf } from './excerpt.ts';
import { groupDiagnostics, partOf } from './groups.ts';

/** Where the text of the user's files comes from; `text` answers undefined for a file it does not have. */
export interface SourceTexts {
	text(file: string): string | undefined;
	/** A file as the reader would type its name; without this, as origins name it. */
	shownFile?(file: string): string;
}

export interface TextOptions {
	readonly color: boolean;
	/** Columns of the terminal. */
	readonly width: number;
}

interface Rendering {
	readonly paint: Paint;
	readonly width: number;
	readonly line: (origin: Origin) => string | undefined;
	/** `services.catalog.ts:41:14`, or the file alone where the place in it is unknown. */
	readonly where: (origin: Origin) => string;
}

/** Shown of one code before the rest is only counted. */
const repeatsShown = 5;

/**
 * All diagnostics, grouped by the part of the catalog they belong to, with a count at the end; each line ends in a line
 * break. Empty for none. Plain text without any escape unless `color` is true; user text can never bring its own.
 */
export function renderDiagnostics(
	diagnostics: readonly Diagnostic[],
	sources: SourceTexts,
	options: TextOptions,
): string {
	if (diagnostics.length === 0) return '';
	const rendering = renderingOf(sources, options);
	const groups = groupDiagnostics(diagnostics);
	const shown = new Map<string, number>();
	const blocks: string[] = [];
	const omitted = omittedByCode(groups.flatMap((group) => group.diagnostics));
	for (const group of groups) {
		const members: string[] = [];
		for (const diagnostic of group.diagnostics) {
			const nth = (shown.get(diagnostic.code) ?? 0) + 1;
			if (nth > repeatsShown) continue;
			shown.set(diagnostic.code, nth);
			const alike = nth === repeatsShown ? (omitted.get(diagnostic.code) ?? []) : [];
			members.push(block(diagnostic, alike, rendering));
		}
		if (members.length === 0) continue;
		if (groups.length > 1) blocks.push(rendering.paint.strong(`── ${visible(group.title)}`));
		blocks.push(...members);
	}
	return `${blocks.join('\n\n')}\n\n${summary(diagnostics)}\n`;
}

/** `2 errors, 1 warning`. */
export function summary(diagnostics: readonly Diagnostic[]): string {
	const severities: readonly Severity[] = ['error', 'warning', 'note'];
	const amounts = severities.map((severity) => ({
		severity,
		amount: diagnostics.filter((diagnostic) => diagnostic.severity === severity).length,
	}));
	const found = amounts.filter(({ amount }) => amount > 0).map(({ severity, amount }) => count(amount, severity));
	return found.length === 0 ? 'no findings' : found.join(', ');
}

function renderingOf(sources: SourceTexts, options: TextOptions): Rendering {
	const lines = new Map<string, readonly string[]>();
	const linesOf = (file: string): readonly string[] => {
		const known = lines.get(file);
		if (known !== undefined) return known;
		const split = sources.text(file)?.split(/\r\n|\r|\n/) ?? [];
		lines.set(file, split);
		return split;
	};
	const shownFile = sources.shownFile?.bind(sources) ?? ((file: string) => file);
	return {
		where: ({ file, line, column }) => {
			const name = file === '' ? 'catalog' : visible(shownFile(file));
			return line === 0 ? name : `${name}:${line}:${column}`;
		},
		paint: paintWith(options.color),
		width: Math.max(40, options.width),
		line: (origin) => (origin.line === 0 ? undefined : linesOf(origin.file)[origin.line - 1]),
	};
}

function omittedByCode(ordered: readonly Diagnostic[]): Map<string, Diagnostic[]> {
	return new Map(
		[...groupBy(ordered, (diagnostic) => diagnostic.code)].map(([code, all]) => [code, all.slice(repeatsShown)]),
	);
}

function block(diagnostic: Diagnostic, alike: readonly Diagnostic[], rendering: Rendering): string {
	const { paint } = rendering;
	const lines = [
		...heading(diagnostic, rendering),
		...place(diagnostic, rendering),
		...diagnostic.related.flatMap((related) =>
			remark('note', `${related.label} (${rendering.where(related.origin)})`, paint.note, rendering),
		),
		...(diagnostic.details ?? []).flatMap(({ label, text }) => remark(label, text, paint.strong, rendering)),
		...remark('why', diagnostic.why, paint.strong, rendering),
		...helpAndExplain(diagnostic, rendering),
	];
	if (alike.length > 0) lines.push(...more(alike, rendering));
	return lines.join('\n');
}

function heading(diagnostic: Diagnostic, { paint, width }: Rendering): string[] {
	const title = `${diagnostic.severity}[${diagnostic.code}]`;
	const [first = '', ...rest] = wrapAfter(`${title}: `, visible(diagnostic.message), width, '  ');
	return [paint[diagnostic.severity](title) + paint.strong(first.slice(title.length)), ...rest.map(paint.strong)];
}

function place(diagnostic: Diagnostic, rendering: Rendering): string[] {
	const { origin } = diagnostic;
	const line = rendering.line(origin);
	const where =
		rendering.where(origin) + (line === undefined && origin.path !== '' ? ` at ${visible(origin.path)}` : '');
	const rest = line === undefined ? labelAlone(diagnostic, rendering) : excerptLines(diagnostic, line, rendering);
	return [...ruled('  ╷ ', where, rendering), ...rest, rendering.paint.faint('  ╵')];
}

function labelAlone({ label }: Diagnostic, rendering: Rendering): string[] {
	return label === '' ? [] : ruled('  │ ', visible(label), rendering);
}

function ruled(first: string, text: string, { paint, width }: Rendering): string[] {
	const rule = '  │ ';
	return wrapAfter(first, text, width, rule).map(
		(line) => paint.faint(line.slice(0, rule.length)) + line.slice(rule.length),
	);
}

function excerptLines(diagnostic: Diagnostic, line: string, { paint, width }: Rendering): string[] {
	const { origin, severity } = diagnostic;
	const number = String(origin.line);
	const gutter = `  │ ${number} │ `;
	const blank = `  │ ${' '.repeat(number.length)} │ `;
	const yaml = /\.(?:ya?ml|json)$/.test(origin.file);
	const excerpt = excerptOf(line, origin.column, width - widthOf(gutter), yaml);
	const source = `${paint.faint(gutter)}${excerpt.text.trimEnd()}`;
	const underline = paint.faint(blank) + ' '.repeat(excerpt.before) + paint[severity]('^'.repeat(excerpt.length));
	const label = visible(diagnostic.label);
	if (label === '') return [source, underline];
	const used = widthOf(blank) + excerpt.before + excerpt.length + 1;
	if (used + widthOf(label) <= width) return [source, `${underline} ${paint[severity](label)}`];
	// Below the underline, and as near to it as the label's length allows.
	const left = Math.min(excerpt.before, width - widthOf(blank) - widthOf(label));
	const indent = blank + ' '.repeat(Math.max(0, left));
	const below = wrapAfter(indent, label, width, indent);
	return [source, underline, ...below.map((text) => paint.faint(blank) + paint[severity](text.slice(blank.length)))];
}

function remark(word: string, text: string, paint: (text: string) => string, { width }: Rendering): string[] {
	if (text === '') return [];
	const start = `  ${word}: `;
	const lines = wrapAfter(start, visible(text), width, ' '.repeat(start.length));
	return lines.map((line, index) => (index === 0 ? `  ${paint(`${word}:`)}${line.slice(start.length - 1)}` : line));
}

function helpAndExplain(diagnostic: Diagnostic, rendering: Rendering): string[] {
	const { paint, width } = rendering;
	const help = remark('help', diagnostic.help, paint.help, rendering);
	const explain = `explain: meshgrant explain ${diagnostic.code}`;
	const plain = `  help: ${visible(diagnostic.help)}`;
	if (help.length === 1 && widthOf(plain) + 4 + explain.length <= width) {
		const gap = padTo(plain, width - explain.length).slice(plain.length);
		return [`${help[0]}${gap}${paint.faint(explain)}`];
	}
	return [...help, `  ${paint.faint(explain)}`];
}

function more(alike: readonly Diagnostic[], rendering: Rendering): string[] {
	// What lies in no catalog is found by its lines alone.
	const lines = alike.filter(({ origin }) => origin.path === '' && origin.line > 0);
	const parts =
		lines.length === alike.length
			? lines.map(({ origin }) => rendering.where(origin))
			: sortedUnique(alike.map(({ origin }) => partOf(origin.path)));
	const most = lines.length === alike.length ? 12 : 3;
	const text = `and ${count(alike.length, 'more', 'more')} like this, in ${listed(parts.map(visible), most)}`;
	return wrapAfter('  … ', text, rendering.width, '    ');
}
