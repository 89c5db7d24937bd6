import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { exitCodes } from '../../src/cli/exit.ts';
import { columnsOf, usesColor } from '../../src/cli/host.ts';
import { bad, catalogAsking, folderWith, good, inProcess, packageFolder } from './console.ts';

const schemaOf = (command: string) =>
	z.fromJSONSchema(JSON.parse(readFileSync(join(packageFolder, 'schema', `${command}.schema.json`), 'utf8')));

test('the exit codes are the published ones', () => {
	expect(exitCodes).toEqual({ holds: 0, findings: 1, badInput: 2, undecided: 3, bug: 4 });
});

test('check prints what the catalog grants, and writes nothing', async () => {
	const folder = folderWith(good);
	const { code, stdout, stderr } = await inProcess(folder, ['check']);
	expect(stderr).toBe('');
	expect(stdout).toContain(`
cart  team-cart, namespace shop
  cart.read     GET /cart
    ← checkout  as itself
`);
	expect(stdout).toContain('\nThe same grants as in prod.\n');
	expect(code).toBe(exitCodes.holds);
	expect(readdirSync(folder)).toEqual(['services.catalog.yaml']);
});

test('check of a wrong catalog: diagnostics on stderr, nothing on stdout', async () => {
	const { code, stdout, stderr } = await inProcess(folderWith(bad), ['check']);
	expect(code).toBe(exitCodes.badInput);
	expect(stdout).toBe('');
	expect(stderr).toMatch(/^error\[[A-Z]{3}\d{3}\]: /);
	expect(stderr).toContain('cart.raed');
	expect(stderr).toMatch(/\d errors?(?:, \d \w+)*\n$/);
});

test('a missing catalog is bad input, with the way to a first one', async () => {
	const { code, stderr } = await inProcess(folderWith(), ['check']);
	expect(code).toBe(exitCodes.badInput);
	expect(stderr).toContain('`services.catalog.ts`');
	expect(stderr).toContain('`meshgrant init`');
});

test.each([
	['check', [], good],
	['check', [], bad],
	['check', ['--environment', 'test', '--service', 'checkout'], good],
	['synth', [], good],
	['synth', [], bad],
	['graph', ['--environment', 'prod'], good],
	['graph', [], bad],
	['tokens', ['checkout'], good],
	['tokens', ['cart'], good],
	['tokens', ['checkout'], bad],
	['init', [], {}],
])('the JSON of %s %j fits its schema', async (command, argv, files) => {
	const { code, stdout, stderr } = await inProcess(folderWith(files), [command, ...argv, '--format', 'json']);
	const parsed: unknown = JSON.parse(stdout);
	expect(schemaOf(command).safeParse(parsed).error?.issues).toBeUndefined();
	expect(parsed).toMatchObject({ version: 1, command });
	expect(stderr).toBe('');
	expect(code).toBe(files === bad ? exitCodes.badInput : exitCodes.holds);
});

test('the schemas refuse what is not there', async () => {
	const { stdout } = await inProcess(folderWith(good), ['check', '--format', 'json']);
	const output: Record<string, unknown> = JSON.parse(stdout);
	expect(schemaOf('check').safeParse(output).success).toBe(true);
	expect(schemaOf('check').safeParse({ ...output, environments: null }).success).toBe(false);
	expect(schemaOf('check').safeParse({ ...output, version: 2 }).success).toBe(false);
	expect(schemaOf('synth').safeParse(output).success).toBe(false);
});

test('parts that several schemas share are the same in all', () => {
	const defs = new Map<string, string>();
	for (const command of ['check', 'synth', 'decide', 'who', 'reach', 'graph', 'tokens', 'init', 'explain']) {
		const schema: { $defs: Record<string, unknown> } = JSON.parse(
			readFileSync(join(packageFolder, 'schema', `${command}.schema.json`), 'utf8'),
		);
		for (const [name, part] of Object.entries(schema.$defs)) {
			expect(JSON.stringify(part), `${command} ${name}`).toBe(defs.get(name) ?? JSON.stringify(part));
			defs.set(name, JSON.stringify(part));
		}
	}
	const shared = ['diagnostic', 'environment', 'failure', 'grant', 'origin', 'proof'];
	expect([...defs.keys()].sort()).toEqual([...shared, 'caller', 'entry', 'rule', 'token'].sort());
});

test('synth writes all environments, says where, and what to try next', async () => {
	const folder = folderWith(good);
	const { code, stdout, stderr } = await inProcess(folder, ['synth', '--environment', 'prod']);
	expect(code).toBe(exitCodes.holds);
	expect(stdout).toMatch(/^prod: 1 grant at 1 service ─/);
	expect(stdout).not.toContain('test:');
	expect(stderr).toContain('kubectl diff -R -f ');
	expect(readdirSync(join(folder, 'dist')).sort()).toEqual(['.meshgrant', 'prod', 'test']);
	expect(readFileSync(join(folder, 'dist/prod/mesh/shop.yaml'), 'utf8')).toContain('kind: AuthorizationPolicy');
});

test('synth leaves the old output alone when the catalog is wrong or an option is', async () => {
	const folder = folderWith(good);
	await inProcess(folder, ['synth']);
	const before = readFileSync(join(folder, 'dist/prod/mesh/shop.yaml'), 'utf8');
	writeFileSync(join(folder, 'dist/prod/mesh/shop.yaml'), `${before}# touched\n`);
	const mistyped = await inProcess(folder, ['synth', '--service', 'chekout']);
	expect(mistyped.code).toBe(exitCodes.badInput);
	expect(mistyped.stderr).toContain('help: did you mean `checkout`?');
	writeFileSync(join(folder, 'services.catalog.yaml'), catalogAsking('cart.raed'));
	expect((await inProcess(folder, ['synth'])).code).toBe(exitCodes.badInput);
	expect(readFileSync(join(folder, 'dist/prod/mesh/shop.yaml'), 'utf8')).toBe(`${before}# touched\n`);
});

test('synth writes where --out says, or where cdk8s wants it', async () => {
	const folder = folderWith(good);
	await inProcess(folder, ['synth', '-q', '--out', 'a/b']);
	await inProcess(folder, ['synth', '-q'], { env: { CDK8S_OUTDIR: join(folder, 'c') } });
	expect(readFileSync(join(folder, 'a/b/.meshgrant'), 'utf8')).toBe(readFileSync(join(folder, 'c/.meshgrant'), 'utf8'));
});

test('synth refuses a folder of the user, without a stack', async () => {
	const folder = folderWith(good);
	mkdirSync(join(folder, 'dist'));
	writeFileSync(join(folder, 'dist/package.json'), '{}');
	const { code, stdout, stderr } = await inProcess(folder, ['synth']);
	expect(code).toBe(exitCodes.badInput);
	expect(stdout).toBe('');
	expect(stderr).toContain('holds `package.json`');
	expect(stderr).toContain('  help: meshgrant replaces its output folder as a whole');
	expect(stderr).not.toContain('    at ');
});

test.each([
	[['check', '-q'], ''],
	[['synth', '-q'], ''],
	[['init', '-q'], ''],
])('%j is quiet', async (argv, nothing) => {
	const { code, stdout, stderr } = await inProcess(folderWith(argv[0] === 'init' ? {} : good), argv);
	expect([code, stdout, stderr]).toEqual([exitCodes.holds, nothing, nothing]);
});

test('quiet still prints errors', async () => {
	expect((await inProcess(folderWith(bad), ['check', '-q'])).stderr).toContain('error[');
});

test.each([
	[[], 'Usage: meshgrant'],
	[['nope'], "error: unknown command 'nope'"],
	[['chek'], '(Did you mean check?)'],
	[['check', '--format', 'xml'], 'Allowed choices are text, json'],
	[['check', '--nope'], "error: unknown option '--nope'"],
	[['check', '--today', '2026-02-30'], 'It must be a day such as 2026-11-24'],
	[['check', 'a', 'b'], 'error: too many arguments'],
	[['tokens'], "error: missing required argument 'service'"],
	[['nope\u001b[31m'], 'nope\\x1b[31m'],
])('%j is a mistake in the arguments', async (argv, words) => {
	const { code, stdout, stderr } = await inProcess(folderWith(good), argv);
	expect(code).toBe(exitCodes.badInput);
	expect(stdout).toBe('');
	expect(stderr).toContain(words);
	expect(stderr).not.toContain('\u001b');
});

test.each([
	[['check', '-e', 'prd'], 'the catalog has no environment `prd`', 'did you mean `prod`?'],
	[['check', '-e', 'zzzzzzzz'], 'the catalog has no environment', 'there is `prod` and `test`'],
	[['check', '-s', 'crt'], 'no service, client, or gateway `crt`', 'did you mean `cart`?'],
	[['tokens', 'crt'], 'no service, client, or gateway `crt`', 'did you mean `cart`?'],
	[['graph'], 'a graph shows one environment, and the catalog has several', 'add --environment with prod or test'],
	[['graph', '-e', 'prod', '-s', 'crt'], 'no service, client, or gateway `crt`', 'did you mean `cart`?'],
	[['graph', '-e', 'prod', '-o', 'no/such/folder/x'], 'cannot be written', '--out'],
	[['graph', '-e', 'prod', '-f', 'png', '--font', 'no.ttf'], 'no font was found in `no.ttf`', '--format svg'],
])('%j: a name that is not there', async (argv, words, help) => {
	const { code, stderr } = await inProcess(folderWith(good), argv, { env: { COLUMNS: '120' } });
	expect(code).toBe(exitCodes.badInput);
	expect(stderr).toContain(words);
	expect(stderr).toContain(help);
});

test.each([
	['check', ['check', '-e', 'prd'], 'did you mean `prod`?'],
	['check', ['check', '--nope'], 'add --help for usage'],
	['synth', ['synth', '-s', 'crt'], 'did you mean `cart`?'],
	['graph', ['graph'], 'add --environment with prod or test'],
	['tokens', ['tokens', 'crt'], 'did you mean `cart`?'],
	['tokens', ['tokens'], 'add --help for usage'],
	['explain', ['explain', 'ACC12'], 'did you mean'],
	['init', ['init', 'surplus'], 'add --help for usage'],
	[null, ['chek'], 'add --help for usage'],
])('as JSON, a mistake in the arguments of %s is JSON, too: %j', async (command, argv, help) => {
	for (const format of [['--format', 'json'], ['--format=json']]) {
		const { code, stdout, stderr } = await inProcess(folderWith(good), [...argv, ...format]);
		expect(code).toBe(exitCodes.badInput);
		expect(stderr).toMatch(/^error: /);
		const parsed: unknown = JSON.parse(stdout);
		if (command !== null) expect(schemaOf(command).safeParse(parsed).error?.issues).toBeUndefined();
		expect(parsed).toMatchObject({ version: 1, command, ok: false, error: { help: expect.stringContaining(help) } });
		expect(parsed).not.toMatchObject({ error: { message: expect.stringMatching(/^error|\n/) } });
	}
});

test('help names every command and the exit codes, within 80 columns', async () => {
	const { code, stdout } = await inProcess(folderWith(), ['--help']);
	expect(code).toBe(exitCodes.holds);
	for (const name of ['init', 'check', 'synth', 'who', 'reach', 'graph', 'tokens', 'explain'])
		expect(stdout).toContain(`  ${name} `);
	expect(stdout).toContain('Exit codes: 0 holds');
	for (const line of stdout.split('\n')) expect(line.length).toBeLessThanOrEqual(80);
});

test('the version is the package’s', async () => {
	const { version }: { version: string } = JSON.parse(readFileSync(join(packageFolder, 'package.json'), 'utf8'));
	expect((await inProcess(folderWith(), ['--version'])).stdout).toBe(`${version}\n`);
});

test('graph: each format, to stdout or a file', async () => {
	const folder = folderWith(good);
	const graph = (...argv: string[]) => inProcess(folder, ['graph', '-e', 'prod', ...argv]);
	expect((await graph()).stdout).toContain('flowchart LR\n');
	expect((await graph('-f', 'dot')).stdout).toContain('digraph "shop" {');
	expect((await graph('-f', 'svg')).stdout).toContain('>checkout</text>');
	const toFile = await graph('-f', 'svg', '--out', 'calls.svg');
	expect([toFile.code, toFile.stdout]).toEqual([exitCodes.holds, '']);
	expect(readFileSync(join(folder, 'calls.svg'), 'utf8')).toContain('<svg');
	const terminal = { write: () => undefined, isTerminal: true, columns: 80 };
	const png = await inProcess(folder, ['graph', '-e', 'prod', '-f', 'png'], { stdout: terminal });
	expect(png.stderr).toContain('a png picture cannot be shown in a terminal');
});

test('init refuses to overwrite, and then writes nothing', async () => {
	const folder = folderWith({ 'cdk8s.yaml': 'mine' });
	const { code, stderr } = await inProcess(folder, ['init']);
	expect(code).toBe(exitCodes.badInput);
	expect(stderr).toContain('error: `cdk8s.yaml` is here already; nothing was written');
	expect(readdirSync(folder)).toEqual(['cdk8s.yaml']);
	expect(readFileSync(join(folder, 'cdk8s.yaml'), 'utf8')).toBe('mine');
});

const pages = { 'docs/diagnostics/ACC012.md': '# ACC012: a title\n\nSome words.\n', 'package.json': '{"version":"1"}' };

function packageWith(files: Readonly<Record<string, string>>): string {
	const folder = folderWith();
	mkdirSync(join(folder, 'docs/diagnostics'), { recursive: true });
	for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
	return folder;
}

test('explain: a page, the list, and the nearest code', async () => {
	const over = { packageFolder: packageWith(pages) };
	const explain = (...argv: string[]) => inProcess(folderWith(), ['explain', ...argv], over);
	expect((await explain('acc012')).stdout).toBe('ACC012: a title\n\nSome words.\n');
	expect((await explain()).stdout).toBe('ACC012  a title\n');
	const json: unknown = JSON.parse((await explain('ACC012', '--format', 'json')).stdout);
	expect(schemaOf('explain').safeParse(json).error).toBeUndefined();
	const wrong = await explain('ACC021');
	expect([wrong.code, wrong.stdout]).toEqual([exitCodes.badInput, '']);
	expect(wrong.stderr).toBe('error: there is no diagnostic `ACC021`\n  help: did you mean `ACC012`?\n');
	expect((await explain('../../package')).code).toBe(exitCodes.badInput);
});

test('a bug of ours shows its stack, asks for a report, and is exit code 4', async () => {
	const broken = {
		write: (): void => {
			throw new TypeError('planted');
		},
		isTerminal: false,
		columns: undefined,
	};
	const { code, stderr } = await inProcess(folderWith(good), ['check'], { stdout: broken });
	expect(code).toBe(exitCodes.bug);
	expect(stderr).toContain('bug: this is a mistake in meshgrant');
	expect(stderr).toContain('TypeError: planted\n    at ');
	expect(stderr).toContain('Please report it');
});

test('an expired exception depends on --today', async () => {
	const exceptions = `exceptions:
  - { kind: plaintext, service: cart, operations: [GET /metrics], owner: a, reason: b, expires: 2027-01-31 }
`;
	const folder = folderWith({ 'services.catalog.yaml': catalogAsking('cart.read') + exceptions });
	const before = await inProcess(folder, ['check', '--today', '2027-01-31']);
	expect([before.code, before.stderr]).toEqual([exitCodes.holds, '']);
	expect(before.stdout).toContain('plaintext: cart, GET /metrics, until 2027-01-31');
	expect((await inProcess(folder, ['check', '--today', '2027-02-01'])).code).toBe(exitCodes.badInput);
});

test('progress: on a terminal, after a second, and gone at the end', async () => {
	const shown: string[] = [];
	const stderr = {
		write: (chunk: string | Uint8Array) => void shown.push(String(chunk)),
		isTerminal: true,
		columns: 80,
	};
	await inProcess(folderWith(good), ['check'], { stderr, elapsedMs: () => 500 });
	expect(shown.join('')).toBe('');
	await inProcess(folderWith(good), ['check'], { stderr, elapsedMs: () => 5000 });
	expect(shown.join('')).toBe('\r\u001b[Kchecking the catalog and proving its output …\r\u001b[K');
	const piped = await inProcess(folderWith(good), ['check'], { elapsedMs: () => 5000 });
	expect(piped.stderr).toBe('');
});

const terminal = { write: () => undefined, isTerminal: true, columns: 100 };
const pipe = { ...terminal, isTerminal: false, columns: undefined };

test.each([
	[terminal, {}, true],
	[pipe, {}, false],
	[terminal, { NO_COLOR: '1' }, false],
	[terminal, { NO_COLOR: '' }, true],
	[terminal, { TERM: 'dumb' }, false],
	[pipe, { FORCE_COLOR: '1' }, true],
	[pipe, { FORCE_COLOR: '1', NO_COLOR: '1' }, true],
	[terminal, { FORCE_COLOR: '0' }, false],
])('colour of %j with %j: %s', (stream, env, color) => {
	expect(usesColor(stream, env)).toBe(color);
});

test.each([
	[terminal, {}, 100],
	[pipe, {}, 80],
	[pipe, { COLUMNS: '40' }, 40],
	[pipe, { COLUMNS: 'wide' }, 80],
	[{ ...terminal, columns: 400 }, {}, 120],
	[{ ...terminal, columns: 5 }, {}, 20],
])('columns of %j with %j: %i', (stream, env, columns) => {
	expect(columnsOf(stream, env)).toBe(columns);
});

test('nothing else of the folder is touched', async () => {
	const folder = folderWith(good);
	await inProcess(folder, ['synth']);
	expect(readdirSync(folder).sort()).toEqual(['dist', 'services.catalog.yaml']);
	expect(existsSync(join(folder, 'dist/prod/keycloak'))).toBe(true);
});
