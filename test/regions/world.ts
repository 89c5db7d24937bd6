// A world so small that all its requests can be listed, and predicates over it: for laws that are counted out.
import fc from 'fast-check';
import { anyDomains, anyTexts, type Box, type Cut, type Domains, type Region } from '../../src/regions/index.ts';
import { type AddressRange, readAddress, readRange } from '../../src/traffic/address.ts';
import type { Facts, Json, Payload } from '../../src/traffic/facts.ts';
import { matcher, type Pattern, pattern, run } from '../../src/traffic/pattern.ts';
import { type Atom, all, any, claimTexts, compile, not, type Predicate } from '../../src/traffic/predicate.ts';

/** Texts of one letter at most: '', 'a', 'b', and a line break. */
const shortTexts = { ...anyTexts, letters: 'ab\n', beyond: false, forbidden: [pattern(run('any', 1), run('any', 1))] };
const texts = ['', 'a', 'b', '\n'];

export const smallDomains: Domains = {
	...anyDomains,
	texts: {
		peer: { presence: 'maybe', texts: shortTexts },
		method: { presence: 'always', texts: shortTexts },
		path: { presence: 'never', texts: shortTexts },
		host: { presence: 'never', texts: shortTexts },
		serverName: { presence: 'never', texts: shortTexts },
	},
	addresses: { sourceAddress: 'maybe', remoteAddress: 'never', destinationAddress: 'never' },
	ports: [80, 81],
	headers: shortTexts,
	claims: [{ path: ['iss'], single: true, texts: shortTexts }],
	otherClaims: shortTexts,
};

const somePattern: fc.Arbitrary<Pattern> = fc.constantFrom(
	pattern('a'),
	pattern('b'),
	pattern('ab'),
	pattern(''),
	pattern(run('any', 0)),
	pattern(run('any', 1)),
	pattern('a', run('any', 0)),
	pattern(run('template', 0), 'b'),
	pattern('\n'),
);

/** Two addresses and what is around one of them. */
const ranges = ['10.0.0.1', '10.0.0.0/31', '10.0.0.0/8', '0.0.0.0/0', '::/0', '::1'].flatMap((text): AddressRange[] => {
	const range = readRange(text);
	return range === undefined ? [] : [range];
});

const anyAtom: fc.Arbitrary<Atom> = fc.oneof(
	fc.record({
		kind: fc.constant('text' as const),
		attribute: fc.constantFrom('peer' as const, 'method' as const, 'path' as const),
		pattern: somePattern,
	}),
	fc.record({ kind: fc.constant('header' as const), name: fc.constant('x'), pattern: somePattern }),
	fc.record({
		kind: fc.constant('claim' as const),
		path: fc.constantFrom(['iss'], ['c'], ['c', 'd'], []),
		pattern: somePattern,
		alone: fc.constantFrom(true as const, undefined),
	}),
	fc.record({
		kind: fc.constant('address' as const),
		attribute: fc.constant('sourceAddress' as const),
		range: fc.constantFrom(...ranges),
	}),
	fc.record({ kind: fc.constant('port' as const), port: fc.constantFrom(80, 81, 82) }),
	fc.constant({ kind: 'verified' as const }),
	fc.constant({ kind: 'agrees' as const, provider: 'p' }),
);

export const anyPredicate: fc.Arbitrary<Predicate> = fc.letrec<{ tree: Predicate }>((tie) => ({
	tree: fc.oneof(
		{ maxDepth: 3, depthSize: 'small' },
		anyAtom,
		fc.array(tie('tree'), { maxLength: 3 }).map(all),
		fc.array(tie('tree'), { maxLength: 3 }).map(any),
		tie('tree').map(not),
	),
})).tree;

const subsets = ([first, ...rest]: readonly string[]): readonly (readonly string[])[] => {
	if (first === undefined) return [[]];
	const without = subsets(rest);
	return [...without, ...without.map((set) => [first, ...set])];
};

function payloads(): readonly (Payload | undefined)[] {
	const some = subsets(texts).filter((set) => set.length > 0);
	// One text, alone or in a list, or several.
	const values: readonly Json[] = some.flatMap((set): Json[] => (set.length === 1 ? [set[0] ?? '', set] : [set]));
	const claims: readonly Payload[] = [{}, ...values.map((c) => ({ c })), ...values.map((d) => ({ c: { d } }))];
	const issuers: readonly Payload[] = [{}, ...texts.map((iss) => ({ iss }))];
	return [undefined, ...claims.flatMap((one) => issuers.map((issuer) => ({ ...one, ...issuer })))];
}

/** Every request that differs from the others in something that an atom here could ask. */
export function everyFacts(): readonly Facts[] {
	const nothing = { remoteAddress: undefined, destinationAddress: undefined, serverName: undefined, path: undefined };
	const headers = subsets(texts).map((values) => new Map([['x', values]]));
	const addresses = [undefined, ...['10.0.0.1', '10.0.0.0', '10.9.9.9', '11.0.0.0', '::1', '::2'].map(readAddress)];
	const found: Facts[] = [];
	// Not every combination: beside those listed here, each attribute jumps about among its values.
	let turn = 1;
	const next = <T>(list: readonly T[]): T | undefined => {
		turn = (turn * 48_271) % 0x7fff_ffff;
		return list[turn % list.length];
	};
	for (const payload of payloads()) {
		for (const method of texts) {
			for (const port of [80, 81]) {
				found.push({
					...nothing,
					host: undefined,
					peer: next([undefined, ...texts]),
					port,
					sourceAddress: next(addresses),
					method,
					headers: next(headers) ?? new Map(),
					payload,
					agreeing: next([new Set(['p']), new Set<string>()]) ?? new Set(),
				});
			}
		}
	}
	return found;
}

/** Where requests stand in a cut, found by asking the atoms alone. */
export function locator(cut: Cut): (facts: Facts) => Box {
	const atoms = cut.questions.all.map(({ atom, holds: where }) => ({
		atom,
		holds: compile(atom),
		boxes: where.boxes,
	}));
	const patternsOf = (kind: 'header' | 'claim', name: string) =>
		atoms.flatMap(({ atom }) => {
			if (atom.kind !== kind) return [];
			const own = atom.kind === 'header' ? atom.name : atom.kind === 'claim' ? atom.path.join() : '';
			return own === name ? [tester(atom)] : [];
		});
	const places = cut.dimensions.map((dimension) => {
		const { mask, offset } = dimension.field;
		if (dimension.kind === 'header' || dimension.kind === 'claim') {
			const tests = patternsOf(dimension.kind, dimension.kind === 'header' ? dimension.name : dimension.path.join());
			const [, like] = dimension.values;
			return (facts: Facts): bigint => {
				const values =
					dimension.kind === 'header'
						? facts.headers.get(dimension.name)
						: claimTexts(facts.payload ?? {}, dimension.path);
				const isThere = values?.some((value) => tests.every((matches) => matches(value) === matches(like))) ?? false;
				return (isThere ? 2n : 1n) << offset;
			};
		}
		const about = atoms.filter(({ atom }) => isAbout(atom, dimension));
		return (facts: Facts): bigint => {
			const fitting = dimension.values.flatMap((value, index) => {
				const bit = 1n << (offset + BigInt(index));
				if ((cut.layout.full & bit) === 0n) return [];
				if (dimension.kind === 'verified') return value === (facts.payload !== undefined) ? [bit] : [];
				const fits = about.every(({ holds, boxes }) => holds(facts) === boxes.some((box) => (box & bit) !== 0n));
				return fits && isSameFamily(dimension.kind, value, facts) && isMissingAlike(dimension, value, facts)
					? [bit]
					: [];
			});
			const [only, second] = fitting;
			if (only === undefined || second !== undefined)
				throw new Error(`${fitting.length} classes of ${dimension.kind} for one value`);
			return only & mask;
		};
	});
	return (facts) => places.reduce((box, place) => box | place(facts), 0n);
}

function isAbout(atom: Atom, dimension: Cut['dimensions'][number]): boolean {
	if (atom.kind === 'claim') {
		const isOne = dimension.kind === 'single' || (dimension.kind === 'alone' && atom.alone === true);
		return isOne && atom.path.join() === dimension.path.join();
	}
	if (atom.kind === 'text') return dimension.kind === 'text' && atom.attribute === dimension.attribute;
	if (atom.kind === 'address') return dimension.kind === 'address' && atom.attribute === dimension.attribute;
	return atom.kind === dimension.kind;
}

/** Families are told apart even where no atom asks. */
function isSameFamily(kind: string, value: unknown, { sourceAddress }: Facts): boolean {
	if (kind !== 'address' || typeof value !== 'object' || value === null || !('family' in value)) return true;
	return sourceAddress?.family === value.family;
}

/** So is a missing value, from one that no atom matches. */
function isMissingAlike(dimension: Cut['dimensions'][number], value: unknown, facts: Facts): boolean {
	switch (dimension.kind) {
		case 'text':
			return (value === undefined) === (facts[dimension.attribute] === undefined);
		case 'address':
			return (value === undefined) === (facts[dimension.attribute] === undefined);
		case 'single':
			return (value === undefined) === (claimTexts(facts.payload ?? {}, dimension.path).length === 0);
		default:
			return true;
	}
}

/** What an atom makes of one value. */
function tester(atom: Extract<Atom, { pattern: Pattern }>): (value: string) => boolean {
	const holds = compile(atom);
	if (atom.kind === 'claim') {
		const within = (value: string) => atom.path.reduceRight<Json>((inner, name) => ({ [name]: inner }), value);
		return (value) => holds({ ...nobody, payload: within(value) as Payload });
	}
	return matcher(atom.pattern);
}

const nobody: Facts = {
	peer: undefined,
	port: 80,
	sourceAddress: undefined,
	remoteAddress: undefined,
	destinationAddress: undefined,
	serverName: undefined,
	method: undefined,
	path: undefined,
	host: undefined,
	headers: new Map(),
	payload: undefined,
	agreeing: new Set(),
};

/** True when the request at this place is in the region. */
export const has = ({ boxes }: Region, place: Box): boolean => boxes.some((box) => (box & place) === place);
