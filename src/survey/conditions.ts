// Conditions on one attribute in words: patterns as policies write them, negations as "not".
import { printAddress } from '../traffic/address.ts';
import { type Letters, type Pattern, patternKey, someText } from '../traffic/pattern.ts';
import type { Atom, Predicate } from '../traffic/predicate.ts';

const stars: Readonly<Record<Letters, string>> = { any: '*', segment: '*', template: '{*}', templates: '{**}' };

/** A pattern as a policy would write it: `/accounts/{*}`, `/static/*`; `*` alone for any text. */
export const patternText = ({ pieces }: Pattern): string =>
	pieces.map((piece) => (piece.kind === 'text' ? piece.text : stars[piece.of])).join('');

/** The one text that a pattern matches; undefined where it matches others. */
export function literalOf({ pieces }: Pattern): string | undefined {
	const [first, second] = pieces;
	if (first === undefined) return '';
	return first.kind === 'text' && second === undefined ? first.text : undefined;
}

/** The texts that a condition on one attribute names, where it is nothing but a list of them; else undefined. */
export function literalsOf(predicate: Predicate): readonly string[] | undefined {
	switch (predicate.kind) {
		case 'any': {
			const lists = predicate.of.map(literalsOf);
			const known = lists.filter((list) => list !== undefined);
			return known.length < lists.length ? undefined : known.flat();
		}
		case 'text':
		case 'header':
		case 'claim': {
			const text = literalOf(predicate.pattern);
			return text === undefined ? undefined : [text];
		}
		default:
			return undefined;
	}
}

/** A condition on one attribute as values: `GET or POST`, `not /admin/*`. */
export function valuesText(predicate: Predicate): string {
	switch (predicate.kind) {
		case 'any':
			return predicate.of.length === 0 ? 'nothing' : predicate.of.map(valuesText).join(' or ');
		case 'all':
			return predicate.of.length === 0 ? 'anything' : predicate.of.map(grouped).join(' and ');
		case 'not':
			return `not ${grouped(predicate.of)}`;
		default:
			return atomText(predicate);
	}
}

const grouped = (predicate: Predicate): string => {
	const text = valuesText(predicate);
	return (predicate.kind === 'any' || predicate.kind === 'all') && predicate.of.length > 1 ? `(${text})` : text;
};

function atomText(atom: Atom): string {
	switch (atom.kind) {
		case 'text':
		case 'header':
		case 'claim':
			return isSome(atom.pattern) ? 'any' : patternText(atom.pattern) || '(empty)';
		case 'address': {
			const { family, bits, length } = atom.range;
			return `${printAddress({ family, bits })}/${length}`;
		}
		case 'port':
			return String(atom.port);
		case 'verified':
			return 'a verified token';
		case 'agrees':
			return `external authorizer ${atom.provider} agrees`;
	}
}

/** True for "any text": with or without the empty one. */
export const isSome = (pattern: Pattern): boolean =>
	patternKey(pattern) === patternKey(someText) ||
	(pattern.pieces.length === 1 && pattern.pieces[0]?.kind === 'run' && pattern.pieces[0].of === 'any');
