// The cut: all requests, divided into the finitely many kinds that some predicates can tell apart. Every attribute that an
// atom speaks of is a dimension (or several, where it has many values), and every atom is a set of classes.
import { anyText, patternKey } from '../traffic/pattern.ts';
import type { AddressAttribute, Atom, Predicate, TextAttribute } from '../traffic/predicate.ts';
import { add, find, noTexts, type Questions, questionsOf } from './asked.ts';
import { fieldAt, layoutOf, tighten } from './box.ts';
import { claimDrafts, claimsOf } from './claims.ts';
import type { Dimension, Draft } from './dimension.ts';
import { anyDomains, type Domains } from './domain.ts';
import { addressDraft, flagDraft, manyTexts, oneText, portDraft } from './drafts.ts';
import type { Space } from './sets.ts';
import { textClasses } from './strings/classes.ts';
import { defaultLimits, isUndecided, type Limits, type Undecided } from './undecided.ts';

const textAttributes = ['peer', 'serverName', 'method', 'path', 'host'] as const satisfies readonly TextAttribute[];
const addressAttributes = [
	'sourceAddress',
	'remoteAddress',
	'destinationAddress',
] as const satisfies readonly AddressAttribute[];

export interface Cut extends Space {
	readonly kind: 'cut';
	readonly dimensions: readonly Dimension[];
	/** The atoms of the predicates and where they hold, and some besides: that an attribute is there, or of which family. */
	readonly questions: Questions;
	readonly domains: Domains;
}

/** Divides all requests of the domains by what the predicates can tell apart. Other predicates cannot be asked about then. */
export function cut(
	predicates: readonly Predicate[],
	domains: Domains = anyDomains,
	limits: Limits = defaultLimits,
): Cut | Undecided {
	const questions = questionsOf(predicates);
	askForWhatIsAlwaysThere(questions, domains);
	const drafts = draftsOf(questions, domains, limits.states);
	if (isUndecided(drafts)) return drafts;
	const dimensions: Dimension[] = [];
	let offset = 0;
	let occurs = 0n;
	const placesOf = questions.all.map((): { readonly mask: bigint; readonly bits: bigint }[] => []);
	for (const draft of drafts) {
		const dimension = draft.at(fieldAt(offset, draft.width));
		const { mask, offset: shift } = dimension.field;
		for (const [question, bits] of draft.atoms) {
			if (question !== undefined) placesOf[question.index]?.push({ mask, bits: bits << shift });
		}
		occurs |= draft.occurs << shift;
		offset += draft.width + 1;
		dimensions.push(dimension);
	}
	const fields = dimensions.map(({ field }) => field);
	const layout = layoutOf(fields, occurs, claimsOf(dimensions));
	for (const question of questions.all) {
		const places = placesOf[question.index] ?? [];
		const boxes = places.map(({ mask, bits }) => tighten(layout, layout.full & (~mask | bits)));
		question.holds = { kind: 'region', boxes: boxes.filter((box) => box !== 0n) };
	}
	return { kind: 'cut', dimensions, layout, questions, domains, limits };
}

/** So that witnesses have a method, say, even if nobody asks which. */
function askForWhatIsAlwaysThere({ texts, addresses }: Questions, domains: Domains): void {
	for (const attribute of textAttributes) {
		if (domains.texts[attribute].presence === 'always' && !texts.has(attribute)) texts.set(attribute, noTexts());
	}
	for (const attribute of addressAttributes) {
		if (domains.addresses[attribute] === 'always' && !addresses.has(attribute)) addresses.set(attribute, []);
	}
}

function draftsOf(questions: Questions, domains: Domains, limit: number): readonly Draft[] | Undecided {
	const verified = find(questions, { kind: 'verified' }) ?? add(questions, { kind: 'verified' });
	const drafts: Draft[] = [
		portDraft(questions.ports, domains.ports),
		flagDraft(verified, domains.verified, (place) => ({ kind: 'verified', ...place })),
	];
	for (const [attribute, { patterns, questions: asked, others }] of questions.texts) {
		const { presence, texts } = domains.texts[attribute];
		const classes = presence === 'never' ? [] : textClasses(patterns, texts, limit);
		if (isUndecided(classes)) return classes;
		const present: Atom = { kind: 'text', attribute, pattern: anyText };
		drafts.push(
			oneText(
				questions,
				asked,
				others.has(anyTextKey) ? undefined : present,
				presence,
				classes,
				(values) => (field) => {
					return { kind: 'text', field, attribute, values };
				},
			),
		);
	}
	const { headers } = domains;
	for (const [name, group] of questions.headers) {
		if (headers === 'never') break;
		const many = manyTexts(group, headers, limit, (text) => (field) => {
			return { kind: 'header', field, name, values: [undefined, text] };
		});
		if (isUndecided(many)) return many;
		drafts.push(...many);
	}
	const claims = claimDrafts(questions, domains, limit);
	if (isUndecided(claims)) return claims;
	drafts.push(...claims);
	for (const attribute of questions.addresses.keys()) {
		drafts.push(addressDraft(questions, attribute, domains.addresses[attribute]));
	}
	for (const question of questions.all) {
		if (question.atom.kind !== 'agrees') continue;
		const { provider } = question.atom;
		drafts.push(flagDraft(question, domains.agrees, (place) => ({ kind: 'agrees', provider, ...place })));
	}
	return drafts;
}

const anyTextKey = patternKey(anyText);
