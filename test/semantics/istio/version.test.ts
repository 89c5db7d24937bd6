// Versions of Istio, and what is older than they.
import { expect, test } from 'vitest';
import { isAtLeast } from '../../../src/semantics/istio/version.ts';

test.each([
	['1.30.2', true],
	['1.30.1', false],
	['1.30.10', true],
	['1.30', true],
	['1.29.9', false],
	['1.29', false],
	['1.31.0', true],
	['1.9', false],
	['2.0', true],
	['1.30.4-rc.0', true],
	['unknown', true],
])('%s is 1.30.2 or newer: %s', (version, is) => {
	expect(isAtLeast(version, [1, 30, 2])).toBe(is);
});
