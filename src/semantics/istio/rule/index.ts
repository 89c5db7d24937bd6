// A rule as a condition on requests: (OR of from) AND (OR of to) AND (AND of when), for an Envoy.
import { all, any, type Predicate } from '../../../traffic/predicate.ts';
import type { Rule } from '../policy.ts';
import { type Field, fieldConditions, type Reading } from './field.ts';
import { conditionField, operationFields, type Place, sourceFields } from './fields.ts';

export type { Reading } from './field.ts';
export type { Place } from './fields.ts';

/** What the rule matches on connections of one kind. Undefined: istiod makes nothing of it, so it matches nothing. */
export function rulePredicate(rule: Rule, reading: Reading, place: Place): Predicate | undefined {
	const from = alternatives(rule.from.map((source) => conjunction(sourceFields(source, place), reading)));
	const to = alternatives(rule.to.map((operation) => conjunction(operationFields(operation, place), reading)));
	if (from === undefined || to === undefined) return undefined;
	const parts = [...from, ...to];
	for (const condition of rule.when) {
		const field = conditionField(condition, place);
		const conditions = field === undefined ? undefined : fieldConditions(field, reading);
		if (conditions === undefined) return undefined;
		parts.push(...conditions);
	}
	return all(parts);
}

function conjunction(fields: readonly Field[], reading: Reading): Predicate | undefined {
	const parts: Predicate[] = [];
	for (const field of fields) {
		const conditions = fieldConditions(field, reading);
		if (conditions === undefined) return undefined;
		parts.push(...conditions);
	}
	return all(parts);
}

/** None at all: no condition. One that fell takes the rule with it. */
function alternatives(predicates: readonly (Predicate | undefined)[]): readonly Predicate[] | undefined {
	const known = predicates.filter((each) => each !== undefined);
	if (known.length < predicates.length) return undefined;
	return known.length === 0 ? [] : [any(known)];
}
