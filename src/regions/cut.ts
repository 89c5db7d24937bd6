// The cut: all requests, divided into the finitely many kinds that some predicates can tell apart. Every attribute that an
// atom speaks of is a dimension (or several, where it has many values), and every atom is a set of classes.
import { type AddressAttribute, type Atom, atomKey, type Predicate, type TextAttribute } from '../traffic/predicate.ts';
import { type Questions, questionsOf } from './asked.ts';
import { type Box, type ClaimBits, type Claims, fieldAt, type Layout, layoutOf, tighten } from './box.ts';
import type { Dimension, Draft } from './dimension.ts';
import { anyDomains, type ClaimDomain, type Domains } from './domain.ts';
import { addressDraft, claimAt, flagDraft, headerAt, manyDrafts, portDraft, singleDraft, textDraft } from './drafts.ts';
import { defaultLimits, isUndecided, type Limits, type Undecided } from './undecided.ts';

const textAttributes = ['peer', 'serverName', 'method', 'path', 'host'] as const satisfies readonly TextAttribute[];
const addressAttributes = [
	'sourceAddress',
	'remoteAddress',
	'destinationAddress',
] as const satisfies readonly AddressAttribute[];

export interface Cut {
	readonly kind: 'cut';
	readonly dimensions: readonly Dimension[];
	readonly layout: Layout;
	/** By the key of an atom: boxes that together are all requests for which it holds. */
	readonly atoms: ReadonlyMap<string, readonly Box[]>;
	/** Atoms that have a key here, for those who put boxes into words. */
	readonly keys: ReadonlyMap<Atom, string>;
	readonly domains: Domains;
	readonly limits: Limits;
}

/** Divides all requests of the domains by what the predicates can tell apart. Other predicates cannot be asked about then. */
export function cut(
	predicates: readonly Predicate[],
	domains: Domains = anyDomains,
	limits: Limits = defaultLimits,
): Cut | Undecided {
	const { questions, keys } = questionsOf(predicates);
	askForWhatIsAlwaysThere(questions, domains);
	const drafts = draftsOf(questions, domains, limits.states);
	if (isUndecided(drafts)) return drafts;
	const dimensions: Dimension[] = [];
	let offset = 0;
	let occurs = 0n;
	const holds = new Map<string, { readonly dimension: Dimension; readonly bits: bigint }[]>();
	for (const draft of drafts) {
		const dimension = draft.at(fieldAt(offset, draft.width));
		for (const [key, bits] of draft.atoms) {
			const at = { dimension, bits: bits << dimension.field.offset };
			const known = holds.get(key);
			if (known === undefined) holds.set(key, [at]);
			else known.push(at);
		}
		occurs |= draft.occurs << dimension.field.offset;
		offset += draft.width + 1;
		dimensions.push(dimension);
	}
	const fields = dimensions.map(({ field }) => field);
	const layout = layoutOf(fields, occurs, claimsOf(dimensions));
	const atoms = new Map<string, readonly Box[]>();
	for (const key of keys.values()) atoms.set(key, []);
	for (const [key, places] of holds) atoms.set(key, boxesOf(layout, places));
	return { kind: 'cut', dimensions, layout, atoms, keys, domains, limits };
}

/** So that witnesses have a method, say, even if nobody asks which. */
function askForWhatIsAlwaysThere({ texts, addresses }: Questions, domains: Domains): void {
	for (const attribute of textAttributes) {
		if (domains.texts[attribute].presence === 'always' && !texts.has(attribute)) texts.set(attribute, new Map());
	}
	for (const attribute of addressAttributes) {
		if (domains.addresses[attribute] === 'always' && !addresses.has(attribute)) addresses.set(attribute, new Map());
	}
}

function boxesOf(
	layout: Layout,
	places: readonly { readonly dimension: Dimension; readonly bits: bigint }[],
): readonly Box[] {
	const boxes: Box[] = [];
	for (const { dimension, bits } of places) {
		const box = tighten(layout, layout.full & (~dimension.field.mask | bits));
		if (box !== 0n) boxes.push(box);
	}
	return boxes;
}

function draftsOf(questions: Questions, domains: Domains, limit: number): readonly Draft[] | Undecided {
	const drafts: Draft[] = [
		portDraft(questions.ports, domains.ports),
		flagDraft(atomKey({ kind: 'verified' }), domains.verified, (values) => (field) => {
			return { kind: 'verified', field, values };
		}),
	];
	const texts = [...questions.texts].map(([attribute, asked]) =>
		textDraft(attribute, asked, domains.texts[attribute], limit),
	);
	const headers = [...questions.headers].map(([name, asked]) =>
		domains.headers === 'never' ? [] : manyDrafts(asked, domains.headers, limit, headerAt(name)),
	);
	const claims = [...questions.claims.values()].map(({ path, asked }) => {
		if (path.length === 0) return [];
		const known = domains.claims.find((claim) => isSamePath(claim.path, path));
		if (known?.single === true) return singleDraft(known, asked, limit);
		return manyDrafts(asked, known?.texts ?? domains.otherClaims, limit, claimAt(path));
	});
	for (const made of [...texts, ...headers, ...claims]) {
		if (!Array.isArray(made)) {
			const one: Draft | Undecided = made as Draft | Undecided;
			if (isUndecided(one)) return one;
			drafts.push(one);
		} else drafts.push(...made);
	}
	for (const [attribute, asked] of questions.addresses) {
		drafts.push(addressDraft(attribute, asked, domains.addresses[attribute]));
	}
	for (const provider of questions.providers) {
		const key = atomKey({ kind: 'agrees', provider });
		drafts.push(flagDraft(key, domains.agrees, (values) => (field) => ({ kind: 'agrees', field, provider, values })));
	}
	return drafts;
}

const isSamePath = (a: ClaimDomain['path'], b: ClaimDomain['path']): boolean => a.length === b.length && isPrefix(a, b);

const isPrefix = (a: readonly string[], b: readonly string[]): boolean => a.every((step, index) => step === b[index]);

/** Where boxes speak of tokens, and which claims exclude each other: a text has no claims inside. */
function claimsOf(dimensions: readonly Dimension[]): Claims {
	let verified = 0n;
	let unverified = 0n;
	const paths = new Map<string, { readonly path: readonly string[]; bits: ClaimBits }>();
	for (const one of dimensions) {
		const first = 1n << one.field.offset;
		if (one.kind === 'verified') {
			verified = first << 1n;
			unverified = first;
		}
		if (one.kind !== 'claim' && one.kind !== 'single') continue;
		const name = JSON.stringify(one.path);
		const { bits } = paths.get(name) ?? { bits: { absent: 0n, present: 0n } };
		const absent = bits.absent | first;
		paths.set(name, { path: one.path, bits: { absent, present: bits.present | (one.field.mask & ~first) } });
	}
	const all = [...paths.values()];
	const exclusive = all.flatMap(({ path, bits }) =>
		all.flatMap((inner) =>
			inner.path.length > path.length && isPrefix(path, inner.path) ? [[bits, inner.bits] as const] : [],
		),
	);
	const absent = all.reduce((sum, { bits }) => sum | bits.absent, 0n);
	const present = all.reduce((sum, { bits }) => sum | bits.present, 0n);
	return { verified, unverified, absent, present, exclusive };
}
