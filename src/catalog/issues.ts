// From what the schema library found to what the user did: every issue becomes one diagnostic in the catalog's terms,
// at its exact place. No text of the library gets through.
import type { z } from 'zod';
import { type Diagnostic, diagnose } from '../core/diagnostic.ts';
import { invariant } from '../core/invariant.ts';
import { nearest } from '../core/nearest.ts';
import { type CatalogPath, type Locate, locateKey, printPath } from '../core/origin.ts';
import { nameDiagnostics } from './diagnostics/names.ts';
import { catalogDiagnostics } from './diagnostics.ts';
import { meaningOf } from './meanings.ts';
import type { Repair } from './repair.ts';
import { catalogSchema } from './schema/catalog.ts';
import { type Branch, bestBranch, formsOf, keysOf, schemaAt, wordsOf } from './schema/shape.ts';

type Issue = z.core.$ZodIssue;

interface Reading {
	readonly value: unknown;
	readonly locate: Locate;
	readonly reported: ReadonlySet<string>;
	readonly diagnostics: Diagnostic[];
	readonly repairs: Repair[];
}

export interface ExplainedIssues {
	readonly diagnostics: readonly Diagnostic[];
	/** For those diagnostics that have one clear repair, or whose place can be left out. */
	readonly repairs: readonly Repair[];
}

/** Where an issue's own path starts, and the schema there: the catalog, or a branch of a union inside it. */
interface Base {
	readonly path: CatalogPath;
	readonly schema: z.core.$ZodType;
}

/** The diagnostics of all issues that the catalog's schema found in the value, except below the places reported already. */
export function explainIssues(
	issues: readonly Issue[],
	value: unknown,
	locate: Locate,
	reported: ReadonlySet<string>,
): ExplainedIssues {
	const reading: Reading = { value, locate, reported, diagnostics: [], repairs: [] };
	explainAll(reading, issues, { path: [], schema: catalogSchema });
	return reading;
}

function explainAll(reading: Reading, issues: readonly Issue[], base: Base): void {
	const unknown = new Map<string, readonly string[]>();
	for (const issue of issues) {
		if (issue.code === 'unrecognized_keys') unknown.set(printPath(pathOf(base, issue)), issue.keys);
	}
	for (const issue of issues) {
		const path = pathOf(base, issue);
		if (isReported(reading, path)) continue;
		const key = path.at(-1);
		if (typeof key === 'string' && isMissing(reading.value, path)) {
			const others = unknown.get(printPath(path.slice(0, -1))) ?? [];
			// A misspelt key is one mistake: the unknown key is told, the missing one is not.
			if (others.some((other) => nearest(other, [key]).length > 0)) continue;
			const parameters = { at: printPath(path.slice(0, -1)), key, meaning: meaningOf(key) };
			reading.diagnostics.push(diagnose(catalogDiagnostics, 'CAT002', parameters, reading.locate(path.slice(0, -1))));
		} else explain(reading, issue, base);
	}
}

function explain(reading: Reading, issue: Issue, base: Base): void {
	const path = pathOf(base, issue);
	const origin = reading.locate(path);
	const value = valueAt(reading.value, path);
	const { diagnostics } = reading;
	const coded = codedIssue(issue, value, origin);
	if (coded !== undefined) {
		diagnostics.push(coded);
		if (issue.code !== 'invalid_type') reading.repairs.push({ kind: 'keep', path });
		return;
	}
	switch (issue.code) {
		case 'invalid_type':
			diagnostics.push(explainType(issue.expected, value, path, origin));
			if (issue.expected === 'string' && (typeof value === 'number' || typeof value === 'boolean'))
				reading.repairs.push({ kind: 'text', path, value: String(value) });
			return;
		case 'invalid_value':
			explainWord(reading, issue.values, path);
			return;
		case 'unrecognized_keys':
			explainKeys(reading, issue.keys, path, base);
			return;
		case 'invalid_key':
			explainName(reading, issue.issues, path);
			return;
		case 'invalid_union':
			explainUnion(reading, issue, path, base);
			return;
		default:
			invariant(false, `the schema gave an issue ${issue.code} at ${printPath(path)} that nobody explains`);
	}
}

/** Patterns and limits name their code themselves (`schema/words.ts`). */
function codedIssue(issue: Issue, value: unknown, origin: Diagnostic['origin']): Diagnostic | undefined {
	const code = issue.message;
	if (code === 'CAT009') return diagnose(catalogDiagnostics, code, {}, origin);
	if (code === 'CAT016') return diagnose(catalogDiagnostics, code, { name: String(value) }, origin);
	if (code === 'CAT035') {
		const first = issue.code === 'custom' ? issue.params : undefined;
		return diagnose(catalogDiagnostics, code, { value, first: Number(first?.first ?? 0) }, origin);
	}
	return isNameCode(code) ? diagnose(catalogDiagnostics, code, { value }, origin) : undefined;
}

const isNameCode = (code: string): code is keyof typeof nameDiagnostics => Object.hasOwn(nameDiagnostics, code);

function explainType(expected: string, value: unknown, path: CatalogPath, origin: Diagnostic['origin']): Diagnostic {
	if (path.length === 0) return diagnose(catalogDiagnostics, 'CAT001', { value }, origin);
	if (expected === 'array') return diagnose(catalogDiagnostics, 'CAT005', { value }, origin);
	if (expected === 'object' || expected === 'record') return diagnose(catalogDiagnostics, 'CAT006', { value }, origin);
	const words = expected === 'string' ? 'text' : 'a whole number';
	return diagnose(catalogDiagnostics, 'CAT004', { value, expected: words }, origin);
}

function explainWord(reading: Reading, words: readonly unknown[], path: CatalogPath): void {
	const origin = reading.locate(path);
	const value = valueAt(reading.value, path);
	const texts = words.filter((word) => typeof word === 'string');
	if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'boolean') {
		reading.diagnostics.push(diagnose(catalogDiagnostics, 'CAT004', { value, expected: 'text' }, origin));
		return;
	}
	const near = nearest(String(value), texts);
	reading.diagnostics.push(diagnose(catalogDiagnostics, 'CAT007', { value, words, near }, origin));
	const [only] = near;
	if (only !== undefined && near.length === 1) reading.repairs.push({ kind: 'word', path, value: only });
}

/** Letters of a misspelt key that still tells which one was meant. */
const shortest = 4;

function explainKeys(reading: Reading, keys: readonly string[], path: CatalogPath, base: Base): void {
	const known = keysOf(schemaAt(base.schema, path.slice(base.path.length)));
	const map = valueAt(reading.value, path);
	for (const key of keys) {
		const at = [...path, key];
		if (isReported(reading, at)) continue;
		const unused = known.filter((name) => !(isMap(map) && Object.hasOwn(map, name)));
		const near = nearest(key, unused);
		const [only] = near;
		// A short key is near to many: `sa` may be `as` or `via`.
		const isClear = only !== undefined && near.length === 1 && key.length >= shortest;
		reading.repairs.push(isClear ? { kind: 'rename', path: at, key: only } : { kind: 'drop', path: at });
		const parameters = { at: printPath(path), key, near, known };
		reading.diagnostics.push(diagnose(catalogDiagnostics, 'CAT003', parameters, locateKey(reading.locate, at)));
	}
}

/** The first thing wrong with a key, the key being the value that is quoted. */
function explainName(reading: Reading, issues: readonly Issue[], path: CatalogPath): void {
	const key = path.at(-1);
	const [first] = issues;
	const diagnostic = first === undefined ? undefined : codedIssue(first, key, locateKey(reading.locate, path));
	invariant(diagnostic !== undefined, `a key's pattern at ${printPath(path)} has no code`);
	reading.diagnostics.push(diagnostic);
}

function explainUnion(reading: Reading, issue: z.core.$ZodIssueInvalidUnion, path: CatalogPath, base: Base): void {
	const origin = reading.locate(path);
	const value = valueAt(reading.value, path);
	if (issue.discriminator !== undefined) {
		explainWord(reading, 'options' in issue ? (issue.options ?? []) : [], path);
		return;
	}
	const union = schemaAt(base.schema, path.slice(base.path.length));
	const branch: Branch = bestBranch(union, issue.errors, value);
	if (branch.kind === 'fits') {
		explainAll(reading, branch.issues, { path, schema: branch.schema });
		return;
	}
	const near = typeof value === 'string' ? nearest(value, wordsOf(union)) : [];
	reading.diagnostics.push(diagnose(catalogDiagnostics, 'CAT008', { value, forms: formsOf(union), near }, origin));
}

function pathOf(base: Base, issue: Issue): CatalogPath {
	const steps = issue.path.filter((step) => typeof step !== 'symbol');
	return [...base.path, ...steps];
}

function isReported(reading: Reading, path: CatalogPath): boolean {
	if (reading.reported.size === 0) return false;
	return path.some((_, index) => reading.reported.has(printPath(path.slice(0, index + 1))));
}

const isMap = (value: unknown): value is Readonly<Record<string, unknown>> =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

function valueAt(root: unknown, path: CatalogPath): unknown {
	let value: unknown = root;
	for (const step of path) {
		if (Array.isArray(value)) value = value[Number(step)];
		else if (isMap(value) && Object.hasOwn(value, step)) value = value[step];
		else return undefined;
	}
	return value;
}

function isMissing(root: unknown, path: CatalogPath): boolean {
	const parent = valueAt(root, path.slice(0, -1));
	const key = path.at(-1);
	return key !== undefined && isMap(parent) && !Object.hasOwn(parent, key);
}
