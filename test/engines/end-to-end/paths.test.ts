// The instrument itself: which paths a pattern means, and that each trick means what it says.
import { expect, test } from 'vitest';
import type { PathPattern } from '../../../src/traffic/operation.ts';
import { covers, pathsIn, tricksOn } from './paths.ts';

const pattern = (text: string): PathPattern => {
	const steps = text.split('/').filter((step) => step !== '' && step !== '**');
	return {
		segments: steps.map((step) =>
			step.startsWith('{') ? { kind: 'parameter', name: step.slice(1, -1) } : { kind: 'literal', text: step },
		),
		trailingSlash: text !== '/' && text.endsWith('/'),
		below: text.endsWith('**'),
	};
};

test.each([
	['/a/{id}', ['/a/1', '/a/..%2fb', '/a/x;y=1'], ['/a', '/a/', '/a//', '/a/1/', '/a/1/b', '/A/1', '//a/1', '/b/1']],
	['/a/**', ['/a', '/a/', '/a/b/c'], ['/ab', '/', '/A/b']],
	['/', ['/'], ['//', '/a']],
	['/**', ['/', '/a', '//a'], []],
	['/a/', ['/a/'], ['/a', '/a//', '/a/b']],
])('%s', (text, inside, outside) => {
	expect(inside.filter((path) => !covers(pattern(text), path))).toEqual([]);
	expect(outside.filter((path) => covers(pattern(text), path))).toEqual([]);
	expect(pathsIn(pattern(text)).every((path) => covers(pattern(text), path))).toBe(true);
});

test('what a trick means is what a URL parser makes of it', () => {
	for (const path of ['/', '/a', '/a/b', '/a/b/']) {
		for (const { what, sent, means } of tricksOn(path)) {
			// A parser reads `//host`, so the path stands behind a host of its own.
			expect(new URL(`http://host${sent}`).pathname, what).toBe(means);
		}
	}
});
