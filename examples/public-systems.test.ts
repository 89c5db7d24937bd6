// The public systems, which issue no tokens: certificates alone, and all that can still be tried.
import { describe, expect, test } from 'vitest';
import { access, testNegativeCases } from '../src/testing/index.ts';

const today = '2026-11-24';
const names = ['bank-of-anthos', 'bookinfo', 'online-boutique', 'opentelemetry-demo', 'sock-shop'];
const systems = await Promise.all(
	names.map((name) => access(new URL(`${name}/services.catalog.ts`, import.meta.url), { today })),
);

describe.each(systems)('$model.catalog', (system) => {
	test('the policies admit exactly what is granted', () => {
		expect(system).toBeProved();
	});

	testNegativeCases(system);
});

test('in Bookinfo, the first version of the reviews never asks for ratings', () => {
	const bookinfo = systems.find(({ model }) => model.catalog === 'bookinfo');
	expect(bookinfo).toBeDefined();
	if (bookinfo === undefined) return;
	expect(bookinfo).toAllow({ from: 'reviews-v2', to: 'ratings', request: 'GET /ratings/0' });
	expect(bookinfo).toNever({ from: 'reviews-v1', to: 'ratings' });
	expect(bookinfo).toNever({ from: 'anyone', to: 'ratings' });
});
