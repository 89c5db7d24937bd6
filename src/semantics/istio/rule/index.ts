// A rule as a condition on requests: (OR of from) AND (OR of to) AND (AND of when), for an Envoy.
import { all, any, type Predicate } from '../../../traffic/predicate.ts';
import type { Rule, Values } from '../policy.ts';
import { fieldConditions, type Meaning, type Place, type Reading } from './field.ts';
import { conditionMeaning, operationFields, sourceFields } from './fields.ts';

export type { Place, Reading } from './field.ts';

/** What rules of one place match on connections of one kind. Undefined: istiod makes nothing of the rule, so it matches nothing. */
export function rulePredicates(reading: Reading, place: Place): (rule: Rule) => Predicate | undefined {
	const fields = sourceFields(place);

	/** All that the fields say. Undefined: the rule falls. */
	function conjunction<Field extends string>(
		whole: Readonly<Record<Field, Values>>,
		named: readonly (readonly [field: Field, meaning: Meaning])[],
	): Predicate | undefined {
		const parts: Predicate[] = [];
		for (const [field, meaning] of named) {
			const conditions = fieldConditions(whole[field], meaning, place, reading);
			if (conditions === undefined) return undefined;
			parts.push(...conditions);
		}
		return all(parts);
	}

	return (rule) => {
		const from = alternatives(rule.from.map((source) => conjunction(source, fields)));
		const to = alternatives(rule.to.map((operation) => conjunction(operation, operationFields)));
		if (from === undefined || to === undefined) return undefined;
		const parts = [...from, ...to];
		for (const condition of rule.when) {
			const meaning = conditionMeaning(condition.key, place);
			const conditions = meaning && fieldConditions(condition, meaning, place, reading);
			if (conditions === undefined) return undefined;
			parts.push(...conditions);
		}
		return all(parts);
	};
}

/** None at all: no condition. One that fell takes the rule with it. */
function alternatives(predicates: readonly (Predicate | undefined)[]): readonly Predicate[] | undefined {
	const known = predicates.filter((each) => each !== undefined);
	if (known.length < predicates.length) return undefined;
	return known.length === 0 ? [] : [any(known)];
}
