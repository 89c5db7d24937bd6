import { expect, test } from 'vitest';
import { addHeader, type Headers, trimmed } from '../../../../src/semantics/istio/facts/headers.ts';

function values(name: string, ...sent: readonly string[]): readonly string[] | undefined {
	const headers: Headers = new Map();
	for (const value of sent) addHeader(headers, name, value);
	return headers.get(name.toLowerCase());
}

test('a repeated header keeps its values apart', () => {
	expect(values('X-Tenant', 't1', 't2', '')).toEqual(['t1', 't2', '']);
	for (const name of ['cookie', 'range', 'accept-language', 'forwarded', 'x-envoy-foo', 'traceparent']) {
		expect(values(name, '1', '1')).toEqual(['1', '1']);
	}
});

test('the headers with a fixed place in Envoy become one text', () => {
	for (const name of ['Authorization', 'origin', 'x-forwarded-for', 'content-type', 'user-agent', 'if-match']) {
		expect(values(name, 'a', 'b', 'c')).toEqual(['a,b,c']);
	}
	expect(values('authorization', '', 'a', '', 'b')).toEqual(['a,b']);
	expect(values('authorization', '', '')).toEqual(['']);
});

test.each([
	['a', 'a'],
	['', ''],
	[' a  b\t', 'a  b'],
	['\t \t', ''],
	['\u00a0a', '\u00a0a'],
])('%j without the blanks around it', (value, wanted) => {
	expect(trimmed(value)).toBe(wanted);
});
