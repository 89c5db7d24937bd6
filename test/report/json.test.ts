import { expect, test } from 'vitest';
import type { Diagnostic } from '../../src/core/diagnostic.ts';
import { diagnosticsJson, renderJson, renderPage } from '../../src/report/index.ts';
import { originAt } from './sample.ts';

const one: Diagnostic = {
	code: 'ACC001',
	severity: 'error',
	message: 'm',
	label: 'l',
	why: 'w',
	help: 'h',
	origin: originAt('services.a', 3, 1),
	related: [],
};

test('version and command come first, the text ends in a line break', () => {
	expect(renderJson('check', { ok: true, list: [] })).toBe(
		'{\n  "version": 1,\n  "command": "check",\n  "ok": true,\n  "list": []\n}\n',
	);
});

test('a fingerprint survives a move of the line, and nothing else', () => {
	const print = (over: Partial<Diagnostic>): string => diagnosticsJson([{ ...one, ...over }])[0]?.fingerprint ?? '';
	expect(print({})).toMatch(/^[0-9a-f]{16}$/);
	expect(print({ origin: originAt('services.a', 9, 9) })).toBe(print({}));
	expect(print({ origin: originAt('services.b', 3, 1) })).not.toBe(print({}));
	expect(print({ message: 'n' })).not.toBe(print({}));
	expect(print({ code: 'ACC002' })).not.toBe(print({}));
});

test('all diagnostics are there, in a stable order', () => {
	const many = Array.from({ length: 30 }, (_, index) => ({
		...one,
		origin: originAt(`services.s${index}`, 30 - index, 1),
	}));
	const json = diagnosticsJson(many);
	expect(json.map((entry) => entry.origin.line)).toEqual(Array.from({ length: 30 }, (_, index) => index + 1));
	expect(diagnosticsJson(many.toReversed())).toEqual(json);
});

test('a page of the documentation reads well in a terminal', () => {
	const page =
		'# ACC001: a title\n\nOne sentence\nover two lines with `code`.\n\n- an item\n\n```yaml wrong\na:\n\tb: 1\n```\n```text message\nx\n```\n';
	expect(renderPage(page, { color: false, width: 30 })).toBe(`ACC001: a title

One sentence over two lines
with \`code\`.

- an item

  │ a:
  │   b: 1

  │ x
`);
});
