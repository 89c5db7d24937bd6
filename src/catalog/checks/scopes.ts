// Scopes: each offered once, each operation in one of them, each used by somebody.
import type { Diagnostic } from '../../core/diagnostic.ts';
import { groupBy, sortedUnique } from '../../core/order.ts';
import { quote } from '../../core/quote.ts';
import type { ExceptionData } from '../input.ts';
import { type CheckContext, type PlacedOperation, placedOperations, type Scope } from './context.ts';
import { keycloakScopes } from './names.ts';
import { canMeet, sameness } from './patterns.ts';
import { type Check, found } from './report.ts';

/** Scopes that two services offer, or that Keycloak keeps for itself. */
export const checkScopeNames: Check = (context) => {
	const all = [...context.scopes.values()].flatMap((scopes) => [...scopes.values()]);
	return [...groupBy(all, ({ name }) => name)].flatMap(([scope, group]) => {
		const services = sortedUnique(group.map(({ receiver }) => receiver));
		const [first, ...others] = group;
		if (first === undefined) return [];
		const place = { path: first.path, label: `\`${first.receiver}\` offers it` };
		return [
			...(keycloakScopes.some((reserved) => reserved === scope)
				? [found(context, 'ACC012', { scope }, first.path)]
				: []),
			...others.map(({ path }) => found(context, 'ACC011', { scope, services }, path, [place])),
		];
	});
};

/** An operation under two scopes of one service, or twice in one scope. */
export const checkScopeOperations: Check = (context) =>
	[...context.scopes.values()].flatMap((scopes) => repeatedOperations(context, scopes.values()));

function repeatedOperations(context: CheckContext, scopes: Iterable<Scope>): readonly Diagnostic[] {
	const first = new Map<string, readonly [Scope, PlacedOperation]>();
	const diagnostics: Diagnostic[] = [];
	for (const scope of scopes) {
		for (const placed of scope.operations) {
			const name = sameness(placed.operation);
			const before = first.get(name);
			if (before === undefined) {
				first.set(name, [scope, placed]);
				continue;
			}
			const others = [{ path: before[1].path, label: 'first here' }];
			diagnostics.push(
				before[0] === scope
					? found(context, 'ACC016', { what: quote(placed.text) }, placed.path, others)
					: found(
							context,
							'ACC028',
							{ operation: placed.text, scopes: sortedUnique([before[0].name, scope.name]) },
							placed.path,
							others,
						),
			);
		}
	}
	return diagnostics;
}

/** A scope counts as used when an entry names it, right or wrong. */
export const checkUnusedScopes: Check = (context) => {
	const used = new Set<string>();
	const use = (receiver: string, scopes: readonly string[]): void => {
		for (const scope of scopes) used.add(`${receiver}\n${scope}`);
	};
	for (const { caller, receiver } of context.grants) use(receiver, caller.scopes);
	for (const { call } of context.requests) use(call.to, call.scopes);
	for (const { routes } of context.gateways.values()) for (const route of routes) use(route.to, route.public ?? []);
	for (const exception of context.data.exceptions ?? []) {
		if (exception.kind === 'api-key') use(exception.to, exception.scopes);
		if (exception.kind === 'plaintext') use(exception.service, openedScopes(context, exception));
	}
	return [...context.scopes].flatMap(([service, scopes]) =>
		[...scopes.values()]
			.filter(({ name }) => !used.has(`${service}\n${name}`))
			.map(({ name, path }) => found(context, 'ACC030', { scope: name, service }, path)),
	);
};

/** Scopes of which a plaintext exception opens an operation. */
function openedScopes(context: CheckContext, { operations, service }: PlaintextException): readonly string[] {
	const opened = placedOperations(operations, context.services.get(service)?.ports, []);
	return [...(context.scopes.get(service)?.values() ?? [])]
		.filter((scope) => scope.operations.some((one) => opened.some((other) => canMeet(one.operation, other.operation))))
		.map(({ name }) => name);
}

type PlaintextException = Extract<ExceptionData, { kind: 'plaintext' }>;
