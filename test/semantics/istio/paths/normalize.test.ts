import fc from 'fast-check';
import { expect, test } from 'vitest';
import { normalize, withoutQuery } from '../../../../src/semantics/istio/paths/normalize.ts';
import { readTarget } from '../../../../src/semantics/istio/paths/target.ts';
import type { Normalization } from '../../../../src/semantics/istio/world.ts';
import { measured } from './measured.ts';

const modes: readonly Normalization[] = ['NONE', 'BASE', 'MERGE_SLASHES', 'DECODE_AND_MERGE_SLASHES'];

function outcome(sent: string, mode: Normalization): string | number {
	const http = {
		method: 'GET',
		path: sent,
		host: 'shop.example',
		headers: [],
		tokens: [],
		external: 'agrees',
	} as const;
	const target = readTarget(http, sent);
	return target.kind === 'refused' ? target.status : (normalize(target.path, mode) ?? 400);
}

test.each(modes.map((mode, column) => ({ mode, column })))('as measured under $mode', ({ mode, column }) => {
	const wrong = measured.flatMap(([sent, ...outcomes]) => {
		const wanted = outcomes[Math.min(column, outcomes.length - 1)];
		return outcome(sent, mode) === wanted ? [] : [{ sent, wanted, got: outcome(sent, mode) }];
	});
	expect(wrong).toEqual([]);
});

const escaped = (code: number): string => `%${code.toString(16).padStart(2, '0')}`;

test('which bytes are escaped, unescaped or kept, for every byte', () => {
	const changed = new Map<string, string>();
	for (let code = 1; code < 256; code++) {
		for (const sent of [String.fromCharCode(code), escaped(code)]) {
			const got = outcome(`/x${sent}y`, 'BASE');
			if (got !== `/x${sent}y` && got !== 400) changed.set(sent, String(got).slice(2, -1));
		}
	}
	const raw = {
		'"': '%22',
		'<': '%3C',
		'>': '%3E',
		'\\': '/',
		'^': '%5E',
		'`': '%60',
		'{': '%7B',
		'|': '%7C',
		'}': '%7D',
	};
	const unreserved = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~'];
	const unescaped = Object.fromEntries(unreserved.map((letter) => [escaped(letter.charCodeAt(0)), letter]));
	expect(Object.fromEntries(changed)).toEqual({ ...raw, ...unescaped, '#': '' });
});

test('which raw bytes the codec refuses', () => {
	const refused = Array.from({ length: 255 }, (_, index) => index + 1).filter(
		(code) => outcome(`/x${String.fromCharCode(code)}y`, 'NONE') === 400,
	);
	const control = Array.from({ length: 32 }, (_, index) => index + 1);
	const high = Array.from({ length: 129 }, (_, index) => index + 127);
	expect(refused).toEqual([...control, ...high]);
});

test('an escaped NUL is refused in the path, not in the query, and not under NONE', () => {
	expect(modes.map((mode) => outcome('/a%00', mode))).toEqual(['/a%00', 400, 400, 400]);
	expect(modes.map((mode) => outcome('/a?x=%00', mode))).toEqual(modes.map(() => '/a?x=%00'));
});

const path = fc
	.array(fc.constantFrom('/', 'a', 'B', '.', '..', '%2e', '%2F', '%5c', '\\', ';', '%', '4', '%41', '|', '[', '~'), {
		maxLength: 12,
	})
	.map((parts) => `/${parts.join('')}`);

test('what was normalized has no dot segment and no backslash left', () => {
	fc.assert(
		fc.property(path, fc.constantFrom(...modes.slice(1)), (sent, mode) => {
			const got = normalize(sent, mode) ?? '/';
			expect(got.startsWith('/')).toBe(true);
			expect(got.split('/').filter((segment) => segment === '.' || segment === '..')).toEqual([]);
			expect(got).not.toContain('\\');
			if (mode !== 'BASE' && got !== '//') expect(got).not.toContain('//');
		}),
		{ seed: 5, numRuns: 2000 },
	);
});

test('a path without escapes is normalized once and for all', () => {
	fc.assert(
		fc.property(path, (sent) => {
			const got = normalize(sent, 'BASE');
			// Escaped dots come out plain, and with a parameter behind them they are no dot segment until the next time.
			fc.pre(got !== undefined && !got.includes('%') && !/\/\.\.?;/.test(got));
			expect(normalize(got ?? '', 'BASE')).toBe(got);
		}),
		{ seed: 7, numRuns: 1000 },
	);
});

test('the query is cut for policies', () => {
	expect(['/a', '/a?', '/a?x=/b', '/?a?b'].map(withoutQuery)).toEqual(['/a', '/a', '/a', '/']);
});
