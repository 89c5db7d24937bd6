// From the questions about one attribute to the dimensions that they need: one where the attribute has one value, and one
// for each class of values where it has many.
import type { AddressAttribute, Atom } from '../traffic/predicate.ts';
import { addressClasses, families, isInsideRange } from './addresses.ts';
import { add, find, type Question, type Questions, type TextGroup } from './asked.ts';
import type { Draft, Place } from './dimension.ts';
import type { Presence, TextDomain } from './domain.ts';
import { textClasses } from './strings/classes.ts';
import type { TextClass } from './strings/text-class.ts';
import { isUndecided, type Undecided } from './undecided.ts';

/** The bit at this place. */
export const bit = (index: number): bigint => 1n << BigInt(index);
const allBits = (width: number): bigint => bit(width) - 1n;

/** An attribute with one text at most. `present`: the atom that there is one, if nobody asks; it puts boxes into words. */
export function oneText(
	questions: Questions,
	asked: readonly Question[],
	present: Atom | undefined,
	presence: Presence,
	classes: readonly TextClass[],
	at: (values: readonly (string | undefined)[]) => Draft['at'],
): Draft {
	const missing = presence === 'always' ? 0 : 1;
	const values = [...(missing === 1 ? [undefined] : []), ...classes.map(({ witness }) => witness)];
	const occurs = allBits(values.length);
	const bits = new Array<bigint>(asked.length).fill(0n);
	for (const [place, { mask }] of classes.entries()) {
		const own = bit(place + missing);
		for (const index of places(mask)) bits[index] = (bits[index] ?? 0n) | own;
	}
	const atoms: (readonly [Question | undefined, bigint])[] = bits.map((own, index) => [asked[index], own]);
	if (present !== undefined) atoms.push([add(questions, present), missing === 1 ? occurs & ~1n : occurs]);
	return { width: values.length, occurs, at: at(values), atoms };
}

/** The places of the bits that are set. */
export function places(mask: bigint): readonly number[] {
	const found: number[] = [];
	for (let left = mask, from = 0; left !== 0n; ) {
		// Thirty bits at a time, as plain numbers.
		for (let low = Number(BigInt.asUintN(30, left)), place = from; low !== 0; low >>>= 1, place++) {
			if (low & 1) found.push(place);
		}
		left >>= 30n;
		from += 30;
	}
	return found;
}

/** An attribute with any number of texts: each class of texts is there or not, whatever is with the others. */
export function manyTexts(
	group: TextGroup,
	texts: TextDomain,
	limit: number,
	at: (witness: string) => Draft['at'],
): readonly Draft[] | Undecided {
	const classes = textClasses(group.patterns, texts, limit);
	if (isUndecided(classes)) return classes;
	return classes.flatMap(({ mask, witness }) => {
		if (mask === 0n) return [];
		const atoms: Draft['atoms'] = places(mask).map((index) => [group.questions[index], 0b10n]);
		return [{ width: 2, occurs: 0b11n, at: at(witness), atoms }];
	});
}

/** An address. Both families are told apart. */
export function addressDraft(questions: Questions, attribute: AddressAttribute, presence: Presence): Draft {
	// Both families have an atom always, so that boxes can be put into words.
	for (const range of families) {
		const atom: Atom = { kind: 'address', attribute, range };
		if (find(questions, atom) === undefined) add(questions, atom);
	}
	const asked = questions.addresses.get(attribute) ?? [];
	const classes = presence === 'never' ? [] : addressClasses(asked.map(({ range }) => range));
	const missing = presence === 'always' ? 0 : 1;
	const values = [...(missing === 1 ? [undefined] : []), ...classes.map(({ witness }) => witness)];
	const atoms = asked.map(({ range, question }) => {
		const inside = classes.reduce((bits, one, at) => (isInsideRange(one.range, range) ? bits | bit(at) : bits), 0n);
		return [question, inside << BigInt(missing)] as const;
	});
	const at: Draft['at'] = (field) => ({ kind: 'address', field, attribute, values });
	return { width: values.length, occurs: allBits(values.length), at, atoms };
}

/** Ports that are named, and one that is not, if there is one. */
export function portDraft(asked: ReadonlyMap<number, Question>, ports: 'any' | readonly number[]): Draft {
	const exists = (port: number) =>
		ports === 'any' ? Number.isInteger(port) && port >= 1 && port <= 65_535 : ports.includes(port);
	const named = [...asked.keys()].filter(exists);
	const other = ports === 'any' ? otherPort(named) : ports.find((port) => !named.includes(port));
	const values = other === undefined ? named : [...named, other];
	const atoms = [...asked].map(([port, question]) => [question, exists(port) ? bit(named.indexOf(port)) : 0n] as const);
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
export function flagDraft(
	question: Question,
	presence: Presence,
	at: (place: Place<boolean>) => ReturnType<Draft['at']>,
): Draft {
	const occurs = presence === 'always' ? 0b10n : presence === 'never' ? 0b01n : 0b11n;
	return { width: 2, occurs, at: (field) => at({ field, values: [false, true] }), atoms: [[question, 0b10n]] };
}
