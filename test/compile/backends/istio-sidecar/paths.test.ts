// Path patterns in Istio's notation, and what the notation matches, by a small matcher written from the documents.
import { expect, test } from 'vitest';
import { istioPaths } from '../../../../src/compile/backends/istio-sidecar/paths.ts';
import { path } from '../../model.ts';

test.each([
	['/', ['/']],
	['/a', ['/a']],
	['/a/', ['/a/']],
	['/a/b', ['/a/b']],
	['/a/{id}', ['/a/{*}']],
	['/a/{id}/', ['/a/{*}/']],
	['/{id}', ['/{*}']],
	['/a/{id}/b/{other}', ['/a/{*}/b/{*}']],
	['/**', ['/*']],
	['/x/**', ['/x', '/x/*']],
	['/a/{id}/x/**', ['/a/{*}/x', '/a/{*}/x/{**}']],
	['/a/{id}/**', ['/a/{*}', '/a/{*}/{**}']],
	["/a-._~!$&'()+,:@=b", ["/a-._~!$&'()+,:@=b"]],
])('%s is %j', (text, expected) => {
	expect(istioPaths(path(text))).toEqual(expected);
});

test.each(['/a*', '/*/b', '/a{b', '/a}b', '/a b', '/a[b]', '/a?b', '/a#b', '/ä'])('%s is refused', (text) => {
	expect(() => istioPaths(path(text))).toThrow(/literal path segment/);
});

/** Istio 1.30, AuthorizationPolicy reference: exact, prefix or template. */
function matches(pattern: string, requested: string): boolean {
	if (pattern.includes('{')) {
		const characters = "[a-zA-Z0-9\\-._~%!$&'()+,;:@=*]";
		const expression = pattern
			.split(/(\{\*\*?\})/)
			.map((part) =>
				part === '{*}'
					? `${characters}+`
					: part === '{**}'
						? `(?:${characters}|/)*`
						: part.replaceAll(/[.$^+?()[\]\\|]/g, '\\$&'),
			)
			.join('');
		return new RegExp(`^${expression}$`).test(requested);
	}
	return pattern.endsWith('*') ? requested.startsWith(pattern.slice(0, -1)) : pattern === requested;
}

test.each([
	['/a', ['/a'], ['/a/', '/A', '/a/b', '/ab', '/']],
	['/a/{id}', ['/a/1', '/a/x.y'], ['/a', '/a/', '/a/1/', '/a/1/b', '/a/{id']],
	['/x/**', ['/x', '/x/', '/x/y', '/x/y/z'], ['/xy', '/', '/y/x']],
	['/a/{id}/x/**', ['/a/1/x', '/a/1/x/', '/a/1/x/y/z'], ['/a/1', '/a/1/xy', '/a//x', '/a/x/y']],
	['/**', ['/', '/a', '/a/b'], []],
	['/', ['/'], ['/a', '//']],
])('%s matches %j and not %j', (text, yes, no) => {
	const patterns = istioPaths(path(text));
	expect(yes.filter((each) => !patterns.some((pattern) => matches(pattern, each)))).toEqual([]);
	expect(no.filter((each) => patterns.some((pattern) => matches(pattern, each)))).toEqual([]);
});
