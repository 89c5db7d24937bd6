// Formulas that mean the same and are seen to, and some that differ and must not be taken for the same.
import { expect, test } from 'vitest';
import { sameFormula } from '../../src/regions/index.ts';
import { anyText, pattern, run, someText } from '../../src/traffic/pattern.ts';
import { type Atom, all, any, everything, not, nothing, type Predicate } from '../../src/traffic/predicate.ts';

const peer = (of = someText): Atom => ({ kind: 'text', attribute: 'peer', pattern: of });
const path = (text: string): Atom => ({ kind: 'text', attribute: 'path', pattern: pattern(text) });
const claim = (name: string, of = anyText): Atom => ({ kind: 'claim', path: [name], pattern: of });
const header: Atom = { kind: 'header', name: 'x', pattern: anyText };
const verified: Atom = { kind: 'verified' };
const [a, b, c] = [path('/a'), path('/b'), path('/c')];

const same: readonly (readonly [Predicate, Predicate])[] = [
	[all([a, b]), all([b, a, a])],
	[any([a, all([a, b])]), a],
	[all([any([a, b]), c]), any([all([c, b]), all([c, a])])],
	[not(any([a, b])), all([not(b), not(a)])],
	[not(not(a)), a],
	[all([a, not(a)]), nothing],
	[all([]), everything],
	// What follows from an atom need not be said.
	[all([peer(), peer(pattern('spiffe://x'))]), peer(pattern('spiffe://x'))],
	[all([peer(anyText), peer(pattern('x', run('any', 0)))]), peer(pattern('x', run('any', 0)))],
	[all([claim('iss', pattern('i')), verified]), claim('iss', pattern('i'))],
	[all([claim('iss'), not(verified)]), nothing],
	[
		all([claim('iss', pattern('a', run('template', 0))), claim('iss', someText)]),
		claim('iss', pattern('a', run('template', 0))),
	],
	[all([claim('iss', someText), any([not(verified), claim('iss')])]), claim('iss', someText)],
	[all([claim('sub', someText), any([not(header), claim('sub')])]), claim('sub', someText)],
];

test.each(same)('the same %#', (left, right) => {
	expect(sameFormula(left, right)).toBe(true);
	expect(sameFormula(right, left)).toBe(true);
});

const different: readonly (readonly [Predicate, Predicate])[] = [
	[a, b],
	[everything, nothing],
	[any([a, b]), a],
	[all([a, b]), a],
	[peer(), peer(pattern('x'))],
	[peer(anyText), peer(someText)],
	[claim('iss'), verified],
	[claim('iss'), claim('sub')],
	[all([a, not(b)]), all([a, not(c)])],
	[header, not(header)],
	// Some text of a claim is one line; other texts may have several.
	[all([claim('iss', pattern('\n')), claim('iss', someText)]), claim('iss', pattern('\n'))],
	[all([claim('iss', pattern('a', run('any', 0))), claim('iss', someText)]), claim('iss', pattern('a', run('any', 0)))],
];

test.each(different)('not seen to be the same %#', (left, right) => {
	expect(sameFormula(left, right)).toBe(false);
	expect(sameFormula(right, left)).toBe(false);
});

test('thousands of terms are still compared', () => {
	const rules = Array.from({ length: 3000 }, (_, index) => all([peer(pattern(`p${index % 7}`)), path(`/${index}`)]));
	const reversed = [...rules].reverse();
	expect(sameFormula(all([peer(), any(rules)]), any(reversed))).toBe(true);
	expect(sameFormula(any(rules), any(rules.slice(1)))).toBe(false);
});
