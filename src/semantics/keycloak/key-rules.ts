// Judges the keys of an object one by one: what is known to have no effect on tokens, or is read elsewhere, is fine, what
// depends on its value has a rule, and every other key is a problem. So a key that a later server brings is never passed over.
import type { Part } from './document.ts';
import type { Problem } from './problem.ts';

/** What is wrong with a value; undefined where it changes nothing. */
export type Rule = (value: unknown) => string | undefined;

/** `fine`: read elsewhere, or without effect on tokens. */
export type Rules = ReadonlyMap<string, Rule | 'fine'>;

/** A problem for each key that could change something and is not understood. Absent keys, null among them, have none. */
export function judgeKeys(part: Part, rules: Rules): readonly Problem[] {
	const values = part.raw as Readonly<Record<string, unknown>>;
	const problems: Problem[] = [];
	for (const key of part.keys) {
		const rule = rules.get(key);
		if (rule === 'fine' || !part.has(key)) continue;
		const what = rule === undefined ? 'is not understood' : rule(values[key]);
		if (what !== undefined) problems.push(part.doubt(what, key));
	}
	return problems;
}

/** Entries of `Rules`. */
export const fine = (...names: readonly string[]): readonly (readonly [string, 'fine'])[] =>
	names.map((name) => [name, 'fine']);

/** Entries of `Rules`. */
export const judged = (rule: Rule, ...names: readonly string[]): readonly (readonly [string, Rule])[] =>
	names.map((name) => [name, rule]);

/** One of these values, or else `what` is wrong. */
export const only =
	(what: string, ...values: readonly unknown[]): Rule =>
	(value) =>
		values.includes(value) ? undefined : what;

/** False, or else `what` is wrong. */
export const off = (what: string): Rule => only(what, false, 'false');

/** Nothing said, or a decimal number above `least`, or else `what` is wrong. */
export const longer =
	(least: number, what: string): Rule =>
	(value) =>
		value === '' || (/^\d+$/.test(String(value)) && Number(value) > least) ? undefined : what;

/** An empty list or object, or else `what` is wrong. */
export const empty =
	(what: string): Rule =>
	(value) =>
		isEmpty(value) ? undefined : what;

/** True for a list or an object with nothing in it. */
export const isEmpty = (value: unknown): boolean =>
	typeof value === 'object' && value !== null && Object.keys(value).length === 0;

/** Algorithms of which whoever verifies a token needs the public half of a key only. */
export const signatures: readonly string[] = ['RS', 'PS', 'ES'].flatMap((kind) =>
	['256', '384', '512'].map((size) => `${kind}${size}`),
);
