// Names that cannot be borne: taken by another part, kept by Keycloak, Istio, or Meshgrant.
import type { Diagnostic } from '../../core/diagnostic.ts';
import { groupBy, sortedUnique } from '../../core/order.ts';
import type { CatalogPath } from '../../core/origin.ts';
import type { CheckContext } from './context.ts';
import { type Check, found } from './report.ts';

/** Objects of a whole namespace bear these names; the backends write them. */
export const reservedObjectNames = ['default', 'default-deny'] as const;
/** Clients that Keycloak makes in every realm (Keycloak 26, Server Administration Guide). */
export const keycloakClients = [
	'account',
	'account-console',
	'admin-cli',
	'broker',
	'realm-management',
	'security-admin-console',
] as const;
/** Experimental scopes of Keycloak 26.8; its other built-in scopes have no dot or colon and so are no scope names here. */
export const keycloakScopes = ['delegation:user', 'delegation:client'] as const;

/** Why nothing may bear this name, or nothing when it may. */
export function whyReserved(name: string): string | undefined {
	if (name === 'anyone') return 'it is the word for a caller without any identity';
	if (reservedObjectNames.some((reserved) => reserved === name))
		return "the policies of a whole namespace bear this name, and the workload's own would overwrite them";
	if (keycloakClients.some((reserved) => reserved === name))
		return 'Keycloak has a client of this name in every realm, with rights of its own';
	return undefined;
}

const groups = ['services', 'gateways', 'clients'] as const;
const article = { services: 'a service', gateways: 'a gateway', clients: 'a client' } as const;

/** Names that are reserved, borne twice, or would meet names that Meshgrant or Keycloak gives. */
export const checkNames: Check = (context) => [
	...reserved(context),
	...doubled(context),
	...objectNames(context),
	...audiences(context),
];

function reserved(context: CheckContext): readonly Diagnostic[] {
	const named: (readonly [string, CatalogPath])[] = groups.flatMap((group) =>
		[...context[group].keys()].map((name) => [name, [group, name]] as const),
	);
	for (const [name, { audience }] of context.services) {
		if (audience !== undefined) named.push([audience, ['services', name, 'audience']]);
	}
	return named.flatMap(([name, path]) => {
		const because = whyReserved(name);
		return because === undefined ? [] : [found(context, 'ACC009', { name, because }, path)];
	});
}

function doubled(context: CheckContext): readonly Diagnostic[] {
	return sortedUnique(groups.flatMap((group) => [...context[group].keys()])).flatMap((name) => {
		const [first, ...others] = groups.filter((group) => context[group].has(name));
		if (first === undefined || others.length === 0) return [];
		const kinds = [first, ...others].map((group) => article[group]);
		return others.map((group) =>
			found(context, 'ACC008', { name, kinds }, [group, name], [{ path: [first, name], label: 'the other one' }]),
		);
	});
}

/** A name that the backends give to policies; see their names of objects. */
interface ObjectName {
	readonly name: string;
	readonly owner: string;
	readonly namespace: string;
	/** Whether `-2`, `-3`, and so on may follow, when one object cannot hold the whole. */
	readonly sharded: boolean;
	readonly path: CatalogPath;
	/** Undefined is all. */
	readonly environments: readonly string[] | undefined;
}

const shard = /^(.+)-(?:[2-9]|[1-9]\d+)$/;

/** No two objects of one namespace may get one name, whoever they belong to. */
function objectNames(context: CheckContext): readonly Diagnostic[] {
	const all = generatedNames(context);
	const byName = groupBy(all, ({ name, namespace }) => `${namespace} ${name}`);
	return all.flatMap((one) => {
		const equal = byName.get(`${one.namespace} ${one.name}`) ?? [];
		const base = shard.exec(one.name)?.[1];
		const shards = base === undefined ? [] : (byName.get(`${one.namespace} ${base}`) ?? []);
		// Of two equal names the first is told, a workload's own before others.
		const other = [...equal.slice(equal.indexOf(one) + 1), ...shards.filter(({ sharded }) => sharded)].find(
			({ environments, owner }) => owner !== one.owner && meet(one.environments, environments),
		);
		if (other === undefined) return [];
		const place = { path: other.path, label: 'the other one' };
		return [found(context, 'ACC010', { name: one.name, other: other.owner }, one.path, [place])];
	});
}

const meet = (one: readonly string[] | undefined, other: readonly string[] | undefined): boolean =>
	one === undefined || other === undefined || one.some((environment) => other.includes(environment));

/** Of workloads, of API keys, of tenant guards, in this order. */
function generatedNames(context: CheckContext): readonly ObjectName[] {
	const workloads = (['services', 'gateways'] as const).flatMap((group) =>
		[...context[group]].map(([name, { namespace }]): ObjectName => {
			return { name, owner: name, namespace, sharded: true, path: [group, name], environments: undefined };
		}),
	);
	const keys = (context.data.exceptions ?? []).flatMap((exception, index): readonly ObjectName[] => {
		if (exception.kind !== 'api-key') return [];
		const { environments, gateway: owner, provider } = exception;
		const namespace = context.gateways.get(owner)?.namespace;
		if (namespace === undefined) return [];
		const name = `${owner}-api-key-${provider}`;
		return [{ name, owner, namespace, sharded: true, path: ['exceptions', index, 'provider'], environments }];
	});
	const guards = workloads.map((one) => ({ ...one, name: `${one.name}-tenant-guard`, sharded: false }));
	return [...workloads, ...keys, ...guards];
}

/** Client ids of one realm: a service is its audience, or else its name. */
function audiences(context: CheckContext): readonly Diagnostic[] {
	const bearers = new Map<string, CatalogPath[]>();
	const add = (id: string, path: CatalogPath) => bearers.set(id, [...(bearers.get(id) ?? []), path]);
	for (const [name, { audience }] of context.services) {
		add(audience ?? name, audience === undefined ? ['services', name] : ['services', name, 'audience']);
	}
	for (const name of context.clients.keys()) add(name, ['clients', name]);
	return [...bearers].flatMap(([id, paths]) => {
		// Without `audience`, equal ids are equal names, which is said once already.
		const chosen = paths.filter((path) => path.length === 3);
		if (paths.length < 2 || chosen.length === 0) return [];
		const names = sortedUnique(paths.map((path) => String(path[1])));
		return chosen.map((path) => {
			const others = paths.filter((other) => other !== path).map((other) => ({ path: other, label: 'the other one' }));
			return found(context, 'ACC013', { id, names }, path, others);
		});
	});
}
