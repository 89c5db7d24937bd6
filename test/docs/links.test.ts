// Words that point somewhere point at something: links, commands and diagnostic codes in every page.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';

const root = join(import.meta.dirname, '../..');
const pages = ['.', 'docs', 'examples']
	.flatMap((folder) =>
		readdirSync(join(root, folder), { recursive: folder !== '.', encoding: 'utf8' }).map((file) => join(folder, file)),
	)
	.filter((file) => file.endsWith('.md'));

const { stdout: help } = spawnSync(process.execPath, [join(root, 'bin/meshgrant.mjs'), '--help'], { encoding: 'utf8' });
const commands = [...help.matchAll(/^ {2}([a-z]+)/gm)].map(([, command]) => command);

test('there are pages', () => {
	expect(pages).toEqual(
		expect.arrayContaining(['README.md', 'ARCHITECTURE.md', 'docs/catalog.md', 'docs/tokens.md', 'docs/benchmarks.md']),
	);
});

test.each(pages)('links of %s lead somewhere', (page) => {
	const text = readFileSync(join(root, page), 'utf8');
	const targets = [...text.matchAll(/\]\(([^)\s]+)\)/g)].map(([, target = '']) => target.replace(/#.*$/, ''));
	const local = targets.filter((target) => target !== '' && !/^[a-z]+:/.test(target));
	expect(local.filter((target) => !existsSync(join(root, dirname(page), target)))).toEqual([]);
});

test.each(pages)('commands and codes that %s names exist', (page) => {
	const text = readFileSync(join(root, page), 'utf8');
	expect(commands).toContain('check');
	const named = [...text.matchAll(/\bmeshgrant ([a-z]+)\b(?= [`<.a-z-]|`|$)/gm)].map(([, command]) => command);
	const isCommandLine = (command: string | undefined) =>
		text.includes(`npx meshgrant ${command}`) || text.includes(`\`meshgrant ${command}`);
	expect(named.filter((command) => isCommandLine(command) && !commands.includes(command))).toEqual([]);
	const codes = new Set(text.match(/\b(?:LOD|CAT|ACC|PRV|MAN|QST)\d{3}\b/g));
	expect([...codes].filter((code) => !existsSync(join(root, 'docs/diagnostics', `${code}.md`)))).toEqual([]);
	const scripts = [...text.matchAll(/\bnpm run (?:-s )?([a-z][a-z:-]*)/g)].map(([, script = '']) => script);
	const known = Object.keys(JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).scripts);
	expect(scripts.filter((script) => !known.includes(script))).toEqual([]);
});
