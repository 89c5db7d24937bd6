// Operations and conditions of a rule as people write them.
import type { Chain } from '../semantics/istio/index.ts';
import { any, type Predicate } from '../traffic/predicate.ts';
import { literalsOf, patternText, valuesText } from './conditions.ts';
import { alternativesOf, type Term } from './terms.ts';
import { furtherText, isClaim } from './token.ts';

/** `GET /accounts/{id}`, `TCP`: an operation as people write it. */
export function operationText(
	speaks: Chain['speaks'],
	method: Predicate | undefined,
	path: Predicate | undefined,
): string {
	if (speaks === 'tcp') return 'TCP';
	if (method === undefined && path === undefined) return 'any request';
	const methods = method === undefined ? 'ANY' : valuesText(method);
	return `${methods === 'any' ? 'ANY' : methods} ${path === undefined ? 'any path' : pathText(path)}`;
}

const pathText = (path: Predicate): string => {
	const text = path.kind === 'text' ? patternText(path.pattern) : valuesText(path);
	return text === '/*' || text === '*' ? 'any path' : text;
};

const shownElsewhere = new Set(['peer', 'method', 'path']);

/** What else the term demands, besides caller, operation and token. */
export const furtherOf = (term: Term): readonly string[] =>
	term
		.filter(({ attribute }) => !shownElsewhere.has(attribute) && !isClaim(attribute))
		.map(({ attribute, predicate }) =>
			furtherText(attribute, attribute === 'host' ? withoutPorts(predicate) : predicate),
		);

/** A host's name stands for the name with a port, too, where both are listed. */
function withoutPorts(predicate: Predicate): Predicate {
	const names = new Set(alternativesOf(predicate).flatMap((one) => literalsOf(one) ?? []));
	const kept = alternativesOf(predicate).filter(
		(one) => !names.has(valuesText(one).replace(/:\*$/, '')) || !valuesText(one).endsWith(':*'),
	);
	return predicate.kind === 'any' ? any(kept) : predicate;
}
