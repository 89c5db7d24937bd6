// Classes of texts, the quick way. Exact texts are most of what policies name: each is a class of its own, found by asking
// the other patterns about it, and only the others need an automaton. That has read the exact texts too, if one of them
// happens to be its witness of a class: the class must have another member, or it does not exist.
import { matcher, type Pattern, pattern, patternKey } from '../../traffic/pattern.ts';
import type { TextDomain } from '../domain.ts';
import { type Budget, isUndecided, type Undecided } from '../undecided.ts';
import { type Alphabet, alphabet } from './alphabet.ts';
import { classesByLetter } from './by-letter.ts';
import { classesBySegment } from './by-segment.ts';
import type { TextClass } from './text-class.ts';

/** A domain made ready for questions. */
interface Prepared {
	readonly domain: TextDomain;
	readonly letters: Alphabet;
	readonly has: (text: string) => boolean;
	/** The domain of single segments; undefined where texts have no slash. */
	readonly segments: Prepared | undefined;
	/** Answers for small questions, which recur: each path asks what segments there are. */
	readonly known: Map<string, readonly TextClass[]>;
}

/** The classes of texts of the domain that the patterns tell apart; bit i of a mask is pattern i. */
export function textClasses(
	patterns: readonly Pattern[],
	domain: TextDomain,
	limit: number,
): readonly TextClass[] | Undecided {
	const prepared = prepare(domain);
	const classes = classesIn(patterns, prepared, { left: limit });
	return isUndecided(classes) ? classes : withExamples(classes, patterns, prepared);
}

const prepared = new WeakMap<TextDomain, Prepared>();

function prepare(domain: TextDomain): Prepared {
	const ready = prepared.get(domain);
	if (ready !== undefined) return ready;
	const made = prepareAnew(domain);
	prepared.set(domain, made);
	return made;
}

function prepareAnew(domain: TextDomain): Prepared {
	const letters = alphabet(domain.letters, domain.beyond);
	const required = domain.required.map(matcher);
	const forbidden = domain.forbidden.map(matcher);
	const has = (text: string) =>
		text.split('').every(letters.has) && required.every((test) => test(text)) && !forbidden.some((test) => test(text));
	const segments = letters.has('/') ? segmentsOf(domain, letters) : undefined;
	return { domain, letters, has, segments, known: new Map() };
}

/** All segments of the same letters, preferred in the same order. */
function segmentsOf(domain: TextDomain, { rank }: Alphabet): Prepared {
	const plain = { ...domain, letters: domain.letters.replaceAll('/', ''), required: [], forbidden: [], examples: [] };
	const prepared = prepareAnew(plain);
	return { ...prepared, letters: { ...prepared.letters, rank } };
}

/** The text that the pattern is, if it is just one. */
function exactText({ pieces: [first, second] }: Pattern): string | undefined {
	if (first === undefined) return '';
	return second === undefined && first.kind === 'text' ? first.text : undefined;
}

function classesIn(patterns: readonly Pattern[], domain: Prepared, budget: Budget): readonly TextClass[] | Undecided {
	const exact = new Map<string, bigint>();
	const others: { readonly of: Pattern; readonly bit: bigint }[] = [];
	for (const [index, of] of patterns.entries()) {
		const text = exactText(of);
		const bit = 1n << BigInt(index);
		if (text === undefined) others.push({ of, bit });
		else exact.set(text, (exact.get(text) ?? 0n) | bit);
	}
	const rest = restClasses(others, exact, domain, budget);
	if (isUndecided(rest)) return rest;
	const tests = others.map(({ of, bit }) => ({ bit, matches: matcher(of) }));
	const named = [...exact].flatMap(([witness, own]): readonly TextClass[] => {
		if (!domain.has(witness)) return [];
		const mask = tests.reduce((bits, { bit, matches }) => (matches(witness) ? bits | bit : bits), own);
		return [{ mask, witness, cost: costOf(witness, domain) }];
	});
	return [...named, ...rest];
}

const costOf = (text: string, { letters }: Prepared): number => {
	let cost = 0;
	for (let index = 0; index < text.length; index++) cost += letters.rank(text.charAt(index));
	return cost;
};

/** The classes of all texts but the exact ones. */
function restClasses(
	others: readonly { readonly of: Pattern; readonly bit: bigint }[],
	exact: ReadonlyMap<string, bigint>,
	domain: Prepared,
	budget: Budget,
): readonly TextClass[] | Undecided {
	const patterns = others.map(({ of }) => of);
	const named: string[] = [];
	for (;;) {
		const found = automaton([...patterns, ...named.map((text) => pattern(text))], domain, budget);
		if (isUndecided(found)) return found;
		const taken = found.filter(({ witness }) => exact.has(witness) && !named.includes(witness));
		if (taken.length > 0) {
			named.push(...taken.map(({ witness }) => witness));
			continue;
		}
		return found.flatMap(({ mask, witness, cost }) => {
			if (exact.has(witness)) return [];
			const own = others.reduce((bits, { bit }, index) => ((mask >> BigInt(index)) & 1n ? bits | bit : bits), 0n);
			return [{ mask: own, witness, cost }];
		});
	}
}

const smallQuestion = 80;
const questionsKept = 2_000;

function automaton(patterns: readonly Pattern[], domain: Prepared, budget: Budget): readonly TextClass[] | Undecided {
	const key = patterns.map((of) => `${patternKey(of)}|`).join('');
	const known = domain.known.get(key);
	if (known !== undefined) return known;
	const { segments, letters } = domain;
	const classes =
		segments === undefined
			? classesByLetter(patterns, domain.domain, letters, budget)
			: classesBySegment(
					patterns,
					domain.domain,
					(parts) => classesIn(parts, segments, budget),
					letters.rank('/'),
					budget,
				);
	if (!isUndecided(classes) && key.length <= smallQuestion && domain.known.size < questionsKept) {
		domain.known.set(key, classes);
	}
	return classes;
}

/** With the domain's examples as witnesses where they belong. */
function withExamples(
	classes: readonly TextClass[],
	patterns: readonly Pattern[],
	{ domain, has }: Prepared,
): readonly TextClass[] {
	const examples = domain.examples.filter(has);
	if (examples.length === 0) return classes;
	const better = new Map<bigint, string>();
	const tests = patterns.map(matcher);
	for (const example of examples) {
		const mask = tests.reduce((bits, test, index) => (test(example) ? bits | (1n << BigInt(index)) : bits), 0n);
		if (!better.has(mask)) better.set(mask, example);
	}
	return classes.map((one) => ({ ...one, witness: better.get(one.mask) ?? one.witness }));
}
