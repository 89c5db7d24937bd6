// One field of a rule with its `not…` twin, and what becomes of it (pilot/pkg/security/authz/model/model.go): values are ORed,
// notValues ORed and negated, the two ANDed. What cannot be expressed means less access: an ALLOW rule falls as a whole, any
// other rule loses the value, or the field.
import { any, not, type Predicate } from '../../../traffic/predicate.ts';
import type { Values } from '../policy.ts';
import type { MeshSettings } from '../world.ts';

/** Where a rule stands. */
export interface Place {
	readonly mesh: MeshSettings;
	/** Of the policy. */
	readonly namespace: string;
	/** A token rule splits `iss` or `sub` at spaces. */
	readonly splitsPrincipal: boolean;
}

/** What a value of some field means. Undefined: istiod cannot translate it. */
export type Translate = (value: string, place: Place) => Predicate | undefined;

/** What a field means. */
export interface Meaning {
	/** Has no meaning on a connection without HTTP. */
	readonly httpOnly: boolean;
	readonly translate: Translate;
}

/** What a rule is read for. */
export interface Reading {
	readonly speaks: 'http' | 'tcp';
	/** ALLOW loses whole rules, the others lose parts. */
	readonly strict: boolean;
}

/** The conditions of a field, to be ANDed: none where it says nothing. Undefined: the rule falls. */
export function fieldConditions(
	{ values, notValues }: Values,
	{ httpOnly, translate }: Meaning,
	place: Place,
	reading: Reading,
): readonly Predicate[] | undefined {
	if (values.length + notValues.length === 0) return none;
	if (httpOnly && reading.speaks === 'tcp') return reading.strict ? undefined : none;
	const positive = translated(values, translate, place, reading.strict);
	const negative = translated(notValues, translate, place, reading.strict);
	if (positive === undefined || negative === undefined) return undefined;
	return [...(positive.length > 0 ? [any(positive)] : []), ...(negative.length > 0 ? [not(any(negative))] : [])];
}

const none: readonly Predicate[] = [];

function translated(
	values: readonly string[],
	translate: Translate,
	place: Place,
	strict: boolean,
): readonly Predicate[] | undefined {
	if (values.length === 0) return none;
	const known: Predicate[] = [];
	for (const value of values) {
		const predicate = translate(value, place);
		if (predicate !== undefined) known.push(predicate);
		else if (strict) return undefined;
	}
	return known;
}
