import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Diagnostic, Severity } from '../../src/core/diagnostic.ts';
import { partOf } from '../../src/report/diagnostics/groups.ts';
import { renderDiagnostics, summary } from '../../src/report/index.ts';
import { widthOf } from '../../src/report/text/width.ts';
import { originAt } from './sample.ts';

const source = [
	"import { defineCatalog } from 'meshgrant';",
	'export default defineCatalog({',
	"\tservices: { checkout: { calls: [{ to: 'payments', scopes: ['payments.refnd'] }] } },",
	`\tlong: [${Array.from({ length: 60 }, (_, index) => `'GET /accounts/${index}'`).join(', ')}],`,
	"\twide: '漢字漢字', after: 'here',",
	"\tescape: 'a\u001b[31mb', after: 'x',",
	'});',
].join('\n');
const sources = { text: (file: string) => (file === 'services.catalog.ts' ? source : undefined) };
const plain = { color: false, width: 80 };

function diagnostic(over: Partial<Diagnostic> = {}): Diagnostic {
	return {
		code: 'ACC012',
		severity: 'error',
		message: '`checkout` calls an operation that `payments` does not offer',
		label: 'no scope `payments.refnd`',
		why: 'nobody could ever allow it',
		help: 'did you mean `payments.refund`?',
		origin: originAt('services.checkout.calls[0].scopes[0]', 3, 61),
		related: [],
		...over,
	};
}

const render = (diagnostics: readonly Diagnostic[], width = 80): string =>
	renderDiagnostics(diagnostics, sources, { color: false, width });
/** The block without the count at the end. */
const block = (over: Partial<Diagnostic>, width = 80): string =>
	render([diagnostic(over)], width).split('\n\n')[0] ?? '';
const columnOf = (line: number, text: string): number => (source.split('\n')[line - 1]?.indexOf(text) ?? -1) + 1;

test('the house format', () => {
	const related = [{ origin: originAt('services.payments', 2, 1), label: '`payments` offers `payments.refund`' }];
	expect(`\n${render([diagnostic({ related })], 112)}`).toBe(`
error[ACC012]: \`checkout\` calls an operation that \`payments\` does not offer
  ╷ services.catalog.ts:3:61
  │ 3 │   services: { checkout: { calls: [{ to: 'payments', scopes: ['payments.refnd'] }] } },
  │   │                                                              ^^^^^^^^^^^^^^^^ no scope \`payments.refnd\`
  ╵
  note: \`payments\` offers \`payments.refund\` (services.catalog.ts:2:1)
  why: nobody could ever allow it
  help: did you mean \`payments.refund\`?                                        explain: meshgrant explain ACC012

1 error
`);
});

test('a label without room beside the underline, but below it, stays near it', () => {
	expect(block({ label: 'no such scope at `payments`' }, 60)).toContain(`
  │   │                   ^^^^^^^^^^^^^^^^
  │   │                   no such scope at \`payments\`
  ╵`);
});

test('a long label without room beside the underline stands below it', () => {
	expect(block({ label: 'there is no scope of this name at `payments`, which offers others' }, 60)).toContain(`
  │ 3 │ …ments', scopes: ['payments.refnd'] }] } },
  │   │                   ^^^^^^^^^^^^^^^^
  │   │ there is no scope of this name at \`payments\`, which
  │   │ offers others
  ╵`);
});

test('an unknown place names the file and the path in the catalog', () => {
	expect(block({ origin: originAt('mesh.trustDomain', 0, 0) })).toContain(`
  ╷ services.catalog.ts at mesh.trustDomain
  │ no scope \`payments.refnd\`
  ╵`);
});

test('a file without text is named, with the path in the catalog', () => {
	expect(block({ origin: originAt('services.a', 7, 3, 'other.ts') })).toContain('  ╷ other.ts:7:3 at services.a\n');
	expect(block({ origin: originAt('services.a', 700, 3) })).toContain('  ╷ services.catalog.ts:700:3 at services.a\n');
});

test('a long line is cut on both sides of the place', () => {
	const lines = block({ origin: originAt('long', 4, columnOf(4, "'GET /accounts/30'")), label: 'here' }).split('\n');
	const [text = '', underline = ''] = lines.slice(2, 4);
	expect(widthOf(text)).toBeLessThanOrEqual(80);
	expect(text.match(/…/g)).toHaveLength(2);
	expect(text.slice(underline.indexOf('^'), underline.lastIndexOf('^') + 1)).toBe("'GET /accounts/30'");
});

test('the underline counts columns: wide characters are two', () => {
	const lines = block({ origin: originAt('after', 5, columnOf(5, "'here'")), label: '' }).split('\n');
	expect(lines.slice(2, 4)).toEqual(["  │ 5 │   wide: '漢字漢字', after: 'here',", `  │   │${' '.repeat(28)}^^^^^^`]);
});

test('escapes in the source and in messages are shown, not obeyed', () => {
	const text = block({
		origin: originAt('after', 6, columnOf(6, "'x'")),
		label: '\u001b[2Jgone',
		message: 'a\u001b]0;title\u0007',
		why: 'because\nof\u202e this',
		help: '\u009b1m',
		related: [{ origin: originAt('x', 1, 1, 'evil\u001b.ts'), label: '\u001b[1m' }],
	});
	expect(text).not.toMatch(/[^\P{Cc}\n]/u);
	expect(text).toContain("escape: 'a\\x1b[31mb', after: 'x',");
	expect(text).toContain('evil\\x1b.ts');
	const [line = '', underline = ''] = text.split('\n').slice(2, 4);
	expect(line.slice(underline.indexOf('^'), underline.lastIndexOf('^') + 1)).toBe("'x'");
});

test.each([
	['yaml', '- GET /accounts/{id}  # one', 3, 'GET /accounts/{id}'],
	['yaml', 'from: checkout', 7, 'checkout'],
	['yaml', '{ from: checkout, to: cart }', 9, 'checkout'],
	['yaml', '"quoted: text": 1', 1, '"quoted: text"'],
	['yaml', 'owner: *team', 8, '*'],
	['ts', "from: 'check\\'out',", 7, "'check\\'out'"],
	['yaml', '- { from: web, as: anyone }', 20, 'anyone'],
	['yaml', '{ a: { b: GET /a/{id}/{x} } }', 11, 'GET /a/{id}/{x}'],
	['yaml', '- { from: web, scopes: [a.b] }  # why', 3, '{ from: web, scopes: [a.b] }'],
	['yaml', "- { because: it's so, to: '}' }", 3, "{ because: it's so, to: '}' }"],
	['yaml', 'a: {}', 4, '{}'],
	['yaml', 'a: }', 4, '}'],
	['ts', 'scopes: [a]', 9, '[a]'],
	['ts', "calls: [{ to: 'a', scopes: ['b'] }, { to: 'c' }],", 9, "{ to: 'a', scopes: ['b'] }"],
	['ts', '\tcart: { // open', 8, '{ // open'],
	['ts', 'port: 8080,', 7, '8080'],
	['ts', 'open: "never closed', 7, '"never closed'],
	['ts', '', 1, undefined],
	['ts', 'short', 40, undefined],
])('in %s, `%s` at %i is underlined as %j', (ending, line, column, marked) => {
	const origin = originAt('x', 1, column, `c.${ending}`);
	const text = renderDiagnostics([diagnostic({ origin, label: '' })], { text: () => line }, plain);
	const [, , shown = '', underline = ''] = text.split('\n');
	const under = shown.slice(underline.indexOf('^'), underline.lastIndexOf('^') + 1);
	if (marked === undefined) expect(underline).toMatch(/ \^$/);
	else expect(under).toBe(marked);
});

test('groups: the most severe part first, a heading for each, most severe first inside', () => {
	const at = (code: string, severity: Severity, path: string, line: number): Diagnostic =>
		diagnostic({ code, severity, origin: originAt(path, line, 1) });
	const text = render([
		at('ACC003', 'note', 'services.b', 2),
		at('ACC002', 'warning', 'services.a.calls[0]', 1),
		at('ACC001', 'error', 'services.b.x', 7),
		at('ACC004', 'error', 'services["c.d"]', 1),
		at('ACC005', 'warning', 'mesh', 1),
	]);
	expect(text.match(/^(?:──.*|\w+\[\w+\])/gm)).toEqual([
		'── service b',
		'error[ACC001]',
		'note[ACC003]',
		'── service c.d',
		'error[ACC004]',
		'── catalog',
		'warning[ACC005]',
		'── service a',
		'warning[ACC002]',
	]);
	expect(text.endsWith('\n\n2 errors, 2 warnings, 1 note\n')).toBe(true);
});

test('repeats of one code are capped and counted, other codes are not', () => {
	const many = Array.from({ length: 17 }, (_, index) =>
		diagnostic({ code: 'CAT018', origin: originAt(`services.s${index}.x`, 3, 3) }),
	);
	const text = render([...many, diagnostic({ origin: originAt('services.z', 1, 1) })]);
	expect(text.match(/^error\[CAT018\]/gm)).toHaveLength(5);
	expect(text.match(/^error\[ACC012\]/gm)).toHaveLength(1);
	expect(text).toContain('  … and 12 more like this, in service s13, service s14, service s15, and 9 more');
	expect(text).toContain('\n18 errors\n');
});

test('colour adds escapes and changes nothing else', () => {
	const diagnostics = [diagnostic(), diagnostic({ severity: 'warning', code: 'ACC013', label: '' })];
	const coloured = renderDiagnostics(diagnostics, sources, { color: true, width: 80 });
	expect(coloured).toContain('\u001b[1;31merror[ACC012]\u001b[0m');
	// biome-ignore lint/suspicious/noControlCharactersInRegex: the escapes are what is looked for
	expect(coloured.replaceAll(/\u001b\[[\d;]*m/g, '')).toBe(render(diagnostics));
});

test('nothing to say is said with nothing', () => {
	expect(render([])).toBe('');
	expect(summary([])).toBe('no findings');
});

test('no line is wider than the terminal, whatever the input', () => {
	const text = fc.string({ unit: 'grapheme', maxLength: 60 });
	const origin = fc.record({
		file: fc.constantFrom('services.catalog.ts', 'x.yaml', ''),
		line: fc.integer({ min: 0, max: 9 }),
		column: fc.integer({ min: 0, max: 2000 }),
		path: fc.constantFrom('', 'services.a.calls[0]', 'mesh'),
	});
	const any = fc.record({ message: text, label: text, why: text, help: text, origin });
	fc.assert(
		fc.property(fc.array(any, { maxLength: 4 }), fc.constantFrom(40, 80, 120), (parts, width) => {
			const rendered = render(
				parts.map((part) => diagnostic(part)),
				width,
			);
			expect(rendered).not.toMatch(/[^\P{Cc}\n]/u);
			for (const line of rendered.split('\n')) expect(widthOf(line)).toBeLessThanOrEqual(width);
		}),
		{ seed: 20261124, numRuns: 300 },
	);
});

test.each([
	['services.accounts.callers[0]', 'service accounts'],
	['clients.mobile-app', 'client mobile-app'],
	['gateways["a b"].routes', 'gateway a b'],
	['environments.prod.hosts', 'environment prod'],
	['exceptions[3]', 'catalog'],
	['', 'catalog'],
])('`%s` belongs to %s', (path, part) => {
	expect(partOf(path)).toBe(part);
});
