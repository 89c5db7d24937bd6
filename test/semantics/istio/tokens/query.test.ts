import { expect, test } from 'vitest';
import { readParameters, withoutParameter } from '../../../../src/semantics/istio/tokens/query.ts';

test.each([
	['/p', {}],
	['/p?', {}],
	['/p?a', { a: [''] }],
	['/p?a=', { a: [''] }],
	['/p?a=1&a=2', { a: ['1', '2'] }],
	['/p?a==1', { a: ['=1'] }],
	['/p?%74=x', { t: ['x'] }],
	['/p?a=%41%zz+', { a: ['A%zz+'] }],
	['/p?a&', { a: [''] }],
	['/p?&', { '': [''] }],
	['/p?&&a', { '': ['', ''], a: [''] }],
	['/p?a=1?b=2', { a: ['1?b=2'] }],
] as const)('%s', (path, wanted) => {
	expect(Object.fromEntries(readParameters(path))).toEqual(wanted);
});

/** As Envoy 1.39.3 rewrote them. */
test.each([
	['/p?t=x', '/p'],
	['/p?t=x&t=y', '/p'],
	['/p?b=2&a=1&t=x', '/p?a=1&b=2'],
	['/p?x=1&x=0&t=x', '/p?x=1&x=0'],
	['/p?x&t=x', '/p?x='],
	['/p?T=a&t=x', '/p?T=a'],
	[
		'/p?z=%41&y&x==1&&q=%20&z=2&m=+&n=a/b:c@d"e\'f(g)*h,i;j!k$l~m_n-o.p%2f%zz&t=x',
		'/p?=&m=+&n=a/b:c@d"e\'f(g)*h,i;j!k$l~m_n-o.p/%zz&q= &x==1&y=&z=A&z=2',
	],
])('%s without t', (path, wanted) => {
	expect(withoutParameter(path, 't')).toBe(wanted);
});
