// Many answers, one entry each, refusals with their reason; the count at the end.

import type { Origin } from '../../core/origin.ts';
import type { Answer } from '../../decide/index.ts';
import type { TextOptions } from '../diagnostics/render.ts';
import { paintWith } from '../text/paint.ts';
import { visible } from '../text/visible.ts';
import { padTo, widthOf, wrapAfter } from '../text/width.ts';
import { count } from '../text/words.ts';
import { hopText, statusOf } from './words.ts';

/** Longer ids get a line of their own. */
const idMost = 24;

/** The answers in their order; each line ends in a line break. */
export function renderAnswers(
	answers: readonly Answer[],
	options: TextOptions & { readonly manifestPlace: (origin: Origin) => string },
): string {
	const paint = paintWith(options.color);
	const ids = answers.map(({ id }, index) => visible(id ?? String(index + 1)));
	const idWidth = Math.min(idMost, Math.max(0, ...ids.map(widthOf)));
	const verdicts = answers.map(shortVerdict);
	const verdictWidth = Math.max(0, ...verdicts.map(widthOf));
	const lines = answers.flatMap((answer, index) => {
		const verdict = verdicts[index] ?? '';
		const id = ids[index] ?? '';
		const column = verdictWidth + idWidth + 4;
		const { from, to, request } = answer.asked;
		const first = `${padTo(verdict, verdictWidth)}  ${padTo(id, idWidth)}  `;
		const hang = ' '.repeat(column);
		const [head = '', ...rest] = wrapAfter(first, visible(`${from} → ${to}: ${request}`), options.width, hang);
		const colour = answer.verdict === 'allow' ? paint.help : answer.verdict === 'deny' ? paint.error : paint.warning;
		const why = wrapAfter(hang, visible(whyText(answer, options.manifestPlace)), options.width, hang);
		return [colour(head.slice(0, verdict.length)) + head.slice(verdict.length), ...rest, ...why.map(paint.faint)];
	});
	return `${lines.join('\n')}\n\n${tally(answers)}\n`;
}

function shortVerdict(answer: Answer): string {
	if (answer.verdict !== 'deny') return answer.verdict;
	const status = statusOf(answer.hops);
	return status === 'closed' ? 'closed' : `deny ${status}`;
}

/** The shortest that says why: in the catalog's terms where there is one, else the rule and its place. */
function whyText({ doubts, hops, refusal, verdict }: Answer, manifestPlace: (origin: Origin) => string): string {
	const [doubt] = doubts;
	const last = hops.at(-1);
	if (doubt !== undefined) return doubt;
	if (refusal !== undefined) return refusal.why;
	if (last === undefined) return '';
	if (verdict === 'allow' && last.grant !== undefined) return `grant ${last.grant.id}`;
	const at = hops.length > 1 ? `at ${last.at}, ` : '';
	return `${at}${hopText(last)}${last.place === undefined ? '' : ` (${manifestPlace(last.place)})`}`;
}

function tally(answers: readonly Answer[]): string {
	const amount = (verdict: Answer['verdict']) => answers.filter((answer) => answer.verdict === verdict).length;
	const undecided = amount('undecided');
	const parts = [
		`${amount('allow')} allowed`,
		`${amount('deny')} refused`,
		...(undecided > 0 ? [`${undecided} undecided`] : []),
	];
	return `${count(answers.length, 'question')}: ${parts.join(', ')}`;
}
