import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { hasErrors } from '../../src/core/diagnostic.ts';
import { type LoadedManifests, loadManifests, readManifestText } from '../../src/load/index.ts';
import { folderWith } from '../cli/console.ts';

const configMap = (name: string): string => `apiVersion: v1\nkind: ConfigMap\nmetadata: { name: ${name} }\n`;

const names = ({ objects }: LoadedManifests): readonly unknown[] =>
	objects.map(({ value: { metadata } }) =>
		typeof metadata === 'object' && metadata !== null && 'name' in metadata ? metadata.name : undefined,
	);
const codes = ({ diagnostics }: LoadedManifests): readonly string[] => diagnostics.map(({ code }) => code);

test('a folder is read with everything below it, by name, but for hidden folders and other endings', () => {
	const folder = folderWith({
		'b.yaml': `${configMap('b1')}---\n# nothing\n---\n${configMap('b2')}`,
		'a.json': JSON.stringify({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a' } }),
		'notes.txt': 'not: [yaml',
	});
	for (const below of ['deep', 'deep/er', '.git', 'node_modules']) {
		mkdirSync(join(folder, below));
		writeFileSync(join(folder, below, 'x.yml'), configMap(below.replace('/', '-').replace('.', 'dot')));
	}
	symlinkSync(folder, join(folder, 'deep/loop'));
	symlinkSync(join(folder, 'b.yaml'), join(folder, 'link.yaml'));
	const read = loadManifests(folder);
	expect(names(read)).toEqual(['a', 'b1', 'b2', 'deep-er', 'deep', 'b1', 'b2']);
	expect(codes(read)).toEqual([]);
	expect(read.objects[2]?.locate(['metadata'])).toEqual({ file: 'b.yaml', line: 9, column: 1, path: 'metadata' });
});

test('lists come item by item, each with its place', () => {
	const text = `apiVersion: v1
kind: List
items:
  - apiVersion: v1
    kind: ServiceList
    items:
      - metadata: { name: one }
  - apiVersion: v1
    kind: Pod
    metadata: { name: two }
`;
	const read = readManifestText('standard input', text);
	expect(read.objects.map(({ value }) => value.kind)).toEqual(['Service', 'Pod']);
	expect(read.objects.map(({ locate }) => locate(['metadata', 'name']).line)).toEqual([7, 10]);
	expect(read.sources.text('standard input')).toBe(text);
});

test('JSON comes through standard input, too', () => {
	const read = readManifestText(
		'-',
		JSON.stringify({ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'p' } }, null, '\t'),
	);
	expect(names(read)).toEqual(['p']);
});

test('every mistake is told, and what is in order is read all the same', () => {
	const folder = folderWith({
		'a.yaml': 'a: 1\na: 2\n',
		'b.yaml': `${configMap('b')}---\nkind: [\n`,
		'c.yaml': `${configMap('c')}---\njust: text\n---\n- 1\n`,
		'd.json': '{ "apiVersion": "v1", }',
		'e.yaml': `${configMap('e')}---\nx: &x [*x]\n`,
	});
	writeFileSync(join(folder, 'f.yaml'), Buffer.from([0xff, 0xfe, 0x41]));
	const read = loadManifests(folder);
	expect(names(read)).toEqual(['c', 'e']);
	expect(codes(read)).toEqual(['LOD034', 'LOD010', 'LOD062', 'LOD062', 'LOD010', 'LOD030', 'LOD006']);
	expect(read.diagnostics.every(({ origin }) => origin.file !== '')).toBe(true);
	expect(read.diagnostics.filter(({ code }) => code === 'LOD062').map(({ origin }) => origin.line)).toEqual([5, 7]);
});

test.each([
	['a folder that is not there', () => loadManifests(join(folderWith(), 'nope')), 'LOD060'],
	['a folder without manifests', () => loadManifests(folderWith({ 'a.txt': '' })), 'LOD061'],
	['an empty stream', () => readManifestText('standard input', ''), 'LOD061'],
])('%s is an error', (_what, make, code) => {
	const read = make();
	expect(codes(read)).toEqual([code]);
	expect(hasErrors(read.diagnostics)).toBe(true);
	expect(read.objects).toEqual([]);
});

test('one file is read by its own name', () => {
	const folder = folderWith({ 'a.yaml': configMap('a'), 'b.yaml': configMap('b') });
	const read = loadManifests(join(folder, 'a.yaml'));
	expect(names(read)).toEqual(['a']);
	expect(read.objects[0]?.locate(['kind']).file).toBe('a.yaml');
});
