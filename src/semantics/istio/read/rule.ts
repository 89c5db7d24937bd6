// One rule of an AuthorizationPolicy: sources, operations, conditions. Absent lists and empty ones are the same, as in istiod
// (measured: `from: []` means "from anyone").
import type { Operation, Rule, Source, Values } from '../policy.ts';
import { readCondition } from './condition.ts';
import { type Fields, readFields, readList, readTexts } from './fields.ts';
import { type Notes, note } from './problem.ts';
import * as check from './values.ts';

const ruleFields = new Set(['from', 'to', 'when']);

type Checks<T> = { readonly [name in keyof T]: check.Check };

const sourceChecks: Checks<Source> = {
	principals: check.notEmpty,
	requestPrincipals: check.notEmpty,
	namespaces: check.notEmpty,
	serviceAccounts: check.serviceAccounts,
	trustDomains: check.trustDomains,
	ipBlocks: check.addresses,
	remoteIpBlocks: check.addresses,
};

const operationChecks: Checks<Operation> = {
	hosts: check.notEmpty,
	ports: check.ports,
	methods: check.notEmpty,
	paths: check.paths,
};

const negative = (name: string) => `not${name.charAt(0).toUpperCase()}${name.slice(1)}`;

interface FieldNames<T> {
	readonly name: keyof T & string;
	readonly negative: string;
	readonly check: check.Check;
}

function fieldNames<T>(checks: Checks<T>): readonly FieldNames<T>[] {
	const names = Object.keys(checks) as (keyof T & string)[];
	return names.map((name) => ({ name, negative: negative(name), check: checks[name] }));
}

const known = <T>(names: readonly FieldNames<T>[]): ReadonlySet<string> =>
	new Set(names.flatMap((each) => [each.name, each.negative]));

const sourceNames = fieldNames<Source>(sourceChecks);
const sourceFields = known(sourceNames);
const operationNames = fieldNames<Operation>(operationChecks);
const operationFields = known(operationNames);

/** A rule, with its place in the policy; undefined for an empty entry (null), which istiod skips. */
export function readRule(notes: Notes, value: unknown, path: string, index: number): Rule | undefined {
	const rule = readFields(notes, value, path, ruleFields);
	if (rule === undefined) {
		note(notes, 'refused', path, 'nothing', 'a rule is an object; `{}` matches everything');
		return undefined;
	}
	const from = readList(notes, rule.from, `${path}.from`);
	const to = readList(notes, rule.to, `${path}.to`);
	if (from.length > 512) note(notes, 'refused', `${path}.from`, `${from.length} sources`, 'at most 512 are allowed');
	return {
		index,
		from: from.map((item, at) => readSource(notes, item, `${path}.from[${at}]`)),
		to: to.map((item, at) => readOperation(notes, item, `${path}.to[${at}]`)),
		when: readList(notes, rule.when, `${path}.when`).flatMap(
			(item, at) => readCondition(notes, item, `${path}.when[${at}]`) ?? [],
		),
	};
}

const sourceFrame = new Set(['source']);
const operationFrame = new Set(['operation']);

function readSource(notes: Notes, item: unknown, path: string): Source {
	const here = `${path}.source`;
	const fields = readFrame(notes, item, path, 'source', sourceFrame, sourceFields);
	const source = readEach(notes, fields, here, sourceNames);
	const used = ({ values, notValues }: Values) => values.length + notValues.length > 0;
	if (used(source.serviceAccounts) && (used(source.principals) || used(source.namespaces))) {
		note(notes, 'refused', here, 'serviceAccounts with principals or namespaces', 'serviceAccounts stand without them');
	}
	return source;
}

const readOperation = (notes: Notes, item: unknown, path: string): Operation =>
	readEach(
		notes,
		readFrame(notes, item, path, 'operation', operationFrame, operationFields),
		`${path}.operation`,
		operationNames,
	);

/** `{ source: {…} }`: the inner object, which must say something. */
function readFrame(
	notes: Notes,
	item: unknown,
	path: string,
	name: string,
	frame: ReadonlySet<string>,
	inner: ReadonlySet<string>,
): Fields {
	const fields = readFields(notes, readFields(notes, item, path, frame)?.[name], `${path}.${name}`, inner) ?? {};
	for (const field of inner) {
		const value = fields[field];
		if (Array.isArray(value) && value.length > 0) return fields;
	}
	note(notes, 'refused', `${path}.${name}`, 'nothing', `an empty ${name} is not allowed; it would match everything`);
	return fields;
}

const noValues: Values = { values: [], notValues: [] };

function readEach<T extends { readonly [name in keyof T]: Values }>(
	notes: Notes,
	fields: Fields,
	path: string,
	names: readonly FieldNames<T>[],
): T {
	const read: Partial<Record<keyof T, Values>> = {};
	for (const { name, negative, check: checkOf } of names) {
		if (fields[name] === undefined && fields[negative] === undefined) {
			read[name] = noValues;
			continue;
		}
		const one = (field: string) => {
			const values = readTexts(notes, fields[field], `${path}.${field}`);
			const why = check.notEmpty(values) ?? checkOf(values);
			if (why !== undefined) note(notes, 'refused', `${path}.${field}`, `\`${field}\``, why);
			return values;
		};
		read[name] = { values: one(name), notValues: one(negative) };
	}
	return read as T;
}
