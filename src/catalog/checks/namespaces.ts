// Namespaces that cannot be ours alone, and declarations that nothing uses.
import type { Diagnostic } from '../../core/diagnostic.ts';
import type { CatalogPath } from '../../core/origin.ts';
import type { CheckContext } from './context.ts';
import { type Check, found } from './report.ts';

/** Namespaces of the cluster itself (Kubernetes, "Initial namespaces"), and Istio's usual one. */
const everybodys = ['default', 'kube-system', 'kube-public', 'kube-node-lease', 'istio-system'];

/** Namespaces that cannot be ours alone, and services in the root namespace. */
export const checkNamespaces: Check = (context) => {
	const root = context.data.mesh.rootNamespace ?? 'istio-system';
	const owned = Object.entries(context.data.namespaces)
		.filter(([name, kind]) => kind === 'owned' && (name === root || everybodys.includes(name)))
		.map(([name]) => found(context, 'ACC072', { name, root: name === root }, ['namespaces', name]));
	const services = [...context.services]
		.filter(([, { namespace }]) => namespace === root)
		.map(([service]) => found(context, 'ACC083', { service, root }, ['services', service, 'namespace']));
	return [...owned, ...services];
};

/** Namespaces, issuers, host sets, and the word on tenants. */
export const checkUnused: Check = (context) => [
	...unused(context, 'namespace', Object.keys(context.data.namespaces), ['namespaces'], namespacesInUse(context)),
	...unusedIssuers(context),
	...[...context.gateways].flatMap(([name, { hosts, routes }]) => {
		const inUse = new Set(routes.map(({ host }) => host));
		return unused(context, 'host set', Object.keys(hosts), ['gateways', name, 'hosts'], inUse);
	}),
	...unusedTenant(context),
];

function unused(
	context: CheckContext,
	what: string,
	names: readonly string[],
	path: CatalogPath,
	inUse: ReadonlySet<string | undefined>,
): readonly Diagnostic[] {
	// A mistyped name elsewhere, told there, may have been meant for one of these.
	if ([...inUse].some((name) => name !== undefined && !names.includes(name))) return [];
	return names
		.filter((name) => !inUse.has(name))
		.map((name) => found(context, 'ACC073', { what, name }, [...path, name]));
}

function namespacesInUse({ gateways, services }: CheckContext): ReadonlySet<string> {
	return new Set([...services.values(), ...gateways.values()].map(({ namespace }) => namespace));
}

function unusedIssuers(context: CheckContext): readonly Diagnostic[] {
	const names = Object.keys(context.data.issuers ?? {});
	// A single issuer is everyone's without being named.
	if (names.length < 2) return [];
	const { clients, gateways, services } = context;
	const inUse = new Set([...services.values(), ...clients.values(), ...gateways.values()].map(({ issuer }) => issuer));
	return unused(context, 'issuer', names, ['issuers'], inUse);
}

function unusedTenant(context: CheckContext): readonly Diagnostic[] {
	const { tenant, withoutTokens } = context.data;
	if (tenant === undefined || withoutTokens !== undefined) return [];
	for (const scopes of context.scopes.values()) for (const scope of scopes.values()) if (scope.needsTenant) return [];
	return [found(context, 'ACC073', { what: 'the tenant claim', name: tenant.claim }, ['tenant'])];
}
