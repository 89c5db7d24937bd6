// Predicates with atoms replaced: what is settled goes away, the rest stays as it was.
import { expect, test } from 'vitest';
import { pattern } from '../../src/traffic/pattern.ts';
import { type Atom, all, any, everything, not, nothing, type Predicate } from '../../src/traffic/predicate.ts';
import { atomsOf, isNothing, rewrite } from '../../src/traffic/rewrite.ts';

const path: Atom = { kind: 'text', attribute: 'path', pattern: pattern('/a') };
const port = (number: number): Atom => ({ kind: 'port', port: number });
const at80 = (predicate: Predicate): Predicate =>
	rewrite(predicate, (atom) => (atom.kind !== 'port' ? atom : atom.port === 80 ? everything : nothing));

test.each<[Predicate, Predicate]>([
	[all([port(80), path]), path],
	[all([port(81), path]), nothing],
	[any([port(80), path]), everything],
	[any([port(81), path]), path],
	[not(port(80)), nothing],
	[not(port(81)), everything],
	[not(all([path, port(80)])), not(path)],
	[all([any([port(81)]), path]), nothing],
])('%j', (before, after) => {
	expect(at80(before)).toEqual(after);
});

test('atoms are listed wherever they stand', () => {
	expect(atomsOf(any([not(path), all([port(80), path])]))).toEqual([path, port(80), path]);
	expect([isNothing(nothing), isNothing(everything), isNothing(path)]).toEqual([true, false, false]);
});
