// One answer as a terminal shows it: the verdict first, then what was asked, who decided and where, and what would help.

import type { Origin } from '../../core/origin.ts';
import type { Answer, Edit, Hop, Remedy } from '../../decide/index.ts';
import type { TextOptions } from '../diagnostics/render.ts';
import { type Paint, paintWith } from '../text/paint.ts';
import { visible } from '../text/visible.ts';
import { padTo, widthOf, wrapAfter } from '../text/width.ts';
import { hopText, tokensText, verdictText } from './words.ts';

export interface AnswerOptions extends TextOptions {
	/** A place in a manifest, as the reader would type it. */
	readonly manifestPlace: (origin: Origin) => string;
	/** A place in the catalog. */
	readonly catalogPlace: (origin: Origin) => string;
}

interface Row {
	readonly label: string;
	readonly text: string;
	/** Lines below the text, indented and never wrapped: they are copied. */
	readonly code?: readonly string[];
}

/** The answer; each line ends in a line break. Never an escape unless `color` is true. */
export function renderAnswer(answer: Answer, options: AnswerOptions): string {
	const paint = paintWith(options.color);
	const rows = [
		...askedRows(answer),
		...answer.hops.map((hop) => hopRow(hop, options)),
		...grantRows(answer, options),
		...closing(answer, options),
	];
	const column = Math.max(...rows.map(({ label }) => widthOf(label))) + 4;
	const lines = rows.flatMap((row) => rowLines(row, column, options.width, paint));
	return `${heading(answer, options.width, paint)}\n\n${lines.join('\n')}\n`;
}

function heading(answer: Answer, width: number, paint: Paint): string {
	const { from, request, to } = answer.asked;
	const verdict = verdictText(answer);
	const where = answer.environment === undefined ? '' : ` (${answer.environment})`;
	const colour = answer.verdict === 'allow' ? paint.help : answer.verdict === 'deny' ? paint.error : paint.warning;
	const lines = wrapAfter(`${verdict}  `, visible(`${from} → ${to}: ${request}${where}`), width, '  ');
	return lines
		.map((line, index) =>
			index === 0 ? colour(verdict) + paint.strong(line.slice(verdict.length)) : paint.strong(line),
		)
		.join('\n');
}

function askedRows({ hops: [first] }: Answer): readonly Row[] {
	return first === undefined ? [] : tokensText(first.request).map((text) => ({ label: 'token', text }));
}

function hopRow(hop: Hop, { manifestPlace }: AnswerOptions): Row {
	const where = hop.place === undefined ? '' : ` (${manifestPlace(hop.place)})`;
	return { label: hop.at, text: `${hopText(hop)}${where}` };
}

/** The grant behind an answer; both proxies on a way through a gateway follow the same one. */
function grantRows({ verdict, hops }: Answer, { catalogPlace }: AnswerOptions): readonly Row[] {
	const grant = hops.at(-1)?.grant;
	if (grant === undefined || verdict !== 'allow') return [];
	const isOneSided = catalogPlace(grant.requested) === catalogPlace(grant.origin);
	const asked = isOneSided ? '' : `, asked for at ${catalogPlace(grant.requested)}`;
	return [{ label: 'grant', text: `${grant.id}, given at ${catalogPlace(grant.origin)}${asked}` }];
}

function closing(answer: Answer, options: AnswerOptions): readonly Row[] {
	const { refusal } = answer;
	return [
		...(refusal === undefined ? [] : [{ label: 'why', text: refusal.why }, ...remedyRows(refusal.remedy, options)]),
		...answer.doubts.map((text) => ({ label: 'in doubt', text })),
		...answer.notes.map((text) => ({ label: 'note', text })),
	];
}

function remedyRows(remedy: Remedy, { catalogPlace }: AnswerOptions): readonly Row[] {
	switch (remedy.kind) {
		case 'none':
			return [{ label: 'help', text: `no grant would help: ${remedy.because}` }];
		case 'not-found':
			return [{ label: 'help', text: `no change was found that helps: ${remedy.because}` }];
		case 'not-tried':
			return [{ label: 'help', text: 'ask this question alone to see what would help' }];
		case 'request': {
			const { what, grant } = remedy;
			const given =
				grant === undefined ? [] : [{ label: '', text: `grant ${grant.id}, given at ${catalogPlace(grant.origin)}` }];
			return [{ label: 'help', text: `${what}; then it passes (tried)` }, ...given];
		}
		case 'change': {
			const { edits, besides } = remedy;
			const rows = edits.map((edit, index) => ({
				label: index === 0 ? 'help' : '',
				text: `${editText(edit)} (${catalogPlace(edit.origin)}):`,
				code: [edit.text],
			}));
			const all = edits.length === 1 ? 'With this' : edits.length === 2 ? 'With both' : 'With all of them';
			const reason = edits.some(({ text }) => text.includes("because: 'say why'")) ? ' Write the reason yourself.' : '';
			const more = besides === '' ? reason : `${reason} Then ${besides}.`;
			return [...rows, { label: '', text: `${all} it passes, and the catalog has no errors (tried).${more}` }];
		}
	}
}

function editText({ list, part, act }: Edit): string {
	return act === 'add' ? `add to \`${list}\` of \`${part}\`` : `widen the entry in \`${list}\` of \`${part}\``;
}

function rowLines({ label, text, code = [] }: Row, column: number, width: number, paint: Paint): readonly string[] {
	const hang = ' '.repeat(column);
	const [first = '', ...rest] = wrapAfter(padTo(`  ${visible(label)}`, column), visible(text), width, hang);
	const head = paint.strong(first.slice(0, column)) + first.slice(column);
	return [head.trimEnd(), ...rest, ...code.map((line) => `${hang}  ${visible(line)}`)];
}
