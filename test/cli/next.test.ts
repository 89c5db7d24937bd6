// What the program tells people to do next works when it is done, as it stands there.
import { existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { exitCodes } from '../../src/cli/exit.ts';
import { catalogAsking, type Ended, folderWith, good, inProcess, packageFolder } from './console.ts';

/** The commands among the lines, without `npx meshgrant`; a word in quotes is one. */
const hints = (text: string): readonly (readonly string[])[] =>
	[...text.matchAll(/^ {2}npx meshgrant (.+)$/gm)].map(([, line = '']) =>
		[...line.matchAll(/'([^']*)'|(\S+)/g)].map(([, inQuotes, plain = '']) => inQuotes ?? plain),
	);

async function runHints(cwd: string, told: Ended): Promise<readonly string[]> {
	const names: string[] = [];
	for (const argv of hints(told.stderr)) {
		const { code, stderr } = await inProcess(cwd, argv);
		expect(code, `${argv.join(' ')}: ${stderr}`).toBe(exitCodes.holds);
		names.push(argv.join(' '));
	}
	return names;
}

const withoutTokens = catalogAsking('cart.read')
	.replace(/^issuers:\n.*\n/m, 'withoutTokens: a test without an issuer\n')
	.replace(/issuers: \{ shop: .* \} \}/, '}')
	.replace(', as: service', '');

test.each<[string, Record<string, string>, string[], string[]]>([
	['the usual file', good, [], ['tokens checkout', 'graph -e prod --format svg --out calls.svg']],
	[
		'another file, another environment',
		{ 'my shop.yaml': catalogAsking('cart.read') },
		['my shop.yaml', '-e', 'test', '--out', 'x y/'],
		['tokens checkout my shop.yaml', 'graph my shop.yaml -e test --format svg --out calls.svg'],
	],
	['no tokens', { 'services.catalog.yaml': withoutTokens }, [], ['graph -e prod --format svg --out calls.svg']],
])('synth, then its hints: %s', async (_name, files, argv, expected) => {
	const folder = folderWith(files);
	const told = await inProcess(folder, ['synth', ...argv]);
	expect(told.code, told.stderr).toBe(exitCodes.holds);
	expect(await runHints(folder, told)).toEqual(expected);
	expect(readFileSync(join(folder, 'calls.svg'), 'utf8')).toContain('<svg');
	const [, compared = ''] = /kubectl diff -R -f (.+)/.exec(told.stderr) ?? [];
	expect(existsSync(join(folder, compared.replaceAll("'", ''))), compared).toBe(true);
});

test('the sample of this repository, too', async () => {
	const folder = folderWith();
	const told = await inProcess(packageFolder, ['synth', '--out', join(folder, 'dist')]);
	expect(hints(told.stderr)).toHaveLength(2);
	for (const argv of hints(told.stderr)) {
		const moved = argv.map((word) => (word === 'calls.svg' ? join(folder, word) : word));
		expect((await inProcess(packageFolder, moved)).code, argv.join(' ')).toBe(exitCodes.holds);
	}
	expect(existsSync(join(folder, 'calls.svg'))).toBe(true);
});

test('init, then its hints; it asks for the package only where that is not installed', async () => {
	const bare = await inProcess(folderWith(), ['init']);
	expect(bare.stderr).toContain('\n  npm install --save-dev meshgrant cdk8s-cli\n');
	const folder = folderWith();
	mkdirSync(join(folder, 'node_modules'));
	symlinkSync(packageFolder, join(folder, 'node_modules/meshgrant'));
	const told = await inProcess(folder, ['init']);
	expect(told.stderr).not.toContain('npm install');
	// The catalog imports the built package, which tests do not build.
	const catalog = readFileSync(join(folder, 'services.catalog.ts'), 'utf8');
	const source = catalog.replace("'meshgrant'", JSON.stringify(join(packageFolder, 'src/index.ts')));
	writeFileSync(join(folder, 'services.catalog.ts'), source);
	expect(await runHints(folder, told)).toEqual(['check', 'synth']);
});

test('graph says on stderr what it wrote, unless it must be quiet', async () => {
	const folder = folderWith(good);
	const graph = (...argv: string[]) => inProcess(folder, ['graph', '-e', 'prod', '-f', 'dot', '-o', 'a.dot', ...argv]);
	expect(await graph()).toEqual({ code: exitCodes.holds, stdout: '', stderr: 'wrote a.dot\n' });
	expect(await graph('-q')).toEqual({ code: exitCodes.holds, stdout: '', stderr: '' });
});

test('an output folder is called as it was typed', async () => {
	const folder = folderWith({ ...good, taken: '' });
	const typed = join(folder, 'taken');
	const { code, stderr } = await inProcess(folder, ['synth', '--out', typed], { env: { COLUMNS: '120' } });
	expect(code).toBe(exitCodes.badInput);
	expect(stderr.replace(/\s+/g, ' ')).toContain(`the output folder \`${typed}\``);
	const json = await inProcess(folder, ['synth', '--out', './d/', '--format', 'json']);
	expect(JSON.parse(json.stdout)).toMatchObject({ out: './d' });
});

test('help of graph says what happens without an environment', async () => {
	const { stdout } = await inProcess(folderWith(), ['graph', '--help']);
	expect(stdout).not.toContain('all of them');
	expect(stdout).toMatch(/needed where\s+the\s+catalog\s+has\s+several/);
});
