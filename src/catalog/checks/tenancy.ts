// Tenants: they come from a verified claim, a job has one or crosses in so many words, and nothing without a token has one.
import type { Diagnostic } from '../../core/diagnostic.ts';
import type { CatalogPath } from '../../core/origin.ts';
import { quote } from '../../core/quote.ts';
import { hasToken } from '../actor.ts';
import { type CheckContext, type Grant, placedOperations } from './context.ts';
import { canMeet } from './patterns.ts';
import { type Check, found } from './report.ts';

/** Without tokens there are no tenants, and that is said wherever one is asked for. */
export const checkTenancy: Check = (context) =>
	context.data.withoutTokens !== undefined
		? []
		: [
				...undeclared(context),
				...context.grants.flatMap((grant) => [...ofGrant(context, grant), ...crossingNothing(context, grant)]),
				...ofScopes(context),
				...ofExceptions(context),
			];

function undeclared(context: CheckContext): readonly Diagnostic[] {
	if (context.data.tenant !== undefined) return [];
	const needing: (readonly [string, CatalogPath])[] = [];
	for (const scopes of context.scopes.values()) {
		for (const { name, needsTenant, path } of scopes.values()) {
			if (needsTenant) needing.push([`scope ${quote(name)}`, [...path, 'tenant']]);
		}
	}
	for (const group of ['services', 'clients'] as const) {
		for (const [name, { tenant }] of context[group]) {
			if (tenant !== undefined) needing.push([quote(name), [group, name, 'tenant']]);
		}
	}
	return needing.map(([what, path]) => found(context, 'ACC068', { what }, path));
}

function ofGrant(context: CheckContext, { actor, caller, scopes, sound }: Grant): readonly Diagnostic[] {
	if (!sound) return [];
	return scopes.flatMap(({ path, scope }) => {
		// A TCP operation under a tenant is wrong at the scope already.
		if (!scope.needsTenant || scope.operations.some(({ operation }) => operation.kind === 'tcp')) return [];
		if (!hasToken(actor)) {
			const way = actor === 'anyone' ? 'anyone' : 'a caller without a token';
			return [found(context, 'ACC071', { scope: scope.name, way }, path)];
		}
		if (actor === 'user' || caller.crossTenant !== undefined) return [];
		const group = context.services.has(caller.from) ? 'services' : 'clients';
		if (context[group].get(caller.from)?.tenant !== undefined) return [];
		const place = { path: [group, caller.from], label: 'has no tenant' };
		return [found(context, 'ACC069', { caller: caller.from, scope: scope.name }, path, [place])];
	});
}

function crossingNothing(context: CheckContext, { caller, path, scopes }: Grant): readonly Diagnostic[] {
	// Scopes that are not known may require one.
	const isOpen = caller.crossTenant === undefined || scopes.length < caller.scopes.length;
	if (isOpen || scopes.some(({ scope }) => scope.needsTenant)) return [];
	return [found(context, 'ACC070', { caller: caller.from }, [...path, 'crossTenant'])];
}

function ofScopes(context: CheckContext): readonly Diagnostic[] {
	return [...context.scopes.values()].flatMap((scopes) =>
		[...scopes.values()].flatMap(({ name, needsTenant, operations }) => {
			const tcp = needsTenant ? operations.find(({ operation }) => operation.kind === 'tcp') : undefined;
			return tcp === undefined ? [] : [found(context, 'ACC071', { scope: name, way: 'a TCP connection' }, tcp.path)];
		}),
	);
}

function ofExceptions(context: CheckContext): readonly Diagnostic[] {
	return (context.data.exceptions ?? []).flatMap((exception, index): readonly Diagnostic[] => {
		if (exception.kind === 'api-key') {
			return exception.scopes.flatMap((scope, position) => {
				if (context.scopes.get(exception.to)?.get(scope)?.needsTenant !== true) return [];
				const path = ['exceptions', index, 'scopes', position];
				return [found(context, 'ACC071', { scope, way: 'a caller with an API key' }, path)];
			});
		}
		if (exception.kind !== 'plaintext') return [];
		const ports = context.services.get(exception.service)?.ports;
		const guarded = [...(context.scopes.get(exception.service)?.values() ?? [])].filter((scope) => scope.needsTenant);
		return placedOperations(exception.operations, ports, ['exceptions', index, 'operations']).flatMap((opened) => {
			const met = guarded.find(({ operations }) => operations.some((one) => canMeet(one.operation, opened.operation)));
			if (met === undefined) return [];
			return [found(context, 'ACC071', { scope: met.name, way: 'a caller in plaintext' }, opened.path)];
		});
	});
}
