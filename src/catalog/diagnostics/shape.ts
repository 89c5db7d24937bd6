// What can be wrong with the catalog's shape: keys, types, words, lists.
import { spec } from '../../core/diagnostic.ts';
import { didYouMean } from '../../core/nearest.ts';
import { quote, quoteList } from '../../core/quote.ts';

/** What was found where something else belongs. */
export interface Found {
	readonly value: unknown;
}

const kindOf = (value: unknown): string => {
	if (value === null) return 'nothing (`null`)';
	if (typeof value === 'string') return `the text ${quote(value)}`;
	if (typeof value === 'number') return `the number ${quote(value)}`;
	if (typeof value === 'boolean') return `the truth value ${quote(value)}`;
	return Array.isArray(value) ? 'a list' : typeof value === 'object' ? 'a map' : 'something else';
};

/** The catalog itself is named, a part is quoted. */
const partAt = (at: string): string => (at === '' ? 'the catalog' : quote(at));

const endless = {
	cycle: {
		message: 'this part contains itself',
		label: 'contains itself',
		help: 'write the part out instead of an alias to what it stands in',
	},
	depth: { message: 'parts are nested too deeply here', label: 'too deep', help: 'remove the inner levels' },
	size: {
		message: 'the catalog has more than twenty million parts',
		label: 'too large',
		help: 'remove the aliases that repeat other parts, or cut the system in several catalogs',
	},
};

export const shapeDiagnostics = {
	CAT001: spec<Found>({
		severity: 'error',
		title: 'not a catalog',
		message: ({ value }) =>
			`the file gives ${value === undefined ? 'no value' : kindOf(value)} where a catalog belongs`,
		label: () => 'no catalog here',
		why: () => 'a catalog is one map with `name`, `mesh`, `namespaces`, `environments`, and `services`',
		help: () =>
			'export the catalog as the default: `export default defineCatalog({ … })`, or write the map at the top of the YAML file',
	}),
	CAT002: spec<{ readonly at: string; readonly key: string; readonly meaning: string }>({
		severity: 'error',
		title: 'missing key',
		message: ({ at, key }) => `${partAt(at)} lacks ${quote(key)}`,
		label: ({ key }) => `no ${quote(key)}`,
		why: ({ key, meaning }) =>
			meaning === '' ? `${quote(key)} has no default, since a guess could open access` : meaning,
		help: ({ key }) => `add ${quote(key)}`,
	}),
	CAT003: spec<{
		readonly at: string;
		readonly key: string;
		readonly near: readonly string[];
		readonly known: readonly string[];
	}>({
		severity: 'error',
		title: 'unknown key',
		message: ({ at, key }) => `${partAt(at)} has no key ${quote(key)}`,
		label: () => 'unknown key',
		why: () => 'a key that is not understood would be left out in silence, and what it says with it',
		help: ({ near, known }) => didYouMean(near, `use ${quoteList(known, 'or')}`),
	}),
	CAT004: spec<Found & { readonly expected: string }>({
		severity: 'error',
		title: 'wrong type',
		message: ({ value, expected }) => `${kindOf(value)} stands where ${expected} belongs`,
		label: ({ expected }) => `not ${expected}`,
		why: () => 'values are taken as written and never converted, so that they cannot come to mean something else',
		help: ({ value, expected }) =>
			expected === 'text' && ['number', 'boolean'].includes(typeof value)
				? `put it in quotes: ${quote(`'${value}'`)}`
				: `write ${expected}`,
	}),
	CAT005: spec<Found>({
		severity: 'error',
		title: 'not a list',
		message: ({ value }) => `${kindOf(value)} stands where a list belongs`,
		label: () => 'not a list',
		why: () => 'a list stays a list with one entry, so that adding a second one changes one line',
		help: ({ value }) =>
			typeof value === 'string' ? `put it in brackets: \`[${quote(value).slice(1, -1)}]\`` : 'write a list: `[ … ]`',
	}),
	CAT006: spec<Found>({
		severity: 'error',
		title: 'not a map',
		message: ({ value }) => `${kindOf(value)} stands where a map belongs`,
		label: () => 'not a map',
		why: () => 'this part has named entries',
		help: () => 'write a map: `{ key: value }`, or `key: value` on lines of its own',
	}),
	CAT007: spec<Found & { readonly words: readonly unknown[]; readonly near: readonly string[] }>({
		severity: 'error',
		title: 'not one of the words',
		message: ({ value, words }) =>
			`${quote(value)} is not ${words.length === 1 ? 'the word' : 'one of'} ${quoteList(words, 'or')}`,
		label: () => 'unknown word',
		why: () => 'only these words have a meaning here',
		help: ({ near, words }) => didYouMean(near, `use ${quoteList(words, 'or')}`),
	}),
	CAT008: spec<Found & { readonly forms: readonly string[]; readonly near: readonly string[] }>({
		severity: 'error',
		title: 'none of the forms',
		message: ({ value }) => `${kindOf(value)} has none of the forms that are understood here`,
		label: () => 'unknown form',
		why: ({ forms }) => `this part can be written as ${forms.join(', or as ')}`,
		help: ({ near }) => didYouMean(near, 'write it in one of these forms'),
	}),
	CAT009: spec<Record<never, never>>({
		severity: 'error',
		title: 'empty list or map',
		message: () => 'a list or map without entries says neither "nobody" nor "anybody"',
		label: () => 'no entries',
		why: () => 'an empty list is a reader’s riddle: elsewhere it means everybody, here it would mean nobody',
		help: () => 'add an entry, or leave the whole key out where it is optional',
	}),
	CAT016: spec<{ readonly name: string }>({
		severity: 'error',
		title: 'name reserved by JavaScript',
		message: ({ name }) => `${quote(name)} cannot be a name`,
		label: () => 'reserved name',
		why: () =>
			'`__proto__`, `constructor`, and `prototype` mean something else to JavaScript programs that read the catalog',
		help: () => 'choose another name',
	}),
	CAT035: spec<{ readonly value: unknown; readonly first: number }>({
		severity: 'error',
		title: 'entry listed twice',
		message: ({ value }) => `${quote(value)} is listed twice`,
		label: () => 'again',
		why: () => 'a second copy has no effect and hides what was meant instead',
		help: ({ first }) => `remove it; it is entry ${first + 1} already`,
	}),
	CAT036: spec<{ readonly problem: 'cycle' | 'depth' | 'size' }>({
		severity: 'error',
		title: 'endless or too deep',
		message: ({ problem }) => endless[problem].message,
		label: ({ problem }) => endless[problem].label,
		why: () => 'a catalog is a finite tree, at most ten levels deep, that a person could have written',
		help: ({ problem }) => endless[problem].help,
	}),
	CAT037: spec<{ readonly what: string; readonly help: string }>({
		severity: 'error',
		title: 'not plain data',
		message: ({ what }) => `${what} is not plain data`,
		label: () => 'not plain data',
		why: () =>
			'a catalog holds text, numbers, lists, and maps, so that it means the same in TypeScript, YAML, and JSON',
		help: ({ help }) => help,
	}),
};
