// Who issues tokens: somebody, said once; for each caller and receiver the same; for each service account known.
import type { Diagnostic } from '../../core/diagnostic.ts';
import { groupBy, sortedUnique } from '../../core/order.ts';
import type { CatalogPath } from '../../core/origin.ts';
import { quote } from '../../core/quote.ts';
import { actorOf, askingForTokens, hasToken } from '../actor.ts';
import type { CheckContext, Grant } from './context.ts';
import { type Check, found } from './report.ts';

/** Catalogs without an issuer, and parts whose issuer is open, differs, or does not know their service account. */
export const checkIssuers: Check = (context) => {
	const { issuers, name, withoutTokens } = context.data;
	const names = Object.keys(issuers ?? {});
	if (withoutTokens !== undefined) {
		const both =
			names.length > 0
				? [found(context, 'ACC054', { name }, ['withoutTokens'], [{ path: ['issuers'], label: 'issuers' }])]
				: [];
		return [...both, ...(both.length > 0 ? [] : aboutTokens(context))];
	}
	if (names.length === 0) return [found(context, 'ACC053', { name }, [])];
	return [
		...unnamed(context, names),
		...context.grants.flatMap((grant) => differing(context, grant)),
		...unknownAccounts(context, names),
	];
};

/** Everything that reads as a protection by tokens in a catalog that has none. */
function aboutTokens(context: CheckContext): readonly Diagnostic[] {
	const places: (readonly [string, CatalogPath])[] = [];
	const keep = (group: string, name: string, part: object, keys: readonly string[]): void => {
		for (const key of keys)
			if (Object.hasOwn(part, key)) places.push([`\`${key}\` of ${quote(name)}`, [group, name, key]]);
	};
	if (context.data.tenant !== undefined) places.push(['`tenant`', ['tenant']]);
	if (context.data.tokens !== undefined) places.push(['`tokens`', ['tokens']]);
	for (const [name, service] of context.services) {
		keep('services', name, service, ['issuer', 'audience', 'authentication', 'login', 'tenant']);
		for (const scope of context.scopes.get(name)?.values() ?? []) {
			if (scope.needsTenant) places.push([`a tenant for ${quote(scope.name)}`, [...scope.path, 'tenant']]);
		}
	}
	for (const name of context.clients.keys()) places.push([`client ${quote(name)}`, ['clients', name]]);
	for (const [name, gateway] of context.gateways) keep('gateways', name, gateway, ['issuer']);
	for (const [name, environment] of Object.entries(context.data.environments)) {
		keep('environments', name, environment, ['issuers', 'tokens']);
	}
	for (const [index, { kind }] of (context.data.exceptions ?? []).entries()) {
		if (kind === 'long-lived-token') places.push(['a long-lived token', ['exceptions', index]]);
	}
	return places.map(([what, path]) => found(context, 'ACC055', { what }, path));
}

/** With several issuers, whoever has to do with tokens says which is its own. */
function unnamed(context: CheckContext, issuers: readonly string[]): readonly Diagnostic[] {
	if (issuers.length === 1) return [];
	const asking = askingForTokens(context.data);
	const open: (readonly [string, CatalogPath])[] = [];
	for (const [name, service] of context.services) {
		const receives = service.callers?.some((caller) => hasToken(actorOf(context.data, caller))) === true;
		if (service.issuer === undefined && (receives || asking.has(name))) open.push([name, ['services', name]]);
	}
	for (const group of ['clients', 'gateways'] as const) {
		for (const [name, { issuer }] of context[group]) if (issuer === undefined) open.push([name, [group, name]]);
	}
	return open.map(([name, path]) => found(context, 'ACC056', { name, issuers }, path));
}

function issuerOf(context: CheckContext, name: string): string | undefined {
	const { issuers } = context.data;
	const written = (context.services.get(name) ?? context.gateways.get(name) ?? context.clients.get(name))?.issuer;
	if (written !== undefined) return issuers !== undefined && Object.hasOwn(issuers, written) ? written : undefined;
	const [only, ...others] = Object.keys(issuers ?? {});
	return others.length === 0 ? only : undefined;
}

/** Caller, gateway, forwarding service, and receiver of one token. */
function differing(context: CheckContext, { actor, caller, path, receiver, sound }: Grant): readonly Diagnostic[] {
	if (!sound || !hasToken(actor)) return [];
	const otherIssuer = issuerOf(context, receiver);
	if (otherIssuer === undefined) return [];
	for (const one of [caller.from, ...(caller.via === undefined ? [] : [caller.via])]) {
		const oneIssuer = issuerOf(context, one);
		if (oneIssuer === undefined || oneIssuer === otherIssuer) continue;
		const parameters = { one, oneIssuer, other: receiver, otherIssuer };
		return [
			found(context, 'ACC046', parameters, path, [
				{ path: ['services', receiver], label: `accepts \`${otherIssuer}\`` },
			]),
		];
	}
	return [];
}

/** Told once for each issuer: the mistake is there, not at the services. */
function unknownAccounts(context: CheckContext, issuers: readonly string[]): readonly Diagnostic[] {
	const federated = [...askingForTokens(context.data)].filter((name) => {
		const service = context.services.get(name);
		return service !== undefined && (service.authentication ?? 'federated') === 'federated';
	});
	const byIssuer = groupBy(federated, (name) => issuerOf(context, name) ?? '');
	return issuers.flatMap((issuer) => {
		const services = sortedUnique(byIssuer.get(issuer) ?? []);
		const environments = [...context.environments]
			.filter(([, data]) => data.issuers?.[issuer]?.kubernetesIssuer === undefined)
			.map(([name]) => name);
		if (services.length === 0 || environments.length === 0) return [];
		const others = services.map((name) => ({ path: ['services', name], label: 'signs in by service account' }));
		const parameters = { issuer, services, environments: sortedUnique(environments) };
		return [found(context, 'ACC057', parameters, ['issuers', issuer], others)];
	});
}
