// Istio's patterns from both sides: a pattern that holds for a value, and values at the edge of a pattern.
import type { Dice } from './dice.ts';

/** A pattern made from a value. Mostly it matches; the last ones look as if they did, and `*` in them is a letter. */
export function patternOf(dice: Dice, value: string): string {
	const cut = value.length < 2 ? 0 : 1 + dice.below(value.length - 1);
	return dice.weighted<() => string>([
		[62, () => value],
		[8, () => '*'],
		[13, () => `${value.slice(0, cut)}*`],
		[13, () => `*${value.slice(cut)}`],
		[2, () => `*${value.slice(1, -1)}*`],
		[2, () => `${value.slice(0, cut)}*${value.slice(cut + 1)}`],
	])();
}

/** As `patternOf`, but for paths: one in four is a template with a segment, or the rest, left open. */
export function pathPatternOf(dice: Dice, path: string): string {
	if (!dice.chance(25)) return patternOf(dice, path);
	const steps = path.split('/').slice(1);
	const at = dice.below(steps.length);
	const open = dice.weighted([
		[3, '{*}'],
		[2, '{**}'],
	] as const);
	const rest = open === '{**}' && dice.chance(50) ? [] : steps.slice(at + 1);
	return `/${[...steps.slice(0, at), open, ...rest].join('/')}`;
}

/** A value that a reader of the pattern must think about: in it, or one step outside. */
export function edgeOf(dice: Dice, pattern: string): string {
	if (pattern.includes('{')) {
		const one = () => dice.pick(['x', 'x', '42', 'a', '', 'x/y', 'a|b']);
		const many = () => dice.pick(['x', 'x/y/z', '', 'a/', '*', 'a[b']);
		return pattern.replaceAll('{*}', one).replaceAll('{**}', many);
	}
	if (pattern === '*') return dice.pick(['x', '*', '']);
	if (pattern.startsWith('*')) return dice.pick([`x${pattern.slice(1)}`, pattern.slice(1), pattern.slice(2), pattern]);
	if (pattern.endsWith('*')) {
		const start = pattern.slice(0, -1);
		return dice.pick([`${start}x`, start, start.slice(0, -1), `${start}/x`, pattern]);
	}
	return dice.chance(50) ? pattern : near(dice, pattern);
}

/** The word with one step of change: a letter more, one less, another case. */
export function near(dice: Dice, word: string): string {
	return dice.pick([`${word}2`, word.slice(0, -1), swapCase(word), word.slice(1), `x${word}`]);
}

export function swapCase(word: string): string {
	const upper = word.toUpperCase();
	return word === upper ? word.toLowerCase() : upper;
}
