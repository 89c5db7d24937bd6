// Objects of a namespace in the order in which they count, and those among them that labels can lead to: the index leaves
// out nothing that a walk over all of them would find.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { objectsNear, objectsOf } from '../../../src/semantics/istio/age.ts';
import { selects } from '../../../src/semantics/istio/attach.ts';
import type { Attachment, Labels } from '../../../src/semantics/istio/policy.ts';

const labels = fc.dictionary(fc.constantFrom('app', 'tier', 'version'), fc.constantFrom('a', 'b'), { maxKeys: 3 });
const attachment: fc.Arbitrary<Attachment> = fc.oneof(
	fc.constant<Attachment>({ kind: 'namespace' }),
	labels.map((of): Attachment => ({ kind: 'selector', labels: of })),
	fc.constant<Attachment>({ kind: 'targets', targets: [] }),
);
const objects = fc.uniqueArray(
	fc.record({
		namespace: fc.constantFrom('shop', 'bank'),
		name: fc.string({ minLength: 1, maxLength: 3 }),
		created: fc.constantFrom(undefined, '2026-01-01T00:00:00Z', '2026-01-02T00:00:00Z'),
		attachment,
	}),
	{ maxLength: 12, selector: ({ namespace, name }) => `${namespace}/${name}` },
);

const isMeant = (to: Attachment, of: Labels) => to.kind !== 'selector' || selects(to.labels, of);

test('by labels: all that a walk finds, in the same order', () => {
	fc.assert(
		fc.property(objects, labels, (all, of) => {
			const walked = objectsOf(all, 'shop').filter((one) => isMeant(one.attachment, of));
			const near = objectsNear(all, 'shop', of);
			expect(near.filter((one) => isMeant(one.attachment, of))).toEqual(walked);
			expect(objectsOf(all, 'shop').filter((one) => near.includes(one))).toEqual(near);
		}),
		{ seed: 20261124, numRuns: 300 },
	);
});

test('a namespace of many workloads: only what has the label is looked at', () => {
	const all = Array.from({ length: 100 }, (_, index) => ({
		namespace: 'shop',
		name: `w${index}`,
		created: undefined,
		attachment: { kind: 'selector', labels: { team: 'one', app: `w${index}` } } as const,
	}));
	expect(objectsNear(all, 'shop', { team: 'one', app: 'w7' }).map(({ name }) => name)).toEqual(['w7']);
	expect(objectsNear(all, 'elsewhere', { app: 'w7' })).toEqual([]);
});
