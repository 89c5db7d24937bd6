// From the atoms about one attribute to the dimensions that they need: one where the attribute has one value, and one for
// each class of values where it has many.
import type { AddressRange } from '../traffic/address.ts';
import { anyText, type Pattern } from '../traffic/pattern.ts';
import { type AddressAttribute, atomKey, type TextAttribute } from '../traffic/predicate.ts';
import { addressClasses, families, isInsideRange } from './addresses.ts';
import type { Dimension, Draft } from './dimension.ts';
import type { ClaimDomain, Domains, Presence, TextDomain } from './domain.ts';
import { textClasses } from './strings/classes.ts';
import type { TextClass } from './strings/text-class.ts';
import { isUndecided, type Undecided } from './undecided.ts';

/** Atoms about one attribute: what they ask, by key. */
export type Asked<T> = ReadonlyMap<string, T>;

type Make<T> = (values: readonly T[]) => Draft['at'];

const bit = (index: number): bigint => 1n << BigInt(index);
const allBits = (width: number): bigint => bit(width) - 1n;

/** An attribute with one text at most. */
export function textDraft(
	attribute: TextAttribute,
	asked: Asked<Pattern>,
	{ presence, texts }: Domains['texts'][TextAttribute],
	limit: number,
): Draft | Undecided {
	const present = atomKey({ kind: 'text', attribute, pattern: anyText });
	const make: Make<string | undefined> = (values) => (field) => ({ kind: 'text', field, attribute, values });
	return oneText(asked, present, presence, texts, limit, make);
}

/** A claim with one text at most. */
export function singleDraft({ path, texts }: ClaimDomain, asked: Asked<Pattern>, limit: number): Draft | Undecided {
	const present = atomKey({ kind: 'claim', path, pattern: anyText });
	const make: Make<string | undefined> = (values) => (field) => ({ kind: 'single', field, path, values });
	return oneText(asked, present, 'maybe', texts, limit, make);
}

function oneText(
	asked: Asked<Pattern>,
	present: string,
	presence: Presence,
	texts: TextDomain,
	limit: number,
	make: Make<string | undefined>,
): Draft | Undecided {
	const classes = presence === 'never' ? [] : textClasses([...asked.values()], texts, limit);
	if (isUndecided(classes)) return classes;
	const missing = presence === 'always' ? 0 : 1;
	const values = [...(missing === 1 ? [undefined] : []), ...classes.map(({ witness }) => witness)];
	const atoms = [...asked.keys()].map((key, index) => [key, bitsOf(classes, index) << BigInt(missing)] as const);
	// Presence has an atom always, so that it can be said of a box.
	const occurs = allBits(values.length);
	const some = asked.has(present) ? [] : [[present, missing === 1 ? occurs & ~1n : occurs] as const];
	return { width: values.length, occurs, at: make(values), atoms: [...atoms, ...some] };
}

/** The classes, as bits, that match the pattern at this index. */
function bitsOf(classes: readonly TextClass[], index: number): bigint {
	return classes.reduce((bits, { mask }, at) => ((mask >> BigInt(index)) & 1n ? bits | bit(at) : bits), 0n);
}

/** An attribute with any number of texts: each class of texts is there or not, whatever is with the others. */
export function manyDrafts(
	asked: Asked<Pattern>,
	texts: TextDomain,
	limit: number,
	make: (witness: string) => Draft['at'],
): readonly Draft[] | Undecided {
	const classes = textClasses([...asked.values()], texts, limit);
	if (isUndecided(classes)) return classes;
	const keys = [...asked.keys()];
	return classes
		.filter(({ mask }) => mask !== 0n)
		.map(({ mask, witness }) => {
			const holding = keys.filter((_, index) => (mask >> BigInt(index)) & 1n);
			return { width: 2, occurs: 0b11n, at: make(witness), atoms: holding.map((key) => [key, 0b10n] as const) };
		});
}

/** An address. Both families are told apart. */
export function addressDraft(attribute: AddressAttribute, asked: Asked<AddressRange>, presence: Presence): Draft {
	const classes = presence === 'never' ? [] : addressClasses([...asked.values()]);
	const missing = presence === 'always' ? 0 : 1;
	const values = [...(missing === 1 ? [undefined] : []), ...classes.map(({ witness }) => witness)];
	// Both families have an atom always, so that they can be named when a box is put into words.
	const ranges = new Map([
		...families.map((range) => [atomKey({ kind: 'address', attribute, range }), range] as const),
		...asked,
	]);
	const atoms = [...ranges].map(([key, range]) => {
		const inside = classes.reduce((bits, one, at) => (isInsideRange(one.range, range) ? bits | bit(at) : bits), 0n);
		return [key, inside << BigInt(missing)] as const;
	});
	return {
		width: values.length,
		occurs: allBits(values.length),
		at: (field) => ({ kind: 'address', field, attribute, values }),
		atoms,
	};
}

/** Ports that are named, and one that is not, if there is one. */
export function portDraft(asked: Asked<number>, ports: Domains['ports']): Draft {
	const exists = (port: number) =>
		ports === 'any' ? Number.isInteger(port) && port >= 1 && port <= 65_535 : ports.includes(port);
	const named = [...new Set(asked.values())].filter(exists);
	const other = ports === 'any' ? otherPort(named) : ports.find((port) => !named.includes(port));
	const values = other === undefined ? named : [...named, other];
	const atoms = [...asked].map(([key, port]) => [key, exists(port) ? bit(named.indexOf(port)) : 0n] as const);
	return {
		width: values.length,
		occurs: allBits(values.length),
		at: (field) => ({ kind: 'port', field, values }),
		atoms,
	};
}

function otherPort(named: readonly number[]): number | undefined {
	const taken = new Set(named);
	for (let port = 8080; port <= 65_535; port++) if (!taken.has(port)) return port;
	for (let port = 1; port < 8080; port++) if (!taken.has(port)) return port;
	return undefined;
}

/** Something that is so or not. */
export function flagDraft(key: string, presence: Presence, make: Make<boolean>): Draft {
	const occurs = presence === 'always' ? 0b10n : presence === 'never' ? 0b01n : 0b11n;
	return { width: 2, occurs, at: make([false, true]), atoms: [[key, 0b10n]] };
}

/** The dimension of one class of a header's values. */
export const headerAt =
	(name: string) =>
	(text: string): Draft['at'] =>
	(field): Dimension => ({ kind: 'header', field, name, values: [undefined, text] });

/** The dimension of one class of a claim's values. */
export const claimAt =
	(path: readonly string[]) =>
	(text: string): Draft['at'] =>
	(field): Dimension => ({ kind: 'claim', field, path, values: [undefined, text] });
