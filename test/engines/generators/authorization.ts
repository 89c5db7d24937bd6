// AuthorizationPolicies around witnesses: rules that hold for a request, or miss it by one field.
import type { MeshRequest } from '../mesh/case.ts';
import { attach } from './attach.ts';
import type { Dice } from './dice.ts';
import { conditionFields, type Field, operationFields, sourceFields } from './fields.ts';
import type { JsonObject, MeshObject } from './objects.ts';
import { isHttp } from './requests.ts';
import type { World } from './worlds.ts';

export type Action = 'ALLOW' | 'DENY' | 'AUDIT' | 'CUSTOM';

/** Names that mesh settings declare, one of each protocol, and one that nobody declares. */
export const providers = { http: 'oracle-http', grpc: 'oracle-grpc', missing: 'no-such-provider' } as const;

/**
 * `about` is the request around which the rules are made: mostly they hold for it. Most rules of a DENY do not hold for
 * the spared requests: a DENY of everything would hide what the other policies do.
 */
export function authorizationPolicy(
	dice: Dice,
	world: World,
	name: string,
	action: Action,
	about: MeshRequest,
	spared: readonly MeshRequest[] = [],
): MeshObject {
	const rules = rulesOf(dice, world, action, about)?.map((rule) =>
		action === 'DENY' && dice.chance(72) ? sparing(dice, world, rule, about, spared) : rule,
	);
	const spec: JsonObject = {
		...(action === 'ALLOW' && dice.chance(35) ? {} : { action }),
		...(action === 'CUSTOM' ? { provider: { name: provider(dice) } } : {}),
		...(rules === undefined ? {} : { rules }),
	};
	const object = attach(dice, world, 'AuthorizationPolicy', name, spec);
	const dry = (action === 'ALLOW' || action === 'DENY') && dice.chance(6);
	const annotations = { 'istio.io/dry-run': dice.chance(80) ? 'true' : 'false' };
	return dry ? { ...object, metadata: { ...object.metadata, annotations } } : object;
}

const provider = (dice: Dice): string =>
	dice.weighted([
		[70, providers.http],
		[22, providers.grpc],
		[8, providers.missing],
	] as const);

/** Undefined for a policy without the field. DENY and CUSTOM must have rules. */
function rulesOf(dice: Dice, world: World, action: Action, about: MeshRequest): readonly JsonObject[] | undefined {
	const must = action === 'DENY' || action === 'CUSTOM';
	if (!must && dice.chance(5)) return dice.chance(60) ? undefined : [];
	if (dice.chance(must ? 2 : 5)) return [{}];
	const count = dice.weighted([
		[60, 1],
		[30, 2],
		[10, 3],
	] as const);
	return Array.from({ length: count }, () => rule(dice, world, action, about));
}

/** The rule with one field more, whose values do not hold for any of the spared requests. */
function sparing(
	dice: Dice,
	world: World,
	rule: JsonObject,
	about: MeshRequest,
	spared: readonly MeshRequest[],
): JsonObject {
	const beyond = (field: Field, values: readonly string[]) => {
		const held = new Set(spared.flatMap((request) => field.holding(request, world)));
		return values.filter((value) => value !== '' && !held.has(value) && !value.includes('*'));
	};
	const fields = operationFields.filter(({ name }) => isHttp(about) || name === 'ports');
	const changed = fields.filter((field) => beyond(field, field.holding(about, world)).length > 0);
	const field = dice.pick(changed.length > 0 ? changed : fields);
	const values =
		changed.length > 0 ? beyond(field, field.holding(about, world)) : dice.some(beyond(field, field.pool), 1, 2);
	if (values.length === 0) return rule;
	const to = Array.isArray(rule.to) && rule.to.length > 0 ? rule.to : [{ operation: {} }];
	return { ...rule, to: to.map(({ operation }) => ({ operation: { ...operation, [field.name]: values } })) };
}

/** Field counts are low: a rule of many fields matches nothing, and then nothing is learned from it. */
function rule(dice: Dice, world: World, action: Action, about: MeshRequest): JsonObject {
	const usable = (fields: readonly Field[]) =>
		action === 'CUSTOM' ? fields.filter(({ identity }) => !identity) : fields;
	const list = (percent: number, make: () => JsonObject) =>
		dice.chance(percent) ? Array.from({ length: dice.chance(75) ? 1 : 2 }, make) : dice.chance(4) ? [] : undefined;
	const from = list(55, () => ({ source: clause(dice, world, usable(sourceFields), about) }));
	const to = list(60, () => ({ operation: clause(dice, world, operationFields, about) }));
	const when = list(45, () => condition(dice, world, usable(conditionFields), about));
	const empty = !from?.length && !to?.length && !when?.length;
	// A rule for everything hides every other; a few are enough.
	if (empty && dice.chance(70)) return rule(dice, world, action, about);
	return { ...(from && { from }), ...(to && { to }), ...(when && { when }) };
}

/** One source or operation: one to three fields, one in five of them a `not…`. */
function clause(dice: Dice, world: World, fields: readonly Field[], about: MeshRequest): JsonObject {
	const count = dice.weighted([
		[60, 1],
		[32, 2],
		[8, 3],
	] as const);
	const chosen = dice.some(fields, count, count);
	const accounts = chosen.some(({ name }) => name === 'serviceAccounts');
	return Object.fromEntries(
		chosen
			.filter(({ name }) => !accounts || (name !== 'principals' && name !== 'namespaces'))
			.flatMap((field): [string, readonly string[]][] => {
				const kind = dice.weighted([
					[78, 'positive'],
					[17, 'negative'],
					[5, 'both'],
				] as const);
				const entries: [string, readonly string[]][] = [];
				if (kind !== 'negative') entries.push([field.name, positive(dice, world, field, about)]);
				if (kind !== 'positive') entries.push([notName(field.name), negative(dice, world, field, about)]);
				return entries;
			}),
	);
}

/** `paths` → `notPaths`. */
const notName = (name: string): string => `not${name.slice(0, 1).toUpperCase()}${name.slice(1)}`;

function condition(dice: Dice, world: World, fields: readonly Field[], about: MeshRequest): JsonObject {
	const held = fields.filter((field) => field.holding(about, world).length > 0);
	const field = dice.chance(75) && held.length > 0 ? dice.pick(held) : dice.pick(fields);
	const kind = dice.weighted([
		[74, 'positive'],
		[20, 'negative'],
		[6, 'both'],
	] as const);
	return {
		key: field.name,
		...(kind === 'negative' ? {} : { values: positive(dice, world, field, about) }),
		...(kind === 'positive' ? {} : { notValues: negative(dice, world, field, about) }),
	};
}

function positive(dice: Dice, world: World, field: Field, about: MeshRequest): readonly string[] {
	const held = field.holding(about, world).filter((value) => value !== '');
	const own = held.length > 0 && dice.chance(92) ? [field.pattern(dice, dice.pick(held))] : [];
	const others = dice.some(field.pool, own.length > 0 ? 0 : 1, 2).map((value) => field.pattern(dice, value));
	return usable([...own, ...others], field);
}

function negative(dice: Dice, world: World, field: Field, about: MeshRequest): readonly string[] {
	const held = field.holding(about, world);
	if (dice.chance(15)) return positive(dice, world, field, about);
	const others = field.pool.filter((value) => !held.includes(value));
	const chosen = dice.some(others.length > 0 ? others : field.pool, 1, 2);
	return usable(
		chosen.map((value) => (dice.chance(85) ? value : field.pattern(dice, value))),
		field,
	);
}

/** istiod refuses empty values, which short words can be cut down to. */
function usable(values: readonly string[], field: Field): readonly string[] {
	const kept = [...new Set(values.filter((value) => value !== ''))];
	return kept.length > 0 ? kept : field.pool.slice(0, 1);
}

/** Every value in rules, by field name, to aim requests at. */
export function ruleValues(objects: readonly MeshObject[]): ReadonlyMap<string, readonly string[]> {
	const found = new Map<string, string[]>();
	const add = (name: string, values: unknown) => {
		if (!Array.isArray(values)) return;
		found.set(name, [...(found.get(name) ?? []), ...values.filter((value) => typeof value === 'string')]);
	};
	const visit = (value: unknown, name: string): void => {
		if (Array.isArray(value)) {
			add(name, value);
			for (const item of value) visit(item, name);
		} else if (typeof value === 'object' && value !== null) {
			const key = 'key' in value && typeof value.key === 'string' ? value.key : undefined;
			for (const [inner, content] of Object.entries(value)) visit(content, key ?? inner);
		}
	};
	for (const { kind, spec } of objects) if (kind === 'AuthorizationPolicy') visit(spec.rules, 'rules');
	return found;
}
