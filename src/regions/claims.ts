// Claims of tokens as dimensions. A claim is one text or a list of them; most atoms do not care, those with `alone` hold for
// the one text only.
import { anyText, pattern, patternKey, run, someText } from '../traffic/pattern.ts';
import { type Atom, pathKey } from '../traffic/predicate.ts';
import { claimGroup, noTexts, type Question, type Questions, type TextGroup } from './asked.ts';
import type { ClaimBits, Claims, Form } from './box.ts';
import type { Dimension, Draft } from './dimension.ts';
import type { Domains, TextDomain } from './domain.ts';
import { bit, oneText, places } from './drafts.ts';
import { textClasses } from './strings/classes.ts';
import type { TextClass } from './strings/text-class.ts';
import { isUndecided, type Undecided } from './undecided.ts';

/** The dimensions of all claims that are asked about. */
export function claimDrafts(questions: Questions, domains: Domains, limit: number): readonly Draft[] | Undecided {
	const drafts: Draft[] = [];
	for (const path of pathsOf(questions)) {
		const some = claimGroup(questions.claims, path) ?? noTexts();
		const lone = claimGroup(questions.loneClaims, path) ?? noTexts();
		const made = draftsOf(questions, path, some, lone, domains, limit);
		if (isUndecided(made)) return made;
		drafts.push(...made);
	}
	return drafts;
}

/** Each path once. The empty one is no claim, and has no text. */
function pathsOf({ claims, loneClaims }: Questions): readonly (readonly string[])[] {
	const paths = new Map<string, readonly string[]>();
	for (const { outer, inner } of [claims, loneClaims]) {
		for (const name of outer.keys()) paths.set(pathKey([name]), [name]);
		for (const [key, { questions }] of inner) {
			const [first] = questions;
			if (first?.atom.kind === 'claim' && first.atom.path.length > 0) paths.set(key, first.atom.path);
		}
	}
	return [...paths.values()];
}

function draftsOf(
	questions: Questions,
	path: readonly string[],
	some: TextGroup,
	lone: TextGroup,
	{ claims, otherClaims }: Domains,
	limit: number,
): readonly Draft[] | Undecided {
	const known = claims.find((claim) => claim.path.length === path.length && isPrefix(claim.path, path));
	const asked = [...some.questions, ...lone.questions];
	const classes = linesIn([...some.patterns, ...lone.patterns], known?.texts ?? otherClaims, limit);
	if (isUndecided(classes)) return classes;
	if (known?.single === true) {
		const present: Atom = { kind: 'claim', path, pattern: anyText };
		return [
			oneText(
				questions,
				asked,
				some.others.has(anyTextKey) ? undefined : present,
				'maybe',
				classes,
				(values) => (field) => {
					return { kind: 'single', field, path, values };
				},
			),
		];
	}
	return severalTexts(path, asked, some.questions.length, classes);
}

const anyTextKey = patternKey(anyText);

/** One dimension a class; and one for the text that is alone, where that is asked. */
function severalTexts(
	path: readonly string[],
	asked: readonly Question[],
	first: number,
	classes: readonly TextClass[],
): readonly Draft[] {
	const told = classes.filter(({ mask }) => mask !== 0n);
	const drafts = told.map(({ mask, witness }): Draft => {
		const atoms = places(mask).flatMap((index) => (index < first ? [[asked[index], 0b10n] as const] : []));
		return {
			width: 2,
			occurs: 0b11n,
			at: (field) => ({ kind: 'claim', field, path, values: [undefined, witness] }),
			atoms,
		};
	});
	const lone = told.filter(({ mask }) => mask >> BigInt(first) !== 0n);
	if (lone.length === 0) return drafts;
	const values = [undefined, ...lone.map(({ witness }) => witness)];
	const atoms = asked.slice(first).map((question, index) => {
		const bits = lone.reduce((sum, { mask }, at) => (mask & bit(first + index) ? sum | bit(at + 1) : sum), 0n);
		return [question, bits] as const;
	});
	const at: Draft['at'] = (field) => ({ kind: 'alone', field, path, values });
	return [...drafts, { width: values.length, occurs: bit(values.length) - 1n, at, atoms }];
}

const lineBreak = pattern(run('any', 0), '\n', run('any', 0));

/** Classes of texts, where `someText` is without line breaks, as it is of claims. */
function linesIn(
	patterns: readonly Parameters<typeof patternKey>[0][],
	texts: TextDomain,
	limit: number,
): readonly TextClass[] | Undecided {
	const some = patterns.flatMap((one, index) => (patternKey(one) === someKey ? [bit(index)] : []));
	if (some.length === 0 || !texts.letters.includes('\n')) return textClasses(patterns, texts, limit);
	const classes = textClasses([...patterns, lineBreak], texts, limit);
	if (isUndecided(classes)) return classes;
	const broken = bit(patterns.length);
	const lines = some.reduce((sum, one) => sum | one, broken);
	const byMask = new Map<bigint, TextClass>();
	for (const one of classes) {
		const mask = one.mask & broken ? one.mask & ~lines : one.mask;
		const same = byMask.get(mask);
		if (same === undefined || same.witness.includes('\n')) byMask.set(mask, { ...one, mask });
	}
	return [...byMask.values()];
}

const someKey = patternKey(someText);

const isPrefix = (a: readonly string[], b: readonly string[]): boolean => a.every((step, index) => step === b[index]);

/** Where boxes speak of tokens, and what excludes what. */
export function claimsOf(dimensions: readonly Dimension[]): Claims {
	let verified = 0n;
	let unverified = 0n;
	const paths: { readonly path: readonly string[]; bits: ClaimBits }[] = [];
	const forms: Form[] = [];
	for (const one of dimensions) {
		const first = 1n << one.field.offset;
		if (one.kind === 'verified') {
			verified = first << 1n;
			unverified = first;
		}
		if (one.kind !== 'claim' && one.kind !== 'single' && one.kind !== 'alone') continue;
		const known = paths.find(({ path }) => path.length === one.path.length && isPrefix(path, one.path));
		const bits = { absent: first, present: one.field.mask & ~first };
		if (known === undefined) paths.push({ path: one.path, bits });
		else known.bits = { absent: known.bits.absent | bits.absent, present: known.bits.present | bits.present };
		if (one.kind === 'alone') forms.push(formOf(one, dimensions));
	}
	const exclusive = paths.flatMap(({ path, bits }) =>
		paths.flatMap((inner) =>
			inner.path.length > path.length && isPrefix(path, inner.path) ? [[bits, inner.bits] as const] : [],
		),
	);
	const absent = paths.reduce((sum, { bits }) => sum | bits.absent, 0n);
	const present = paths.reduce((sum, { bits }) => sum | bits.present, 0n);
	return { verified, unverified, absent, present, exclusive, forms };
}

function formOf(
	{ field, path, values }: Extract<Dimension, { kind: 'alone' }>,
	dimensions: readonly Dimension[],
): Form {
	const classes = dimensions.filter((one) => {
		return one.kind === 'claim' && one.path.length === path.length && isPrefix(one.path, path);
	});
	const absent = classes.reduce((bits, one) => bits | (1n << one.field.offset), 0n);
	const options = values.flatMap((value, index) => {
		const own = classes.find((one) => one.values[1] === value)?.field;
		if (value === undefined || own === undefined) return [];
		const there = 1n << own.offset;
		return [{ alone: 1n << (field.offset + BigInt(index)), needs: (absent & ~there) | (there << 1n) }];
	});
	return { none: 1n << field.offset, classes: absent | (absent << 1n), options };
}
