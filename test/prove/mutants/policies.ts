// Changes of single AuthorizationPolicies: what one rule says, and what two rules say of each other.
import type { Json } from '../../../src/manifests/object.ts';
import { listAt, type Step, textAt, textsAt, valueAt, withAt } from './edit.ts';
import type { Change, Operator } from './operator.ts';
import type { MeshObject, Subject } from './subject.ts';

/** Some place in some object, and what to put there instead; undefined takes it away. */
interface Edit {
	readonly at: readonly Step[];
	readonly to: Json | undefined;
	readonly what: string;
}

/** Changes of objects of one kind, one edit each. */
export const edits =
	(kind: string, of: (object: MeshObject, subject: Subject) => Iterable<Edit>) =>
	(subject: Subject): readonly Change[] =>
		subject.objects.flatMap((object, index) => {
			if (object.kind !== kind) return [];
			return [...of(object, subject)].map(({ at, to, what }): Change => {
				const changed = withAt(object, at, to) as MeshObject;
				const objects = subject.objects.map((each, place) => (place === index ? changed : each));
				return { kind: 'mesh', what: `${nameOf(object)}: ${what}`, objects };
			});
		});

export const nameOf = ({ kind, metadata: { namespace, name } }: MeshObject): string => `${kind} ${namespace}/${name}`;

const policy = (of: (object: MeshObject, subject: Subject) => Iterable<Edit>) => edits('AuthorizationPolicy', of);

/** Every list of texts in the rules, with its path. */
export function* lists(object: MeshObject): Iterable<{ readonly at: readonly Step[]; readonly name: string }> {
	for (const [r] of listAt(object, ['spec', 'rules']).entries()) {
		for (const [part, inner] of [
			['from', 'source'],
			['to', 'operation'],
		] as const) {
			for (const [i] of listAt(object, ['spec', 'rules', r, part]).entries()) {
				const frame = valueAt(object, ['spec', 'rules', r, part, i, inner]);
				for (const name of Object.keys(frame ?? {})) yield { at: ['spec', 'rules', r, part, i, inner, name], name };
			}
		}
		for (const [i] of listAt(object, ['spec', 'rules', r, 'when']).entries()) {
			yield {
				at: ['spec', 'rules', r, 'when', i, 'values'],
				name: textAt(object, ['spec', 'rules', r, 'when', i, 'key']),
			};
		}
	}
}

const isWhen = (at: readonly Step[]): boolean => at[3] === 'when';

/** Another text for each value of the lists that are called so. */
const values = (name: RegExp, others: (value: string, subject: Subject, object: MeshObject) => readonly string[]) =>
	policy(function* (object, subject) {
		for (const list of lists(object)) {
			if (!name.test(list.name)) continue;
			for (const [index, value] of textsAt(object, list.at).entries()) {
				for (const to of others(value, subject, object)) {
					if (to !== value)
						yield { at: [...list.at, index], to, what: `${list.at.slice(1).join('.')}: ${value} → ${to}` };
				}
			}
		}
	});

const operator = (name: string, truth: Operator['truth'], changes: Operator['changes']): Operator => ({
	name,
	truth,
	changes,
});

const templateToPrefix = (path: string): string => `${path.slice(0, path.indexOf('{'))}*`;

export const policyOperators: readonly Operator[] = [
	operator('policy: rule dropped', 'depends', policy(dropped(['spec', 'rules']))),
	operator(
		'policy: from, to or when dropped',
		'depends',
		policy(function* (object) {
			for (const [r, rule] of listAt(object, ['spec', 'rules']).entries()) {
				for (const name of Object.keys(rule ?? {})) yield remove(['spec', 'rules', r, name]);
			}
		}),
	),
	operator(
		'policy: from emptied',
		'depends',
		policy(function* (object) {
			for (const [r] of listAt(object, ['spec', 'rules']).entries()) {
				if (valueAt(object, ['spec', 'rules', r, 'from']) !== undefined) yield set(['spec', 'rules', r, 'from'], []);
			}
		}),
	),
	operator(
		'policy: field dropped',
		'depends',
		policy(function* (object) {
			for (const { at } of lists(object)) if (!isWhen(at)) yield remove(at);
		}),
	),
	operator(
		'policy: condition dropped',
		'depends',
		policy(function* (object) {
			for (const { at } of lists(object)) if (isWhen(at)) yield remove(at.slice(0, -1));
		}),
	),
	operator(
		'policy: value dropped',
		'depends',
		policy(function* (object) {
			for (const { at } of lists(object)) if (listAt(object, at).length > 1) yield* dropped(at)(object);
		}),
	),
	operator(
		'policy: operation dropped',
		'depends',
		policy(function* (object) {
			for (const [r] of listAt(object, ['spec', 'rules']).entries()) {
				const at = ['spec', 'rules', r, 'to'];
				if (listAt(object, at).length > 1) yield* dropped(at)(object);
			}
		}),
	),
	operator(
		'policy: path widened',
		'depends',
		values(/^paths$/, (path) => [
			...(path.endsWith('*') ? [] : [`${path}*`, `${path.replace(/\/$/, '')}/*`]),
			...(path.includes('{') ? [templateToPrefix(path), path.replace('{*}', '{**}')] : []),
			...(path.endsWith('/*') ? [`${path.slice(0, -2)}*`] : []),
			'*',
			'/*',
		]),
	),
	operator(
		'policy: path changed',
		'depends',
		values(/^paths$/, (path) => [
			`${path.replace(/\*$/, '')}x`,
			path.toUpperCase(),
			`${path.replace(/[{*].*$/, '')}a%2Fb`,
		]),
	),
	operator(
		'policy: method changed',
		'depends',
		values(/^methods$/, () => ['GET', 'POST', 'OPTIONS', '*', 'P*', 'get']),
	),
	operator(
		'policy: host changed',
		'depends',
		values(/^hosts$/, (host) => ['*', `*${host}`, `${host.replace(/:?\*$/, '')}*`, `evil-${host}`, host.toUpperCase()]),
	),
	operator(
		'policy: port changed',
		'depends',
		values(/^ports$/, (port, { model }) => [
			'1',
			String(Number(port) + 1),
			...model.workloads
				.flatMap(({ ports }) => ports.flatMap((each) => [String(each.port), String(each.targetPort)]))
				.slice(0, 4),
		]),
	),
	operator(
		'policy: principal changed',
		'depends',
		values(/^principals$/, (principal, { model }) => {
			const [domain = '', , namespace = '', , account = ''] = principal.split('/');
			const other = model.workloads.find(({ principal: { serviceAccount } }) => serviceAccount !== account)?.principal;
			return [
				'*',
				`${domain}/*`,
				`${domain}/ns/${namespace}/*`,
				`*/sa/${account}`,
				`${principal}*`,
				`other.${principal}`,
				`cluster.local/ns/${namespace}/sa/${account}`,
				`${domain}/ns/elsewhere/sa/${account}`,
				`${domain}/ns/${namespace}/sa/stranger`,
				...(other === undefined ? [] : [`${domain}/ns/${other.namespace}/sa/${other.serviceAccount}`]),
			];
		}),
	),
	operator(
		'policy: token issuer changed',
		'depends',
		values(/^requestPrincipals$/, (value) => [
			'*',
			value.replace(/\/\*$/, '/x'),
			`x${value}`,
			value.replace(/\*$/, 'a*'),
		]),
	),
	operator(
		'policy: claim changed',
		'depends',
		values(/^request\.auth\.(presenter|audiences|claims\[.*\])$/, (value, _, object) => {
			const others = [...lists(object)].filter(({ at }) => isWhen(at)).flatMap(({ at }) => textsAt(object, at));
			const other = others.find((text) => text !== value && text !== '*');
			return ['*', 'x', `${value}*`, `*${value}`, `http://${value}`, ...(other === undefined ? [] : [other])];
		}),
	),
	operator(
		'policy: preflight header changed',
		'depends',
		values(/^request\.headers\[(origin|access-control-request-method)\]$/, (value) => [
			'*',
			`${value}*`,
			'x',
			'https://evil.example',
		]),
	),
	operator(
		'policy: tenant header changed',
		'depends',
		values(/^request\.headers\[x-tenant.*\]$/, () => ['x', 'x*']),
	),
	operator(
		'policy: condition key changed',
		'depends',
		policy(function* (object) {
			for (const { at, name } of lists(object)) {
				if (!isWhen(at)) continue;
				const key = [...at.slice(0, -1), 'key'];
				for (const to of [
					'request.auth.claims[other]',
					'request.auth.presenter',
					'request.headers[x-other]',
					'unknown',
				]) {
					if (to !== name) yield set(key, to);
				}
			}
		}),
	),
	operator(
		'policy: values moved to notValues',
		'depends',
		policy(function* (object) {
			for (const { at, name } of lists(object)) {
				const [list, frame] = [valueAt(object, at), at.slice(0, -1)];
				const twin = isWhen(at) ? 'notValues' : `not${name.charAt(0).toUpperCase()}${name.slice(1)}`;
				const old = valueAt(object, frame);
				if (typeof old !== 'object' || old === null || Array.isArray(old)) continue;
				const key = isWhen(at) ? 'values' : name;
				const { [key]: _, ...rest } = old as Readonly<Record<string, Json>>;
				yield { at: frame, to: { ...rest, [twin]: list ?? [] }, what: `${at.slice(1).join('.')} → ${twin}` };
			}
		}),
	),
	operator('policy: rules merged', 'depends', policy(pairs(merged))),
	operator('policy: values swapped between rules', 'depends', policy(pairs(swapped))),
	operator(
		'policy: rule for everyone added',
		'depends',
		policy(function* (object) {
			yield set(['spec', 'rules'], [...listAt(object, ['spec', 'rules']), {}]);
		}),
	),
	operator(
		'policy: action changed',
		'depends',
		policy(function* (object) {
			for (const action of ['ALLOW', 'DENY', 'AUDIT', 'CUSTOM']) {
				if (action !== (valueAt(object, ['spec', 'action']) ?? 'ALLOW')) yield set(['spec', 'action'], action);
			}
		}),
	),
	operator(
		'policy: provider changed',
		'depends',
		policy(function* (object) {
			if (valueAt(object, ['spec', 'provider']) === undefined) return;
			yield set(['spec', 'provider', 'name'], 'unknown');
			yield remove(['spec', 'provider']);
		}),
	),
	operator(
		'policy: dry run',
		'depends',
		policy(function* ({ metadata: { annotations } }) {
			yield set(['metadata', 'annotations'], { ...annotations, 'istio.io/dry-run': 'true' });
		}),
	),
	operator(
		'policy: address or server name asked for',
		'depends',
		policy(function* (object) {
			for (const [r] of listAt(object, ['spec', 'rules']).entries()) {
				const at = ['spec', 'rules', r, 'when'];
				for (const when of added) yield set(at, [...listAt(object, at), when]);
			}
		}),
	),
];

const added: readonly { readonly [key: string]: Json }[] = [
	{ key: 'source.ip', values: ['10.0.0.0/8'] },
	{ key: 'source.ip', values: ['0.0.0.0/0', '::/0'] },
	{ key: 'remote.ip', notValues: ['10.0.0.0/8'] },
	{ key: 'destination.ip', values: ['10.0.0.0/8'] },
	{ key: 'connection.sni', values: ['shop.example'] },
	{ key: 'request.headers[x-debug]', values: ['*'] },
	{ key: 'request.headers[x-debug]', values: ['a b'] },
	{ key: 'request.headers[x-debug]', notValues: ['*'] },
];

function remove(at: readonly Step[]): Edit {
	return { at, to: undefined, what: `without ${at.slice(1).join('.')}` };
}

function set(at: readonly Step[], to: Json): Edit {
	return { at, to, what: `${at.slice(1).join('.')} = ${JSON.stringify(to).slice(0, 100)}` };
}

function dropped(at: readonly Step[]): (object: MeshObject) => Iterable<Edit> {
	return function* (object) {
		for (const [index] of listAt(object, at).entries()) yield remove([...at, index]);
	};
}

type Pair = (object: MeshObject, one: number, other: number) => Iterable<Edit>;

/** Each rule with the next, and with the one behind that. */
function pairs(of: Pair): (object: MeshObject) => Iterable<Edit> {
	return function* (object) {
		const count = listAt(object, ['spec', 'rules']).length;
		for (let one = 0; one < count; one++) {
			for (const other of [one + 1, one + 2]) if (other < count) yield* of(object, one, other);
		}
	};
}

/** One rule that lists what both listed: it admits their cross product. */
function* merged(object: MeshObject, one: number, other: number): Iterable<Edit> {
	const rules = listAt(object, ['spec', 'rules']);
	const at = (index: number, ...path: readonly Step[]) => listAt(rules[index], path);
	const when = at(one, 'when').map((condition): Json => {
		const same = at(other, 'when').find((each) => textAt(each, ['key']) === textAt(condition, ['key']));
		const both = [...new Set([...textsAt(condition, ['values']), ...textsAt(same, ['values'])])];
		return { key: textAt(condition, ['key']), values: both };
	});
	const of = (part: 'from' | 'to'): { readonly [key: string]: Json } =>
		at(one, part).length === 0 || at(other, part).length === 0
			? {}
			: { [part]: [...at(one, part), ...at(other, part)] };
	const rule = { ...of('from'), ...of('to'), ...(when.length === 0 ? {} : { when }) };
	const rest = rules.filter((_, index) => index !== one && index !== other);
	yield { at: ['spec', 'rules'], to: [...rest, rule], what: `rules ${one} and ${other} merged` };
}

/** Each list that both rules have in the same place, and that differs, changes sides. */
function* swapped(object: MeshObject, one: number, other: number): Iterable<Edit> {
	for (const { at } of lists(object)) {
		if (at[2] !== one) continue;
		const there = [...at.slice(0, 2), other, ...at.slice(3)];
		const [mine, theirs] = [valueAt(object, at), valueAt(object, there)];
		if (mine === undefined || theirs === undefined || JSON.stringify(mine) === JSON.stringify(theirs)) continue;
		const half = withAt(object, at, theirs);
		const rules = valueAt(withAt(half, there, mine), ['spec', 'rules']);
		yield { at: ['spec', 'rules'], to: rules, what: `${at.slice(3).join('.')} of rules ${one} and ${other} swapped` };
	}
}
