// Whether a value is plain data, before anything else looks at it: a finite tree of maps, lists, text and numbers.
import { type Diagnostic, diagnose } from '../core/diagnostic.ts';
import { type CatalogPath, type Locate, locateKey, printPath } from '../core/origin.ts';
import { catalogDiagnostics } from './diagnostics.ts';

/** No part of the schema is deeper than eight levels. */
const deepest = 10;
/** Aliases in YAML can make a small file huge; a catalog of 10,000 services and 100,000 grants has about two million. */
const mostNodes = 20_000_000;
const reservedNames = new Set(['__proto__', 'constructor', 'prototype']);

export interface Plainness {
	readonly diagnostics: readonly Diagnostic[];
	/** Printed paths of what is reported, so that nobody reports it again. */
	readonly reported: ReadonlySet<string>;
	/** False when reading on could run foreign code or never end. */
	readonly readable: boolean;
}

interface Walk {
	readonly diagnostics: Diagnostic[];
	readonly reported: Set<string>;
	readonly locate: Locate;
	/** Size of each part that was walked, as if aliases were written out. */
	readonly sizes: Map<object, number>;
	readonly ancestors: Set<object>;
	readable: boolean;
}

/** Everything in the value that is not plain data. */
export function plainness(value: unknown, locate: Locate): Plainness {
	const walk: Walk = {
		diagnostics: [],
		reported: new Set(),
		locate,
		sizes: new Map(),
		ancestors: new Set(),
		readable: true,
	};
	if (sizeOf(walk, value, []) > mostNodes) {
		walk.readable = false;
		report(walk, [], 'CAT036', { problem: 'size' });
	}
	return walk;
}

type PlainCode = 'CAT016' | 'CAT036' | 'CAT037';

function report<C extends PlainCode>(
	walk: Walk,
	path: CatalogPath,
	code: C,
	parameters: Parameters<typeof diagnose<typeof catalogDiagnostics, C>>[2],
): void {
	walk.reported.add(printPath(path));
	const origin = code === 'CAT016' ? locateKey(walk.locate, path) : walk.locate(path);
	walk.diagnostics.push(diagnose(catalogDiagnostics, code, parameters, origin));
}

function sizeOf(walk: Walk, value: unknown, path: CatalogPath): number {
	if (typeof value !== 'object' || value === null) {
		const odd = oddScalar(value);
		if (odd !== undefined && path.length > 0) report(walk, path, 'CAT037', odd);
		return 1;
	}
	if (walk.ancestors.has(value)) {
		report(walk, path, 'CAT036', { problem: 'cycle' });
		return 1;
	}
	const known = walk.sizes.get(value);
	if (known !== undefined) return known;
	const odd = oddObject(value);
	if (odd !== undefined) {
		report(walk, path, 'CAT037', odd);
		return 1;
	}
	if (path.length > deepest) {
		report(walk, path, 'CAT036', { problem: 'depth' });
		return 1;
	}
	walk.ancestors.add(value);
	const size = 1 + sizeOfEntries(walk, value, path);
	walk.ancestors.delete(value);
	walk.sizes.set(value, size);
	return size;
}

function sizeOfEntries(walk: Walk, value: object, path: CatalogPath): number {
	let size = 0;
	if (Array.isArray(value)) {
		for (let index = 0; index < value.length; index += 1) size += sizeOfEntry(walk, value, index, path);
		return size;
	}
	for (const key of Object.getOwnPropertyNames(value)) {
		if (reservedNames.has(key)) report(walk, [...path, key], 'CAT016', { name: key });
		size += sizeOfEntry(walk, value, key, path);
	}
	return size;
}

function sizeOfEntry(walk: Walk, value: object, step: string | number, path: CatalogPath): number {
	const entry = Object.getOwnPropertyDescriptor(value, step);
	const at = [...path, step];
	if (entry === undefined || 'value' in entry) return sizeOf(walk, entry?.value, at);
	walk.readable = false;
	report(walk, at, 'CAT037', { what: 'a getter', help: 'write the value itself' });
	return 1;
}

interface Odd {
	readonly what: string;
	readonly help: string;
}

function oddScalar(value: unknown): Odd | undefined {
	switch (typeof value) {
		case 'undefined':
			return { what: '`undefined`', help: 'leave the key out, or find out why it has no value' };
		case 'function':
			return { what: 'a function', help: 'write the value that it gives' };
		case 'symbol':
			return { what: 'a symbol', help: 'write a text' };
		case 'bigint':
			return { what: `\`${value}n\``, help: 'write a plain number' };
		case 'number':
			return Number.isFinite(value) ? undefined : { what: `\`${value}\``, help: 'write a plain number' };
		default:
			return undefined;
	}
}

function oddObject(value: object): Odd | undefined {
	if (value instanceof Date) return { what: 'a date value', help: "put the day in quotes, such as `'2026-12-31'`" };
	if (Object.getOwnPropertySymbols(value).length > 0)
		return { what: 'a map with symbols as keys', help: 'use texts as keys' };
	if (Array.isArray(value)) return undefined;
	const prototype: unknown = Object.getPrototypeOf(value);
	// A plain object of another realm has a prototype without a prototype, too.
	if (
		prototype === null ||
		(typeof prototype === 'object' &&
			Object.getPrototypeOf(prototype) === null &&
			Object.hasOwn(prototype, 'hasOwnProperty'))
	)
		return undefined;
	return {
		what: 'an object with a class or a prototype of its own',
		help: 'write a plain map: `{ … }`, without `__proto__` or `new`',
	};
}
