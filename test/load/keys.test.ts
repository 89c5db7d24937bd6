// `locate.key`: the place of a key, whatever stands behind it and whatever the language.
import { expect, test } from 'vitest';
import { type CatalogPath, locateByPath, locateKey } from '../../src/core/origin.ts';
import { loadGood } from './folder.ts';

const paths: readonly CatalogPath[] = [['name'], ['part', 'owner'], ['list', 0], ['again'], ['nowhere'], []];

test.each([
	['c.yaml', 'name: shop\npart: { owner: me }\nlist: [x]\nagain: [y]\n', ['1:1', '2:9', '3:8', '4:1', '1:1', '1:1']],
	[
		'c.ts',
		"const again = ['y'];\nexport default { name: 'shop',\n\tpart: { owner: 'me' }, list: ['x'],\n\tagain };\n",
		['2:18', '3:10', '3:32', '4:2', '2:16', '2:16'],
	],
	[
		'c.json',
		'{ "name": "shop",\n"part": { "owner": "me" }, "list": ["x"], "again": ["y"] }',
		['1:3', '2:11', '2:37', '2:43', '1:1', '1:1'],
	],
])('keys in %s', async (name, text, expected) => {
	const { locate } = await loadGood({ [name]: text });
	const places = paths.map((path) => locateKey(locate, path));
	expect(places.map(({ line, column }) => `${line}:${column}`)).toEqual(expected);
	expect(places[1]?.path).toBe('part.owner');
});

test('without a file, the key answers as the value does', () => {
	expect(locateKey(locateByPath('shop.yaml'), ['a', 'b'])).toEqual({
		file: 'shop.yaml',
		line: 0,
		column: 0,
		path: 'a.b',
	});
});
