// Reads a document of unknown shape without believing it: each getter gives the value in the wanted type, or what stands
// for its absence, and remembers a value of another type as a problem.
import type { Problem } from './problem.ts';

export interface Part {
	/** The place of this part, for problems. */
	readonly where: string;
	readonly has: (key: string) => boolean;
	readonly text: (key: string) => string;
	/** JSON writes booleans as such, Keycloak's maps as text: both are read. */
	readonly flag: (key: string, absent: boolean) => boolean;
	readonly number: (key: string) => number | undefined;
	readonly texts: (key: string) => readonly string[];
	/** An object with text values, as in `attributes` and `config`; other scalar values are printed. */
	readonly map: (key: string) => ReadonlyMap<string, string>;
	readonly part: (key: string) => Part;
	/** The objects of a list, each named by the first of `names` that it has. */
	readonly parts: (key: string, ...names: readonly string[]) => readonly Part[];
	/** The same, where no two have one name: the server refuses them, and a tool takes one or the other (26.7.5, measured). */
	readonly named: (key: string, name: string) => readonly Part[];
	readonly keys: readonly string[];
	readonly raw: unknown;
	/** Remembers a problem at this place, or at one of its keys, and gives it back. */
	readonly doubt: (what: string, key?: string) => Problem;
}

type Values = Readonly<Record<string, unknown>>;

/** True for an object that is no list. */
export const isValues = (value: unknown): value is Values =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

/** The part at the root of a document; every problem met below it is pushed to `problems`. */
export function partOf(raw: unknown, where: string, problems: Problem[]): Part {
	const doubt = (what: string, at = where): Problem => {
		const problem = { where: at, what };
		problems.push(problem);
		return problem;
	};
	const under = (key: string): string => (where === '' ? key : `${where}.${key}`);
	if (!isValues(raw) && raw !== undefined && raw !== null) doubt('is not an object');
	const values: Values = isValues(raw) ? raw : {};
	const at = (key: string): unknown => (Object.hasOwn(values, key) ? (values[key] ?? undefined) : undefined);
	const otherwise = <T>(key: string, value: unknown, wanted: string, absent: T): T => {
		if (value !== undefined) doubt(`is not ${wanted}`, under(key));
		return absent;
	};
	const parts: Part['parts'] = (key, ...names) => {
		const value = at(key);
		if (!Array.isArray(value)) return otherwise(key, value, 'a list', []);
		return value.map((each, index) => partOf(each, `${under(key)}.${nameOf(each, names) ?? index}`, problems));
	};
	return {
		where,
		raw,
		has: (key) => at(key) !== undefined,
		text: (key) => {
			const value = at(key);
			return typeof value === 'string' ? value : otherwise(key, value, 'text', '');
		},
		flag: (key, absent) => {
			const value = at(key);
			if (value === 'true' || value === 'false') return value === 'true';
			return typeof value === 'boolean' ? value : otherwise(key, value, 'true or false', absent);
		},
		number: (key) => {
			const value = at(key);
			return typeof value === 'number' ? value : otherwise(key, value, 'a number', undefined);
		},
		texts: (key) => {
			const value = at(key);
			if (!Array.isArray(value)) return otherwise(key, value, 'a list', []);
			return value.flatMap((each) => (typeof each === 'string' ? [each] : otherwise(key, each, 'a list of texts', [])));
		},
		map: (key) => mapOf(at(key), () => otherwise(key, at(key), 'an object of texts', undefined)),
		part: (key) => partOf(at(key), under(key), problems),
		parts,
		named: (key, name) => {
			const all = parts(key, name);
			const places = new Set<string>();
			for (const part of all.length < 2 ? [] : all) {
				if (places.has(part.where)) part.doubt('is there twice');
				places.add(part.where);
			}
			return all;
		},
		keys: Object.keys(values),
		doubt: (what, key) => doubt(what, key === undefined ? where : under(key)),
	};
}

function mapOf(value: unknown, complain: () => void): ReadonlyMap<string, string> {
	if (!isValues(value)) {
		complain();
		return new Map();
	}
	const found = new Map<string, string>();
	for (const name of Object.keys(value)) {
		const each = value[name];
		if (typeof each === 'string' || typeof each === 'boolean' || typeof each === 'number')
			found.set(name, String(each));
		// Absent: Keycloak drops attributes that are null.
		else if (each !== null && each !== undefined) complain();
	}
	return found;
}

function nameOf(value: unknown, names: readonly string[]): string | undefined {
	if (!isValues(value)) return undefined;
	for (const name of names) {
		const found = value[name];
		if (typeof found === 'string' && found !== '') return found;
	}
	return undefined;
}
