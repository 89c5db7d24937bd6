// The parts of Kubernetes objects that tell what runs where. Only what is needed, and never an error: an object of another
// shape than its kind has counts as one that says nothing.
import type { Labels } from '../world.ts';

export type Fields = Readonly<Record<string, unknown>>;

/** True for a map, and not for a list. */
const isFields = (value: unknown): value is Fields =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

/** The map itself; no fields for anything else. */
export const fieldsOf = (value: unknown): Fields => (isFields(value) ? value : {});

/** The field at a path; undefined where it is missing. */
export const at = (value: unknown, ...path: readonly string[]): unknown =>
	path.reduce((current: unknown, step) => fieldsOf(current)[step], value);

/** The list itself; an empty one for anything else. */
export const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

/** The text itself; undefined for anything else. */
export const textOf = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

/** Entries with text values. */
export const labelsOf = (value: unknown): Labels =>
	Object.fromEntries(
		Object.entries(fieldsOf(value)).flatMap(([name, text]) => (typeof text === 'string' ? [[name, text]] : [])),
	);

/** A port number, also written as text; undefined for anything else. */
export function portOf(value: unknown): number | undefined {
	const number = typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : value;
	return typeof number === 'number' && Number.isInteger(number) && number > 0 && number < 65_536 ? number : undefined;
}

export interface Named {
	readonly namespace: string;
	readonly name: string;
	readonly labels: Labels;
}

/** Namespace (`default` where none is written), name and labels. */
export const namedOf = (object: unknown): Named => ({
	namespace: textOf(at(object, 'metadata', 'namespace')) || 'default',
	name: textOf(at(object, 'metadata', 'name')) ?? '',
	labels: labelsOf(at(object, 'metadata', 'labels')),
});

/** True for an object of this kind and of a group: `apps`, or `` for the core group. Any version. */
export function isKind(object: unknown, group: string, kind: string): boolean {
	const apiVersion = textOf(at(object, 'apiVersion')) ?? '';
	const slash = apiVersion.indexOf('/');
	return at(object, 'kind') === kind && (slash < 0 ? '' : apiVersion.slice(0, slash)) === group;
}
