// What the schema looks like from outside: which keys, words and forms it knows at a place, and which form of several a
// value was meant to have.
import { z } from 'zod';
import type { CatalogPath } from '../../core/origin.ts';
import { quote, quoteList } from '../../core/quote.ts';

type Schema = z.core.$ZodType;
type Issue = z.core.$ZodIssue;

function bare(schema: Schema): Schema {
	return schema instanceof z.ZodExactOptional ? bare(schema.def.innerType) : schema;
}

/** The schema at a path; the given one itself where the path leads nowhere. */
export function schemaAt(schema: Schema, path: CatalogPath): Schema {
	let here = bare(schema);
	for (const step of path) {
		if (here instanceof z.ZodObject) here = bare(here.shape[step] ?? here);
		else if (here instanceof z.ZodRecord) here = bare(here.def.valueType);
		else if (here instanceof z.ZodArray) here = bare(here.def.element);
		else if (here instanceof z.ZodDiscriminatedUnion || here instanceof z.ZodUnion) here = optionWith(here, step);
	}
	return here;
}

function optionWith(union: z.ZodUnion, step: string | number): Schema {
	const options = union.options.map(bare);
	const found = options.find((option) => option instanceof z.ZodObject && Object.hasOwn(option.shape, step));
	return found instanceof z.ZodObject ? bare(found.shape[step] ?? found) : union;
}

/** The keys that a map may have, over all its forms. */
export function keysOf(schema: Schema): readonly string[] {
	const here = bare(schema);
	if (here instanceof z.ZodObject) return Object.keys(here.shape);
	return here instanceof z.ZodUnion ? here.options.flatMap((option) => keysOf(option)) : [];
}

/** The words that may stand alone, over all forms. */
export function wordsOf(schema: Schema): readonly string[] {
	const here = bare(schema);
	if (here instanceof z.ZodEnum) return here.options.map(String);
	if (here instanceof z.ZodLiteral) return [...here.values].map(String);
	return here instanceof z.ZodUnion ? here.options.flatMap((option) => wordsOf(option)) : [];
}

/** Each form in words: ``the word `none` ``, `a list`, ``a map with `cidr` and `port` ``. */
export function formsOf(schema: Schema): readonly string[] {
	const here = bare(schema);
	if (here instanceof z.ZodUnion) return here.options.flatMap((option) => formsOf(option));
	if (here instanceof z.ZodObject) {
		const needed = Object.keys(here.shape).filter((key) => !(here.shape[key] instanceof z.ZodExactOptional));
		return [`a map with ${quoteList(needed, 'and')}`];
	}
	if (here instanceof z.ZodArray) return ['a list'];
	const words = wordsOf(here);
	return words.length > 0 ? words.map(quote) : ['text'];
}

export type Branch =
	| { readonly kind: 'fits'; readonly schema: Schema; readonly issues: readonly Issue[] }
	| { readonly kind: 'none' };

/**
 * The form that the value was meant to have: for a map the one whose own keys it uses most, for text where a list is
 * possible the list; `none` when nothing tells.
 */
export function bestBranch(union: Schema, errors: readonly (readonly Issue[])[], value: unknown): Branch {
	const options = union instanceof z.ZodUnion ? union.options.map(bare) : [];
	const branches = options.map((schema, index) => ({ schema, issues: errors[index] ?? [] }));
	if (typeof value === 'object' && value !== null && !Array.isArray(value)) return bestMap(branches, value);
	const isList = Array.isArray(value);
	const found = branches.find(({ schema }) => schema instanceof z.ZodArray && (isList || typeof value === 'string'));
	return found === undefined ? { kind: 'none' } : { kind: 'fits', ...found };
}

function bestMap(
	branches: readonly { readonly schema: Schema; readonly issues: readonly Issue[] }[],
	value: object,
): Branch {
	const maps = branches.filter(({ schema }) => schema instanceof z.ZodObject || schema instanceof z.ZodUnion);
	const [only] = maps;
	if (only !== undefined && maps.length === 1 && only.schema instanceof z.ZodObject) return { kind: 'fits', ...only };
	const scored = maps.map((branch) => {
		const keys = keysOf(branch.schema);
		const others = maps.filter((other) => other !== branch).map(({ schema }) => keysOf(schema));
		const own = keys.filter((key) => !others.some((other) => other.includes(key)));
		return { branch, score: own.filter((key) => Object.hasOwn(value, key)).length };
	});
	const best = scored.toSorted((a, b) => b.score - a.score || a.branch.issues.length - b.branch.issues.length)[0];
	return best === undefined || best.score === 0 ? { kind: 'none' } : { kind: 'fits', ...best.branch };
}
