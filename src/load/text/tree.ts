// Builds the value of a YAML or JSON text together with the places of its parts. Keys that would be lost or doubled are
// reported here, for both languages.
import type { Diagnostic } from '../../core/diagnostic.ts';
import { diagnose } from '../../core/diagnostic.ts';
import { loadDiagnostics } from '../diagnostics.ts';
import type { MemberPlace, PlaceOf } from '../places.ts';
import type { SourceFile } from '../source.ts';
import { originOf } from '../source.ts';

/** A value and where it stands. */
export interface Part {
	readonly value: unknown;
	readonly offset: number;
	/** True for an alias: the value stands elsewhere. */
	readonly reference: boolean;
}

export interface Key {
	readonly name: string;
	readonly offset: number;
}

export interface Tree {
	readonly file: SourceFile;
	readonly found: Diagnostic[];
	readonly placeOf: PlaceOf;
	readonly newObject: (offset: number) => Record<string, unknown>;
	readonly newList: (offset: number) => unknown[];
	readonly setKey: (object: Record<string, unknown>, key: Key, part: Part) => void;
	readonly addItem: (list: unknown[], part: Part) => void;
}

interface Written {
	readonly offset: number;
	readonly members: Map<string | number, WrittenMember>;
}

/** Offsets only: a large catalog has hundreds of thousands of them, and few are ever asked for. */
interface WrittenMember {
	readonly key: number;
	readonly value: number;
	readonly reference: boolean;
}

/** An empty tree for one file. */
export function openTree(file: SourceFile): Tree {
	const written = new Map<object, Written>();
	const found: Diagnostic[] = [];
	const register = <T extends object>(node: T, offset: number): T => {
		written.set(node, { offset, members: new Map() });
		return node;
	};
	const remember = (node: object, step: string | number, key: number, part: Part): void => {
		written.get(node)?.members.set(step, { key, value: part.offset, reference: part.reference });
	};
	const memberOf = ({ members }: Written, step: string | number): MemberPlace | undefined => {
		const member = members.get(step);
		if (member === undefined) return undefined;
		const { key, value, reference } = member;
		return { key: { file, offset: key }, value: { file, offset: value }, reference };
	};
	const originAt = (offset: number) => originOf({ file, offset }, '');
	return {
		file,
		found,
		placeOf: (node) => {
			const place = written.get(node);
			if (place === undefined) return undefined;
			return { own: { file, offset: place.offset }, member: (step) => memberOf(place, step) };
		},
		newObject: (offset) => register({}, offset),
		newList: (offset) => register([], offset),
		setKey: (object, { name, offset }, part) => {
			if (name === '__proto__') {
				found.push(diagnose(loadDiagnostics, 'LOD033', {}, originAt(offset)));
				return;
			}
			const first = written.get(object)?.members.get(name);
			if (first !== undefined) {
				const related = { origin: originAt(first.key), label: 'first written here' };
				found.push(diagnose(loadDiagnostics, 'LOD034', { key: name }, originAt(offset), [related]));
				return;
			}
			object[name] = part.value;
			remember(object, name, offset, part);
		},
		addItem: (list, part) => {
			remember(list, list.length, part.offset, part);
			list.push(part.value);
		},
	};
}
