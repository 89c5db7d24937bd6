// What a module's text says about its object and list literals: where each stands, and where its keys and elements do.
// Two mistakes can be seen only here: `__proto__` as a key, and a key written twice.
import type { ArrayExpression, Node, ObjectExpression, ObjectProperty } from 'oxc-parser';
import type { Diagnostic } from '../../core/diagnostic.ts';
import { diagnose } from '../../core/diagnostic.ts';
import { loadDiagnostics } from '../diagnostics.ts';
import type { SourceFile } from '../source.ts';
import { originOf } from '../source.ts';
import { bareExpression } from './parse.ts';

/** One entry of a literal, in the order of the text. Offsets are in UTF-16 code units. */
export type EntryShape =
	| {
			readonly kind: 'named';
			readonly name: string;
			readonly key: number;
			readonly value: number;
			readonly reference: boolean;
	  }
	/** `[key]: value`: the name is known only when the module has run. */
	| { readonly kind: 'computed'; readonly key: number; readonly value: number; readonly reference: boolean }
	| { readonly kind: 'spread'; readonly key: number }
	| { readonly kind: 'element'; readonly key: number; readonly reference: boolean }
	| { readonly kind: 'hole' };

export interface LiteralShape {
	readonly offset: number;
	readonly entries: readonly EntryShape[];
	readonly hasSpread: boolean;
}

const isReference = (node: Node): boolean => {
	const bare = bareExpression(node);
	return bare.type === 'Identifier' || bare.type === 'MemberExpression';
};

/** The shape of `{ … }`. */
export function objectShape(node: ObjectExpression): LiteralShape {
	const entries = node.properties.map((property): EntryShape => {
		if (property.type === 'SpreadElement') return { kind: 'spread', key: property.start };
		const reference = property.shorthand || isReference(property.value);
		const isAccessor = property.method || property.kind !== 'init';
		const place = { key: property.start, value: isAccessor ? property.start : property.value.start, reference };
		const name = nameOf(property);
		return name === undefined ? { kind: 'computed', ...place } : { kind: 'named', name, ...place };
	});
	return { offset: node.start, entries, hasSpread: entries.some((entry) => entry.kind === 'spread') };
}

/** The shape of `[ … ]`. */
export function listShape(node: ArrayExpression): LiteralShape {
	const entries = node.elements.map((element): EntryShape => {
		if (element === null) return { kind: 'hole' };
		if (element.type === 'SpreadElement') return { kind: 'spread', key: element.start };
		return { kind: 'element', key: element.start, reference: isReference(element) };
	});
	return { offset: node.start, entries, hasSpread: entries.some((entry) => entry.kind === 'spread') };
}

function nameOf(property: ObjectProperty): string | undefined {
	const { key } = property;
	if (!property.computed && key.type === 'Identifier') return key.name;
	if (key.type === 'Literal' && (typeof key.value === 'string' || typeof key.value === 'number')) {
		return String(key.value);
	}
	return undefined;
}

/** `__proto__: x`, which sets the prototype, and keys written twice. `__proto__: null` hides nothing and may stay. */
export function keyMistakes(file: SourceFile, node: ObjectExpression): readonly Diagnostic[] {
	const found: Diagnostic[] = [];
	const seen = new Map<string, ObjectProperty>();
	for (const property of node.properties) {
		if (property.type === 'SpreadElement') continue;
		const name = nameOf(property);
		if (name === undefined) continue;
		const origin = originOf({ file, offset: property.start }, '');
		if (name === '__proto__' && !property.computed && !property.shorthand && !property.method) {
			if (property.value.type === 'Literal' && property.value.raw === 'null') continue;
			found.push(diagnose(loadDiagnostics, 'LOD033', {}, origin));
			continue;
		}
		const first = seen.get(name);
		if (first === undefined) {
			seen.set(name, property);
		} else if (property.kind === 'init' || first.kind === 'init') {
			const related = { origin: originOf({ file, offset: first.start }, ''), label: 'first written here' };
			found.push(diagnose(loadDiagnostics, 'LOD034', { key: name }, origin, [related]));
		}
	}
	return found;
}
