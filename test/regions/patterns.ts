// Small worlds of texts and patterns, in which everything can be counted, for the laws of regions.
import fc from 'fast-check';
import { anyTexts, type TextDomain } from '../../src/regions/index.ts';
import { type Letters, type Pattern, type Piece, pattern, run } from '../../src/traffic/pattern.ts';

const kinds: readonly Letters[] = ['any', 'segment', 'template', 'templates'];

const piece = (texts: readonly string[]): fc.Arbitrary<string | Piece> =>
	fc.oneof(
		{ weight: 3, arbitrary: fc.constantFrom(...texts) },
		fc
			.record({ of: fc.constantFrom(...kinds), atLeast: fc.constantFrom<0 | 1>(0, 1) })
			.map(({ of, atLeast }) => run(of, atLeast)),
	);

/** Patterns over few letters, so that they overlap. `|` is no letter of a template. */
export const anyPattern: fc.Arbitrary<Pattern> = fc
	.array(piece(['a', 'b', '/', '/a', 'a/', '//', 'ab', '|']), { maxLength: 5 })
	.map((parts) => pattern(...parts));

/** Such as paths are written: exact ones, and those with a parameter or a rest. */
export const pathPattern: fc.Arbitrary<Pattern> = fc
	.record({
		steps: fc.array(fc.constantFrom<string | Piece>('a', 'b', 'ab', run('template', 1), run('segment', 1)), {
			maxLength: 3,
		}),
		rest: fc.constantFrom<readonly (string | Piece)[]>([], [], ['/'], ['/', run('any', 0)], ['/', run('templates', 0)]),
	})
	.map(({ steps, rest }) => pattern(...steps.flatMap((step) => ['/', step]), ...rest));

/** Domains over `a`, `b`, `/` and `|`, some of them with demands. */
export const smallDomain: fc.Arbitrary<TextDomain> = fc
	.record({
		letters: fc.constantFrom('ab/|', 'ab/', 'ab', 'a|'),
		required: fc.oneof(fc.constant([]), fc.array(anyPattern, { maxLength: 1 })),
		forbidden: fc.oneof(fc.constant([]), fc.array(anyPattern, { maxLength: 2 })),
	})
	.map((parts) => ({ ...anyTexts, ...parts, beyond: false }));

/** All texts of these letters up to a length, shortest first. */
export function textsUpTo(letters: string, length: number): readonly string[] {
	const texts = [''];
	for (let from = 0, round = 0; round < length; round++) {
		const last = texts.slice(from);
		from = texts.length;
		for (const text of last) for (const letter of letters) texts.push(text + letter);
	}
	return texts;
}
