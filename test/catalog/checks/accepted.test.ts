// What the checks accept, the later stages can compile: no change of the valid catalog gets through and breaks there.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { locateByPath } from '../../../src/core/origin.ts';
import { synthesize } from '../../../src/pipeline.ts';
import { validCatalog } from './valid.ts';

type Steps = readonly (string | number)[];

/** Paths of all nodes below the root. */
function pathsIn(node: unknown, at: Steps = []): Steps[] {
	if (typeof node !== 'object' || node === null) return [];
	return Object.entries(node).flatMap(([key, part]) => {
		const path = [...at, Array.isArray(node) ? Number(key) : key];
		return [path, ...pathsIn(part, path)];
	});
}

const paths = pathsIn(validCatalog());

function nodeAt(catalog: unknown, path: Steps): unknown {
	return path.reduce<unknown>((node, step) => (isNode(node) ? node[step] : undefined), catalog);
}

const isNode = (value: unknown): value is Record<string | number, unknown> =>
	typeof value === 'object' && value !== null;

type Edit =
	| { readonly kind: 'remove'; readonly at: Steps }
	| { readonly kind: 'copy'; readonly at: Steps; readonly from: Steps };

function edited(edits: readonly Edit[]): unknown {
	const catalog = validCatalog();
	for (const edit of edits) {
		const parent = nodeAt(catalog, edit.at.slice(0, -1));
		const last = edit.at.at(-1);
		if (!isNode(parent) || last === undefined) continue;
		if (edit.kind === 'copy') parent[last] = structuredClone(nodeAt(validCatalog(), edit.from));
		else if (Array.isArray(parent)) parent.splice(Number(last), 1);
		else delete parent[last];
	}
	return catalog;
}

/** Values come from places whose last step is of the same name, or at least of the same kind. */
const anyPath = fc.constantFrom(...paths);
const edit: fc.Arbitrary<Edit> = fc.oneof(
	anyPath.map((at): Edit => ({ kind: 'remove', at })),
	anyPath.chain((at) => {
		const alike = paths.filter((path) => path.at(-1) === at.at(-1) || typeof path.at(-1) === typeof at.at(-1));
		return fc.constantFrom(...alike).map((from): Edit => ({ kind: 'copy', at, from }));
	}),
);

test('an accepted catalog compiles', () => {
	let accepted = 0;
	fc.assert(
		fc.property(fc.array(edit, { minLength: 1, maxLength: 2 }), (edits) => {
			const { verdict } = synthesize(edited(edits), locateByPath('x'), '2026-11-24');
			if (verdict !== 'unreadable') accepted += 1;
		}),
		{ seed: 11, numRuns: 1200 },
	);
	expect(accepted).toBeGreaterThan(40);
});
