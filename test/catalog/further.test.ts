// Mistakes of the shape hide no other ones, and cause none: a law over every key and every value of a catalog with one of
// everything.
import { expect, test } from 'vitest';
import { readCatalog } from '../../src/catalog/index.ts';
import { readShape } from '../../src/catalog/shape.ts';
import { type CatalogPath, locateByPath } from '../../src/core/origin.ts';
import { validCatalog } from './checks/valid.ts';

const today = '2026-11-24';
const locate = locateByPath('shop.yaml');
const told = (value: unknown): string[] =>
	readCatalog(value, locate, today)[1].map(({ code, origin }) => `${code} ${origin.path}`);

type Node = Record<string, unknown>;
const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null;

/** Every place in a value, the root left out. */
function places(value: unknown, path: CatalogPath = []): CatalogPath[] {
	if (!isNode(value)) return [path];
	const steps = Array.isArray(value) ? [...value.keys()] : Object.keys(value);
	return [...(path.length === 0 ? [] : [path]), ...steps.flatMap((step) => places(value[step], [...path, step]))];
}

/** A valid catalog with one place changed; undefined where the change does not apply. */
function changed(path: CatalogPath, change: Change): unknown {
	const root: Node = validCatalog();
	let holder: unknown = root;
	for (const step of path.slice(0, -1)) holder = isNode(holder) ? holder[step] : undefined;
	const step = path.at(-1) ?? '';
	return isNode(holder) && change(holder, String(step)) ? root : undefined;
}

type Change = (holder: Node, key: string) => boolean;
const renamedBy =
	(rename: (key: string) => string): Change =>
	(holder, key) => {
		if (Array.isArray(holder) || Object.hasOwn(holder, rename(key))) return false;
		holder[rename(key)] = holder[key];
		return delete holder[key];
	};
const valueBy =
	(replace: (value: string) => unknown): Change =>
	(holder, key) => {
		const value = holder[key];
		if (typeof value === 'string') holder[key] = replace(value);
		return typeof value === 'string';
	};

const changes: readonly (readonly [string, Change])[] = [
	['key without its last letter', renamedBy((key) => key.slice(0, -1))],
	['key with two letters swapped', renamedBy((key) => (key[1] ?? '') + (key[0] ?? '') + key.slice(2))],
	['another key', renamedBy(() => 'zzzzzz')],
	['a key beside it', (holder) => !Array.isArray(holder) && Reflect.set(holder, 'zzzzzz', [])],
	['value without its last letter', valueBy((value) => value.slice(0, -1))],
	['value in upper case', valueBy((value) => value.toUpperCase())],
	['value with a blank', valueBy((value) => `${value} x`)],
	['a number', valueBy(() => 7)],
	['nothing', valueBy(() => null)],
	['a list', valueBy((value) => [value])],
	['gone', (holder, key) => !Array.isArray(holder) && Reflect.deleteProperty(holder, key)],
];

test.each(changes.map(([name, change], turn) => [name, change, turn] as const))(
	'a mistake of the shape has no consequences: %s',
	(_name, change, turn) => {
		let wrong = 0;
		for (const [index, path] of places(validCatalog()).entries()) {
			// Every change at every fourth place, another fourth for each: all of them would take a quarter of a minute.
			if ((index + turn) % 4 !== 0) continue;
			const value = changed(path, change);
			if (value === undefined) continue;
			const [data, shape] = readShape(value, locate);
			if (data !== undefined) continue;
			wrong += 1;
			expect(told(value), path.join('.')).toEqual(shape.map(({ code, origin }) => `${code} ${origin.path}`));
		}
		expect(wrong).toBeGreaterThan(2);
	},
);

/** A broken operation, an unknown caller, and a name that is unknown in an exception. */
function withOthers(): Node & { services: Record<string, Node> } {
	const root = JSON.parse(
		JSON.stringify(validCatalog())
			.replace('GET /charges', 'GET /charges')
			.replace('POST /charges', 'POST charges')
			.replace('"from":"nightly"', '"from":"nihgtly"')
			.replace('"client":"partner"', '"client":"patrner"'),
	);
	return root;
}

const operation = 'CAT042 services.wallet.scopes["wallet.charge"][0]';
const names = ['ACC001 exceptions[2].client', 'ACC001 services.cart.callers[1].from'];

test.each<[string, (root: ReturnType<typeof withOthers>) => unknown, string, readonly string[]]>([
	['nothing', () => 0, '', [operation, ...names]],
	[
		'a misspelt key',
		({ mesh }) => Object.assign(mesh as Node, { egres: 'open' }),
		'CAT003 mesh.egres',
		[operation, ...names],
	],
	[
		'an unknown key',
		({ mesh }) => Object.assign(mesh as Node, { zzzzzz: 1 }),
		'CAT003 mesh.zzzzzz',
		[operation, ...names],
	],
	['an unknown key at the top', (root) => Object.assign(root, { zzzzzz: 1 }), 'CAT003 zzzzzz', [operation]],
	[
		'a misspelt key around the other mistakes',
		(root) => {
			root.servces = root.services;
			Reflect.deleteProperty(root, 'services');
		},
		'CAT003 servces',
		[operation.replace('services', 'servces'), names[0] ?? '', 'ACC001 servces.cart.callers[1].from'],
	],
	[
		'a word',
		({ services }) =>
			Object.assign(services.wallet ?? {}, { callers: [{ from: 'cart', scopes: ['wallet.charge'], as: 'usr' }] }),
		'CAT007 services.wallet.callers[0].as',
		[operation, ...names],
	],
	[
		'a number',
		(root) => Object.assign(root.services.one ?? {}, { owner: 7 }),
		'CAT004 services.one.owner',
		[operation, ...names],
	],
	[
		'a port out of range, beside',
		({ services }) => Object.assign(services.wallet ?? {}, { ports: { http: { port: 443_000, protocol: 'http' } } }),
		'CAT023 services.wallet.ports.http.port',
		[operation, ...names],
	],
	['a missing part elsewhere', (root) => Reflect.deleteProperty(root, 'mesh'), 'CAT002 ', [operation]],
	[
		'a missing part in the same service',
		({ services }) => Reflect.deleteProperty(services.wallet ?? {}, 'owner'),
		'CAT002 services.wallet',
		[],
	],
])('%s hides nothing that is sure', (_name, change, code, others) => {
	const root = withOthers();
	change(root);
	const found = told(root);
	expect(found).toEqual(expect.arrayContaining([...(code === '' ? [] : [code]), ...others]));
	if (!others.includes(names[0] ?? '')) expect(found.filter((one) => one.startsWith('ACC'))).toEqual([]);
	if (others.length === 0) expect(found).toEqual([code]);
});

test('misspelt keys below a misspelt key are told with it, once', () => {
	const root = withOthers();
	const { mesh, ...rest } = root;
	const { trustDomain, ...other } = mesh as Node;
	const value = { mehs: { trustDomian: trustDomain, ...other, istio: '1.2' }, ...rest };
	const found = told(value).filter((one) => one.startsWith('CAT0') && !one.includes('services'));
	expect(found.sort()).toEqual(['CAT003 mehs', 'CAT003 mehs.trustDomian', 'CAT007 mehs.istio']);
});

test('the value itself stays as it was, and shared parts are mended once', () => {
	const shared = Object.freeze({ app: 'cart', zzz: { deep: 1 } });
	const root: Node & { services?: Record<string, Node> } = validCatalog();
	for (const service of Object.values(root.services ?? {})) service.selecter = shared;
	const before = JSON.stringify(root);
	expect(told(root).filter((one) => !one.startsWith('CAT003'))).not.toContain('ACC');
	expect(JSON.stringify(root)).toBe(before);
});
