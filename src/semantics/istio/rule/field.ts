// One field of a rule with its `not…` twin, and what becomes of it (pilot/pkg/security/authz/model/model.go): values are ORed,
// notValues ORed and negated, the two ANDed. What cannot be expressed means less access: an ALLOW rule falls as a whole, any
// other rule loses the value, or the field.
import { any, not, type Predicate } from '../../../traffic/predicate.ts';
import type { Values } from '../policy.ts';

export interface Field extends Values {
	/** Has no meaning on a connection without HTTP. */
	readonly httpOnly: boolean;
	/** Undefined: a value that istiod cannot translate. */
	readonly translate: (value: string) => Predicate | undefined;
}

/** What a rule is read for. */
export interface Reading {
	readonly speaks: 'http' | 'tcp';
	/** ALLOW loses whole rules, the others lose parts. */
	readonly strict: boolean;
}

/** The conditions of a field, to be ANDed: none where it says nothing. Undefined: the rule falls. */
export function fieldConditions(field: Field, reading: Reading): readonly Predicate[] | undefined {
	const { values, notValues, httpOnly } = field;
	if (values.length + notValues.length === 0) return [];
	if (httpOnly && reading.speaks === 'tcp') return reading.strict ? undefined : [];
	const positive = translated(field, values, reading.strict);
	const negative = translated(field, notValues, reading.strict);
	if (positive === undefined || negative === undefined) return undefined;
	return [...(positive.length > 0 ? [any(positive)] : []), ...(negative.length > 0 ? [not(any(negative))] : [])];
}

function translated(field: Field, values: readonly string[], strict: boolean): readonly Predicate[] | undefined {
	const known: Predicate[] = [];
	for (const value of values) {
		const predicate = field.translate(value);
		if (predicate !== undefined) known.push(predicate);
		else if (strict) return undefined;
	}
	return known;
}
