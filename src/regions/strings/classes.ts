// Classes of texts, the quick way. Exact texts are most of what policies name: each is a class of its own, found by asking
// the other patterns about it, and only the others need an automaton. That has read the exact texts too, if one of them
// happens to be its witness of a class: the class must have another member, or it does not exist.
import { exactText, matcher, type Pattern, pattern, patternKey } from '../../traffic/pattern.ts';
import type { TextDomain } from '../domain.ts';
import { type Budget, isUndecided, type Undecided } from '../undecided.ts';
import { type Alphabet, alphabet } from './alphabet.ts';
import { classesByLetter } from './by-letter.ts';
import { classesBySegment } from './by-segment.ts';
import { type Frame, frameOf } from './frame.ts';
import { matchesOnce } from './match-once.ts';
import type { Kind } from './segments.ts';
import type { TextClass } from './text-class.ts';

/** A domain made ready for questions. */
interface Prepared {
	readonly domain: TextDomain;
	readonly letters: Alphabet;
	readonly has: (text: string) => boolean;
	/** Where texts have slashes: the domain of single segments, and what the whole demands from one to the next. */
	readonly segments: { readonly domain: Prepared; readonly frame: Frame; readonly slashCost: number } | undefined;
	/** Answers for small questions, which recur: each path asks what segments there are. */
	readonly known: Map<string, readonly TextClass[]>;
}

/** The classes of texts of the domain that the patterns tell apart; bit i of a mask is pattern i. */
export function textClasses(
	patterns: readonly Pattern[],
	domain: TextDomain,
	limit: number,
): readonly TextClass[] | Undecided {
	const ready = prepare(domain);
	const classes = classesIn(patterns, ready, { left: limit });
	return isUndecided(classes) ? classes : withExamples(classes, patterns, ready);
}

const prepared = new WeakMap<TextDomain, Prepared>();
const byContent = new Map<string, Prepared>();
const domainsKept = 100;

/** Domains are made anew for each question, but few are different. */
function prepare(domain: TextDomain): Prepared {
	const known = prepared.get(domain);
	if (known !== undefined) return known;
	const key = JSON.stringify([domain.letters, domain.beyond, domain.required, domain.forbidden, domain.examples]);
	const made = byContent.get(key) ?? prepareAnew(domain);
	if (byContent.size >= domainsKept) byContent.clear();
	byContent.set(key, made);
	prepared.set(domain, made);
	return made;
}

function prepareAnew(domain: TextDomain): Prepared {
	const letters = alphabet(domain.letters, domain.beyond);
	const slashCost = letters.cost('/');
	const segments =
		slashCost === undefined ? undefined : { domain: allSegments(letters), frame: frameOf(domain), slashCost };
	const required = domain.required.map(matcher);
	const forbidden = domain.forbidden.map(matcher);
	const has = (text: string) =>
		letters.cost(text) !== undefined &&
		required.every((matches) => matches(text)) &&
		!forbidden.some((matches) => matches(text));
	return { domain, letters, has, segments, known: new Map() };
}

/** All segments of the same letters, preferred in the same order. */
function allSegments(all: Alphabet): Prepared {
	const letters = all.withoutSlash();
	const domain: TextDomain = { letters: '', beyond: false, required: [], forbidden: [], examples: [] };
	const has = (text: string) => letters.cost(text) !== undefined;
	return { domain, letters, has, segments: undefined, known: new Map() };
}

function classesIn(patterns: readonly Pattern[], domain: Prepared, budget: Budget): readonly TextClass[] | Undecided {
	const exact = new Map<string, bigint>();
	const others: Keyed[] = [];
	const bits: bigint[] = [];
	for (const [index, of] of patterns.entries()) {
		const text = exactText(of);
		const bit = 1n << BigInt(index);
		if (text !== undefined) exact.set(text, (exact.get(text) ?? 0n) | bit);
		else {
			others.push(keyed(of));
			bits.push(bit);
		}
	}
	// Unless the answer is remembered, whole segments are read more quickly, exact texts among them.
	if (domain.segments !== undefined && !isSmall(others)) return bySegment(patterns, domain.segments, budget);
	const rest = otherClasses(others, exact, domain, budget);
	if (isUndecided(rest)) return rest;
	const named: TextClass[] = [];
	for (const [witness, own] of exact) {
		const cost = domain.has(witness) ? domain.letters.cost(witness) : undefined;
		if (cost === undefined) continue;
		const mask = others.reduce(
			(sum, one, index) => (matchesOnce(one.pattern, witness) ? sum | (bits[index] ?? 0n) : sum),
			own,
		);
		named.push({ mask, witness, cost });
	}
	return [...named, ...rest.map((one) => ({ ...one, mask: spread(one.mask, bits) }))];
}

/** The bits of these places, for the places whose bits are set. */
const spread = (mask: bigint, bits: readonly bigint[]): bigint =>
	mask === 0n ? 0n : bits.reduce((sum, bit, index) => ((mask >> BigInt(index)) & 1n ? sum | bit : sum), 0n);

/** A pattern and its key. */
type Keyed = Pick<Kind, 'pattern' | 'key'>;

/** The classes of all texts but the exact ones. */
function otherClasses(
	others: readonly Keyed[],
	exact: { readonly has: (text: string) => boolean },
	domain: Prepared,
	budget: Budget,
): readonly TextClass[] | Undecided {
	const named: string[] = [];
	for (;;) {
		const asked = named.length === 0 ? others : [...others, ...named.map((text) => keyed(pattern(text)))];
		const found = automaton(asked, domain, budget);
		if (isUndecided(found) || !found.some(({ witness }) => exact.has(witness))) return found;
		const taken = found.filter(({ witness }) => exact.has(witness) && !named.includes(witness));
		if (taken.length === 0) return found.filter(({ witness }) => !exact.has(witness));
		named.push(...taken.map(({ witness }) => witness));
	}
}

const keyed = (of: Pattern): Keyed => ({ pattern: of, key: patternKey(of) });

const questionsKept = 2_000;

/** Small questions recur, and are remembered. */
const isSmall = (asked: readonly Keyed[]): boolean => asked.length <= 4 && asked.every(({ key }) => key.length <= 20);

function automaton(asked: readonly Keyed[], domain: Prepared, budget: Budget): readonly TextClass[] | Undecided {
	const key = isSmall(asked) ? asked.map((one) => `${one.key}|`).join('') : undefined;
	const known = key === undefined ? undefined : domain.known.get(key);
	if (known !== undefined) return known;
	const patterns = asked.map((one) => one.pattern);
	const { segments, letters } = domain;
	const classes =
		segments === undefined
			? classesByLetter(patterns, domain.domain, letters, budget)
			: bySegment(patterns, segments, budget);
	if (key !== undefined && !isUndecided(classes) && domain.known.size < questionsKept) domain.known.set(key, classes);
	return classes;
}

const bySegment = (
	patterns: readonly Pattern[],
	{ domain, frame, slashCost }: NonNullable<Prepared['segments']>,
	budget: Budget,
): readonly TextClass[] | Undecided =>
	classesBySegment(
		patterns,
		{
			frame,
			slashCost,
			cost: domain.letters.cost,
			others: (kinds, texts) => otherClasses(kinds, texts, domain, budget),
		},
		budget,
	);

/** With the domain's examples as witnesses where they belong. */
function withExamples(
	classes: readonly TextClass[],
	patterns: readonly Pattern[],
	{ domain, has }: Prepared,
): readonly TextClass[] {
	const examples = domain.examples.filter(has);
	if (examples.length === 0) return classes;
	const better = new Map<bigint, string>();
	for (const example of examples) {
		const mask = patterns.reduce(
			(bits, of, index) => (matchesOnce(of, example) ? bits | (1n << BigInt(index)) : bits),
			0n,
		);
		if (!better.has(mask)) better.set(mask, example);
	}
	return classes.map((one) => ({ ...one, witness: better.get(one.mask) ?? one.witness }));
}
