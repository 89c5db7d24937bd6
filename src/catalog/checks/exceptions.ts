// Exceptions end: on a day that exists, has not passed, and is no more than a year ahead. No two say different things
// about one client, or about one gateway.
import type { Diagnostic } from '../../core/diagnostic.ts';
import { unreachable } from '../../core/invariant.ts';
import { groupBy, sortedUnique } from '../../core/order.ts';
import type { CatalogPath } from '../../core/origin.ts';
import { quote, quoteList } from '../../core/quote.ts';
import { hasToken } from '../actor.ts';
import type { ExceptionData } from '../input.ts';
import { type CheckContext, placedOperations } from './context.ts';
import { canMeet, sameness } from './patterns.ts';
import { type Check, found } from './report.ts';

/** Exceptions that have ended or last too long, and pairs of them that contradict each other. */
export const checkExceptions: Check = (context) => [
	...ends(context),
	...openedThoughGuarded(context),
	...once(
		[...context.environments.keys()].flatMap((environment) => [
			...twice(context, environment),
			...authorizers(context, environment),
		]),
	),
];

/** What is wrong at one place in several environments is told for the first. */
function once(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
	const told = new Set<string>();
	return diagnostics.filter(({ code, origin }) => {
		const place = `${code} ${origin.path}`;
		const isNew = !told.has(place);
		told.add(place);
		return isNew;
	});
}

function ends(context: CheckContext): readonly Diagnostic[] {
	const latest = yearAfter(context.today);
	return (context.data.exceptions ?? []).flatMap(({ expires, owner }, index) => {
		const path = ['exceptions', index, 'expires'];
		if (!isDay(expires)) return [found(context, 'ACC078', { expires }, path)];
		if (expires < context.today) return [found(context, 'ACC076', { expires, owner }, path)];
		return expires > latest ? [found(context, 'ACC077', { expires, latest }, path)] : [];
	});
}

/** The same day of the next year; the last of February for a leap day. */
function yearAfter(today: string): string {
	const day = `${String(Number(today.slice(0, 4)) + 1).padStart(4, '0')}${today.slice(4)}`;
	return isDay(day) ? day : `${day.slice(0, 8)}28`;
}

/** True for a `YYYY-MM-DD` that the calendar has. */
function isDay(text: string): boolean {
	const time = Date.parse(`${text}T00:00:00Z`);
	return !Number.isNaN(time) && new Date(time).toISOString().slice(0, 10) === text;
}

function* exceptionsIn(context: CheckContext, environment: string): Generator<readonly [number, ExceptionData]> {
	for (const [index, exception] of (context.data.exceptions ?? []).entries()) {
		if (exception.environments?.includes(environment) ?? true) yield [index, exception];
	}
}

/** Two exceptions for one thing: whoever ends one of them believes it to be closed. */
function twice(context: CheckContext, environment: string): readonly Diagnostic[] {
	const first = new Map<string, CatalogPath>();
	const diagnostics: Diagnostic[] = [];
	for (const [index, exception] of exceptionsIn(context, environment)) {
		for (const { key, path, what } of subjectsOf(context, exception, ['exceptions', index])) {
			const before = first.get(key);
			if (before === undefined) first.set(key, path);
			else diagnostics.push(found(context, 'ACC016', { what }, path, [{ path: before, label: 'first here' }]));
		}
	}
	return diagnostics;
}

interface Subject {
	/** Another exception must not share it. */
	readonly key: string;
	readonly what: string;
	readonly path: CatalogPath;
}

/** What an exception is about. Operations count by what they mean, not by how they are written. */
function subjectsOf(context: CheckContext, exception: ExceptionData, path: CatalogPath): readonly Subject[] {
	switch (exception.kind) {
		case 'long-lived-token': {
			const what = `the exception for tokens of ${quote(exception.client)}`;
			return [{ key: `token\n${exception.client}`, what, path }];
		}
		case 'shared-identity': {
			const services = sortedUnique(exception.services);
			const what = `the exception for ${quoteList(services, 'and')}`;
			return [{ key: `identity\n${services.join('\n')}`, what, path }];
		}
		case 'plaintext': {
			const { operations, service } = exception;
			const ports = context.services.get(service)?.ports;
			return placedOperations(operations, ports, [...path, 'operations']).map((placed) => ({
				key: `plaintext\n${service}\n${sameness(placed.operation)}`,
				what: `the exception for ${quote(placed.text)} of ${quote(service)}`,
				path: placed.path,
			}));
		}
		case 'api-key': {
			const { gateway, scopes, to } = exception;
			return scopes.map((scope) => ({
				key: `key\n${gateway}\n${to}\n${scope}`,
				what: `the exception for ${quote(scope)} at ${quote(gateway)}`,
				path,
			}));
		}
		default:
			return unreachable(exception);
	}
}

/** A request in plaintext shows no token's owner to compare with, so the exception's rule asks for no token at all. */
function openedThoughGuarded(context: CheckContext): readonly Diagnostic[] {
	const guarded = groupBy(
		context.grants.filter(({ actor }) => hasToken(actor)),
		({ receiver }) => receiver,
	);
	return (context.data.exceptions ?? []).flatMap((exception, index) => {
		if (exception.kind !== 'plaintext') return [];
		const ports = context.services.get(exception.service)?.ports;
		const scopes = (guarded.get(exception.service) ?? []).flatMap((grant) => grant.scopes.map(({ scope }) => scope));
		return placedOperations(exception.operations, ports, ['exceptions', index, 'operations']).flatMap((opened) => {
			// A scope with a tenant has a diagnostic of its own.
			const operations = scopes.filter(({ needsTenant }) => !needsTenant).flatMap((scope) => scope.operations);
			const met = operations.find(({ operation }) => canMeet(operation, opened.operation));
			if (met === undefined) return [];
			const place = { path: met.path, label: 'asks its callers for a token' };
			return [found(context, 'ACC082', { operation: opened.text, guarded: met.text }, opened.path, [place])];
		});
	});
}

/** Two CUSTOM providers on one workload deny everything (measured on Istio 1.30 without its feature flag). */
function authorizers(context: CheckContext, environment: string): readonly Diagnostic[] {
	const first = new Map<string, readonly [number, string]>();
	const diagnostics: Diagnostic[] = [];
	for (const [index, exception] of exceptionsIn(context, environment)) {
		if (exception.kind !== 'api-key') continue;
		const { gateway, provider } = exception;
		const [before, other] = first.get(gateway) ?? [index, provider];
		first.set(gateway, [before, other]);
		if (other === provider) continue;
		const parameters = { gateway, providers: sortedUnique([other, provider]), environment };
		const place = { path: ['exceptions', before, 'provider'], label: `\`${other}\`` };
		diagnostics.push(found(context, 'ACC080', parameters, ['exceptions', index, 'provider'], [place]));
	}
	return diagnostics;
}
