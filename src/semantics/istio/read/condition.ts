// Conditions (`when`): the keys that Istio knows, and what each asks of its values.
import type { Condition } from '../policy.ts';
import { readFields, readText, readTexts } from './fields.ts';
import { type Notes, note } from './problem.ts';
import * as check from './values.ts';

const conditionFields = new Set(['key', 'values', 'notValues']);

/** Keys as they are, with the check of their values. */
const plainKeys: Readonly<Record<string, check.Check>> = {
	'source.ip': check.addresses,
	'remote.ip': check.addresses,
	'destination.ip': check.addresses,
	'destination.port': check.ports,
	'source.namespace': check.notEmpty,
	'source.serviceAccount': check.serviceAccounts,
	'source.trustDomain': check.wildcards,
	'source.principal': check.notEmpty,
	'request.auth.principal': check.notEmpty,
	'request.auth.audiences': check.notEmpty,
	'request.auth.presenter': check.notEmpty,
	'connection.sni': check.notEmpty,
};

/** Keys of the form `a[b]`. */
const keysWithName = ['request.headers', 'request.auth.claims', 'experimental.envoy.filters.'];

/** Undefined when the condition is not readable. */
export function readCondition(notes: Notes, value: unknown, path: string): Condition | undefined {
	const fields = readFields(notes, value, path, conditionFields);
	if (fields === undefined) return undefined;
	const key = readText(notes, fields.key, `${path}.key`) ?? '';
	const values = readTexts(notes, fields.values, `${path}.values`);
	const notValues = readTexts(notes, fields.notValues, `${path}.notValues`);
	if (values.length === 0 && notValues.length === 0) {
		note(notes, 'refused', path, `\`${key}\` without values`, 'a condition has values or notValues');
	}
	const checkOf = checkOfKey(key);
	if (typeof checkOf === 'string') note(notes, 'refused', `${path}.key`, `\`${key}\``, checkOf);
	else {
		for (const [name, list] of [['values', values] as const, ['notValues', notValues] as const]) {
			const why = check.notEmpty(list) ?? checkOf(list);
			if (why !== undefined) note(notes, 'refused', `${path}.${name}`, `\`${key}\``, why);
		}
	}
	if (key.startsWith('experimental.')) {
		note(
			notes,
			'unmodelled',
			path,
			`\`${key}\``,
			'it depends on what other filters write; here nothing is written, so values never match',
		);
	}
	return { key, values, notValues };
}

function checkOfKey(key: string): check.Check | string {
	if (Object.hasOwn(plainKeys, key)) return plainKeys[key] ?? check.notEmpty;
	if (!keysWithName.some((start) => key.startsWith(start))) return 'Istio knows no such key';
	const open = key.indexOf('[');
	return key.endsWith(']') && open > 0 && open < key.length - 2 ? check.notEmpty : 'the key has the form `a[b]`';
}
