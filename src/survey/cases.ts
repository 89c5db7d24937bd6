// What a rule says by itself, whatever else a proxy does: one case for each of its alternatives.
import type { Chain, MeshSettings } from '../semantics/istio/index.ts';
import { type Caller, callersOf } from './callers.ts';
import { valuesText } from './conditions.ts';
import { alternativesOf, factorOf, type Term, termsOf } from './terms.ts';
import { furtherText, isClaim, type TokenNeed, tokenOf } from './token.ts';
import { operationText } from './words.ts';

type Guard = Chain['deny'][number];

export interface Case {
	readonly callers: readonly Caller[];
	/** Empty: any. */
	readonly operations: readonly string[];
	readonly token: TokenNeed | { readonly kind: 'any' };
	readonly further: readonly string[];
}

/** What guards of one rule say, case by case; undefined: too many cases to be shown. */
export function casesIn(guards: readonly Guard[], { trustDomain }: MeshSettings): readonly Case[] | undefined {
	const terms = guards.map(({ matches }) => termsOf(matches));
	const known = terms.filter((each) => each !== undefined);
	return known.length < terms.length ? undefined : known.flat().map((term) => caseOf(term, trustDomain));
}

const shown = new Set(['peer', 'method', 'path']);

function caseOf(term: Term, trustDomain: string): Case {
	const list = (attribute: string) => {
		const factor = factorOf(term, attribute);
		return factor === undefined ? [undefined] : alternativesOf(factor);
	};
	const asksToken = term.some(({ attribute }) => isClaim(attribute));
	const speaksOfPeer = factorOf(term, 'peer') !== undefined;
	const operations = list('path').flatMap((path) =>
		list('method').map((method) => operationText('http', method, path)),
	);
	return {
		callers: speaksOfPeer ? callersOf(factorOf(term, 'peer'), trustDomain).map(({ caller }) => caller) : [],
		operations: operations.filter((text) => text !== 'any request'),
		token: asksToken ? tokenIn(term) : { kind: 'any' },
		further: term
			.filter(({ attribute, predicate }) => !shown.has(attribute) && (!isClaim(attribute) || isNegative(predicate)))
			.map(({ attribute, predicate }) =>
				isClaim(attribute) ? negativeText(attribute, predicate) : furtherText(attribute, predicate),
			),
	};
}

const isNegative = (predicate: Term[number]['predicate']): boolean => predicate.kind === 'not';

const tokenIn = (term: Term): Case['token'] => {
	const positive = term.filter(({ predicate }) => !isNegative(predicate));
	return positive.some(({ attribute }) => isClaim(attribute)) ? tokenOf(positive, []) : { kind: 'any' };
};

const negativeText = (attribute: string, predicate: Term[number]['predicate']): string => {
	const name = attribute.replace(/^claim (?:\d+")?/, '');
	const text = valuesText(predicate);
	// Every good token has both.
	if (text === 'not any' && (name === 'iss' || name === 'sub')) return 'without a good token';
	return text === 'not any' ? `no token that says ${name}` : `no token whose ${name} is ${text.replace(/^not /, '')}`;
};
