// Which known names a mistyped one may have meant.
import { distance } from 'fastest-levenshtein';
import { byText } from './order.ts';
import { quoteList } from './quote.ts';

const most = 4;
/** Beyond this length a name is not a typing mistake, and the distance would cost too much. */
const longest = 100;

/** At most four of the known names, nearest first; none that differs in more than a third of its letters (at least two). */
export function nearest(name: string, known: Iterable<string>): readonly string[] {
	if (name.length > longest) return [];
	const allowed = Math.max(2, Math.floor(name.length / 3));
	const near: { candidate: string; steps: number }[] = [];
	for (const candidate of known) {
		if (Math.abs(candidate.length - name.length) > allowed) continue;
		const steps = distance(name.toLowerCase(), candidate.toLowerCase());
		if (steps <= allowed && candidate.length > steps) near.push({ candidate, steps });
	}
	near.sort((a, b) => a.steps - b.steps || byText(a.candidate, b.candidate));
	return near.slice(0, most).map(({ candidate }) => candidate);
}

/** ``did you mean `a` or `b`?``, or else the given sentence. */
export function didYouMean(names: readonly string[], otherwise: string): string {
	return names.length > 0 ? `did you mean ${quoteList(names, 'or')}?` : otherwise;
}
