// Objects of our output with one or two faults each, or with a harmless change that looks like one: what a bug in a backend,
// a patch or a hand might write. A fault knows nothing of the rules, so that it can find those that nobody thought of.
import fc from 'fast-check';
import type { KubernetesObject } from '../../../src/manifests/object.ts';

export interface NearValid {
	/** What was done to it, for people: `rename spec.rules.0.to to To`. */
	readonly what: string;
	readonly object: KubernetesObject;
}

type Node = { [key: string]: unknown } | unknown[];
type Step = readonly (string | number)[];
interface Fault {
	readonly name: string;
	/** Undefined: the fault does not fit the value. */
	readonly of: (value: unknown, key: string) => unknown;
}

/** In place of a value that goes away. */
const gone = Symbol('gone');

const text = (name: string, of: (value: string) => unknown): Fault => ({
	name,
	of: (value) => (typeof value === 'string' ? of(value) : undefined),
});
const list = (name: string, of: (value: readonly unknown[]) => unknown): Fault => ({
	name,
	of: (value) => (Array.isArray(value) ? of(value) : undefined),
});
const repeated = (items: readonly unknown[], count: number) =>
	items.length === 0 ? undefined : Array.from({ length: count }, (_, index) => items[index % items.length]);

const faults: readonly Fault[] = [
	{ name: 'drop', of: () => gone },
	{ name: 'null', of: () => null },
	{ name: 'number', of: () => 7 },
	{ name: 'boolean', of: () => true },
	{ name: 'empty object', of: () => ({}) },
	{ name: 'wrap in a list', of: (value) => [value] },
	text('empty text', () => ''),
	text('space', () => ' '),
	text('upper case', (value) => value.toUpperCase()),
	text('capital', (value) => value.charAt(0).toUpperCase() + value.slice(1)),
	text('underscore', (value) => `${value}_`),
	text('dash', (value) => `${value}-`),
	text('star', (value) => `${value}*`),
	text('slash', (value) => `${value}/a`),
	text('dot', (value) => `${value}.a`),
	text('two dots', (value) => `${value}..a`),
	text('letter with accent', (value) => `${value}é`),
	text('line break', (value) => `${value}\n`),
	text('number as it is', (value) => (/^\d+$/.test(value) ? Number(value) : undefined)),
	...[63, 64, 253, 254, 320, 2049].map((length) =>
		text(`${length} characters`, (value) => value.padEnd(length, 'a').slice(0, length)),
	),
	...['0', '65535', '65536', '-1', '080', '1e3', '8080/tcp'].map((port) =>
		text(`port ${port}`, (value) => (/^\d+$/.test(value) ? port : undefined)),
	),
	...[0, 65_535, 65_536, -1, 1.5, '80', 'http', 'HTTP', 'a-name-of-16-chr'].map((port) => ({
		name: `port ${JSON.stringify(port)}`,
		of: (value: unknown) => (typeof value === 'number' ? port : undefined),
	})),
	...['10.0.0.0', '10.0.0.1/8', '10.0.0.0/33', '::/0', '010.0.0.0/8'].map((block) =>
		text(`block ${block}`, (value) => (/\/\d+$/.test(value) ? block : undefined)),
	),
	...[
		'ftp://a.example/keys',
		'https:///keys',
		'https://a b/keys',
		'HTTPS://a.example',
		'//a.example',
		'https://a.example:x',
	].map((url) => text(`url ${url}`, (value) => (value.includes('://') ? url : undefined))),
	list('empty list', () => []),
	list('twice', (items) => repeated(items, items.length * 2)),
	list('a null in it', (items) => [...items, null]),
	list('a text in it', (items) => [...items, 'a']),
	...[17, 513].map((count) => list(`${count} items`, (items) => repeated(items, count))),
];

/** Keys that may stand anywhere, beside those that the object has: a field of another kind, a status, a typing mistake. */
const foreign: Readonly<Record<string, unknown>> = {
	unknown: 'a',
	selector: { matchLabels: { app: 'a' } },
	targetRef: { group: '', kind: 'Service', name: 'a' },
	targetRefs: [{ group: '', kind: 'Service', name: 'a' }],
	portLevelMtls: { 80: { mode: 'PERMISSIVE' } },
	serviceAccounts: ['a/b'],
	notPorts: ['80'],
	jwks: '{}',
	namespace: 'b',
	status: { conditions: [] },
	generateName: 'a-',
	'0': { mode: 'STRICT' },
	'': 'a',
	'a b': 'a',
	'a/b/c': 'a',
};

const renames: readonly ((key: string) => string)[] = [
	(key) => `${key}s`,
	(key) => key.slice(0, -1),
	(key) => key.charAt(0).toUpperCase() + key.slice(1),
	(key) => key.toLowerCase(),
	(key) => key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
	(key) => `${key}*`,
	(key) => key.padEnd(64, 'a'),
];

/** One or two faults in one of the objects, at any place of it. */
export function nearValid(objects: readonly KubernetesObject[]): fc.Arbitrary<NearValid> {
	return fc
		.tuple(fc.constantFrom(...objects), fc.infiniteStream(fc.nat()), fc.constantFrom(1, 1, 1, 2))
		.map(([object, dice, count]) => {
			let changed: NearValid = { what: '', object };
			for (let done = 0; done < count; ) {
				const next = faulty(changed.object, () => dice.next().value ?? 0);
				if (next === undefined) continue;
				changed = { what: [changed.what, next.what].filter((each) => each !== '').join(' and '), object: next.object };
				done += 1;
			}
			return changed;
		});
}

type Roll = () => number;
const pick = <T>(items: readonly [T, ...T[]] | readonly T[], roll: Roll): T | undefined => items[roll() % items.length];

/** Undefined when the dice chose a fault that does not fit the place. */
function faulty(object: KubernetesObject, roll: Roll): NearValid | undefined {
	const copy = structuredClone(object);
	const path = pick(placesIn(copy, []), roll) ?? [];
	const parent = path.slice(0, -1).reduce<unknown>((node, step) => (node as never)[step], copy) as Node;
	const key = path.at(-1) ?? '';
	const where = path.join('.');
	const done = (what: string): NearValid => ({ what: `${what} ${where}`, object: copy });
	const way = roll() % 4;
	if (way === 0 && !Array.isArray(parent)) {
		const name = pick(renames, roll)?.(String(key)) ?? '';
		if (name in parent) return undefined;
		parent[name] = parent[key];
		delete parent[key];
		return done(`rename to ${name}`);
	}
	if (way === 1 && !Array.isArray(parent)) {
		const [name, value] = pick(Object.entries(foreign), roll) ?? ['', ''];
		if (name in parent) return undefined;
		parent[name] = structuredClone(value);
		return done(`add ${name} beside`);
	}
	const fault = pick(faults, roll);
	const value = fault?.of((parent as never)[key], String(key));
	if (fault === undefined || value === undefined) return undefined;
	if (value !== gone) (parent as Record<string | number, unknown>)[key] = value;
	else if (Array.isArray(parent)) parent.splice(Number(key), 1);
	else delete parent[key];
	return done(fault.name);
}

/** The path of every value in it but the root and the type: those are another object's. */
function placesIn(value: unknown, at: Step): readonly Step[] {
	if (typeof value !== 'object' || value === null) return [];
	const entries = Array.isArray(value) ? [...value.entries()] : Object.entries(value);
	return entries
		.filter(([key]) => at.length > 0 || (key !== 'apiVersion' && key !== 'kind'))
		.flatMap(([key, item]) => [[...at, key], ...placesIn(item, [...at, key])]);
}
