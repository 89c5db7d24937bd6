// The shapes of which the three kinds are made. Null is read as absent and told, as the API server refuses it; everything
// else of the wrong type makes the object unreadable: what istiod would make of it cannot be known, because it never gets it.
import { type Notes, note } from './problem.ts';

export type Fields = Readonly<Record<string, unknown>>;

/** An object that is no list. */
export const isFields = (value: unknown): value is Fields =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

function isAbsent(notes: Notes, value: unknown, path: string): value is undefined | null {
	if (value === null) note(notes, 'refused', path, 'null', 'the API server takes no nulls: leave the field out');
	return value === undefined || value === null;
}

/** For messages: `text`, `number`, `list`, `object`, `boolean`. */
const typeOf = (value: unknown): string =>
	Array.isArray(value) ? 'a list' : typeof value === 'string' ? 'a text' : `a ${typeof value}`;

function wrong(notes: Notes, path: string, value: unknown, wanted: string): undefined {
	note(notes, 'unreadable', path, typeOf(value), `the field is ${wanted}, and the API server refuses anything else`);
}

/** An object of any fields; undefined where it is absent. */
export function readObject(notes: Notes, value: unknown, path: string): Fields | undefined {
	if (isFields(value)) return value;
	return isAbsent(notes, value, path) ? undefined : wrong(notes, path, value, 'an object');
}

const unknownField = 'Istio has no such field here, so nothing is made of it';

/** An object whose fields are all among `known`; undefined where it is absent. */
export function readFields(notes: Notes, value: unknown, path: string, known: ReadonlySet<string>): Fields | undefined {
	const object = readObject(notes, value, path);
	if (object === undefined) return undefined;
	for (const name in object) {
		if (!known.has(name)) note(notes, 'unknown', `${path}.${name}`, `field \`${name}\``, unknownField);
	}
	return object;
}

const none: readonly never[] = [];

/** A list; empty where it is absent. */
export function readList(notes: Notes, value: unknown, path: string): readonly unknown[] {
	if (isAbsent(notes, value, path)) return none;
	if (Array.isArray(value)) return value;
	wrong(notes, path, value, 'a list');
	return none;
}

/** A list of texts; empty where it is absent. */
export function readTexts(notes: Notes, value: unknown, path: string): readonly string[] {
	const list = readList(notes, value, path);
	if (list.length === 0) return none;
	if (list.every((item) => typeof item === 'string')) return list;
	wrong(notes, path, list.find((item) => typeof item !== 'string') ?? null, 'a list of texts (numbers need quotes)');
	return none;
}

/** A text; undefined where it is absent. */
export function readText(notes: Notes, value: unknown, path: string): string | undefined {
	if (typeof value === 'string') return value;
	if (isAbsent(notes, value, path)) return undefined;
	return wrong(notes, path, value, 'a text (numbers need quotes)');
}

/** True or false; false where it is absent. */
export function readFlag(notes: Notes, value: unknown, path: string): boolean {
	if (typeof value === 'boolean') return value;
	if (!isAbsent(notes, value, path)) wrong(notes, path, value, 'true or false');
	return false;
}

/** One of some words; undefined where it is absent. */
export function readWord<const W extends string>(
	notes: Notes,
	value: unknown,
	path: string,
	words: readonly W[],
): W | undefined {
	const text = readText(notes, value, path);
	const word = words.find((each) => each === text);
	if (text !== undefined && word === undefined) {
		note(notes, 'unreadable', path, `\`${text}\``, `only ${words.join(', ')} are allowed`);
	}
	return word;
}
