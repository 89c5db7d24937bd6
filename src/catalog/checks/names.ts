// Names that cannot be borne: taken by another part, kept by Keycloak, Istio, or Meshgrant.
import type { Diagnostic } from '../../core/diagnostic.ts';
import { sortedUnique } from '../../core/order.ts';
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

/** `accounts-2` is the second shard of a policy of `accounts`; see the backends' names of objects. */
const objectOf = /^(.+)-(?:tenant-guard|[2-9]|[1-9]\d+)$/;

function objectNames(context: CheckContext): readonly Diagnostic[] {
	const workloads = new Map<string, { readonly namespace: string; readonly path: CatalogPath }>();
	for (const group of ['services', 'gateways'] as const) {
		for (const [name, { namespace }] of context[group]) workloads.set(name, { namespace, path: [group, name] });
	}
	const others = new Map([...workloads.keys()].flatMap((name) => ownerOf(name)));
	for (const exception of context.data.exceptions ?? []) {
		if (exception.kind !== 'api-key') continue;
		others.set(`${exception.gateway}-api-key-${exception.provider}`, exception.gateway);
	}
	return [...others].flatMap(([name, other]) => {
		const one = workloads.get(name);
		const owner = workloads.get(other);
		if (one === undefined || owner === undefined || one.namespace !== owner.namespace) return [];
		return [found(context, 'ACC010', { name, other }, one.path, [{ path: owner.path, label: 'the other one' }])];
	});
}

function ownerOf(name: string): readonly (readonly [string, string])[] {
	const owner = objectOf.exec(name)?.[1];
	return owner === undefined ? [] : [[name, owner]];
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
