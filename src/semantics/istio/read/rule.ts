// One rule of an AuthorizationPolicy: sources, operations, conditions. Absent lists and empty ones are the same, as in istiod
// (measured: `from: []` means "from anyone").
import type { Operation, Rule, Source, Values } from '../policy.ts';
import { readCondition } from './condition.ts';
import { type Fields, readFields, readList, readTexts } from './fields.ts';
import { type Notes, note } from './problem.ts';
import * as check from './values.ts';

const ruleFields = new Set(['from', 'to', 'when']);

const negative = (name: string): string => `not${name.charAt(0).toUpperCase()}${name.slice(1)}`;

const withNegatives = (names: readonly string[]): ReadonlySet<string> =>
	new Set(names.flatMap((name) => [name, negative(name)]));

const sourceFields = withNegatives([
	'principals',
	'requestPrincipals',
	'namespaces',
	'serviceAccounts',
	'trustDomains',
	'ipBlocks',
	'remoteIpBlocks',
]);
const operationFields = withNegatives(['hosts', 'ports', 'methods', 'paths']);

/** A rule, with its place in the policy; undefined for an empty entry (null), which istiod skips. */
export function readRule(notes: Notes, value: unknown, path: string, index: number): Rule | undefined {
	const rule = readFields(notes, value, path, ruleFields);
	if (rule === undefined) return undefined;
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
	const fields = readFrame(notes, item, path, 'source', sourceFrame, sourceFields);
	const here = { notes, fields, path, frame: 'source' };
	const source: Source = {
		principals: readValues(here, 'principals', 'notPrincipals', check.notEmpty),
		requestPrincipals: readValues(here, 'requestPrincipals', 'notRequestPrincipals', check.notEmpty),
		namespaces: readValues(here, 'namespaces', 'notNamespaces', check.notEmpty),
		serviceAccounts: readValues(here, 'serviceAccounts', 'notServiceAccounts', check.serviceAccounts),
		trustDomains: readValues(here, 'trustDomains', 'notTrustDomains', check.trustDomains),
		ipBlocks: readValues(here, 'ipBlocks', 'notIpBlocks', check.addresses),
		remoteIpBlocks: readValues(here, 'remoteIpBlocks', 'notRemoteIpBlocks', check.addresses),
	};
	if (source.serviceAccounts !== noValues && (source.principals !== noValues || source.namespaces !== noValues)) {
		const what = 'serviceAccounts with principals or namespaces';
		note(notes, 'refused', `${path}.source`, what, 'serviceAccounts stand without them');
	}
	return source;
}

function readOperation(notes: Notes, item: unknown, path: string): Operation {
	const fields = readFrame(notes, item, path, 'operation', operationFrame, operationFields);
	const here = { notes, fields, path, frame: 'operation' };
	return {
		hosts: readValues(here, 'hosts', 'notHosts', check.notEmpty),
		ports: readValues(here, 'ports', 'notPorts', check.ports),
		methods: readValues(here, 'methods', 'notMethods', check.notEmpty),
		paths: readValues(here, 'paths', 'notPaths', check.paths),
	};
}

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
	for (const field in fields) {
		const value = fields[field];
		if (Array.isArray(value) && value.length > 0 && inner.has(field)) return fields;
	}
	note(notes, 'refused', `${path}.${name}`, 'nothing', `an empty ${name} is not allowed; it would match everything`);
	return fields;
}

interface Here {
	readonly notes: Notes;
	readonly fields: Fields;
	readonly path: string;
	readonly frame: string;
}

/** One object for all absent fields: most of them are. */
const noValues: Values = { values: [], notValues: [] };

function readValues(here: Here, name: string, negated: string, checkOf: check.Check): Values {
	if (here.fields[name] === undefined && here.fields[negated] === undefined) return noValues;
	const values = readChecked(here, name, checkOf);
	const notValues = readChecked(here, negated, checkOf);
	return values.length + notValues.length === 0 ? noValues : { values, notValues };
}

function readChecked({ notes, fields, path, frame }: Here, name: string, checkOf: check.Check): readonly string[] {
	const value = fields[name];
	if (value === undefined) return noValues.values;
	const values = readTexts(notes, value, `${path}.${frame}.${name}`);
	const why = checkOf(values);
	if (why !== undefined) note(notes, 'refused', `${path}.${frame}.${name}`, `\`${name}\``, why);
	return values;
}
