// Every name that stands for another part of the catalog must be there, and be of the right kind.
import type { Diagnostic } from '../../core/diagnostic.ts';
import type { CatalogPath } from '../../core/origin.ts';
import type { CallData, CallerData } from '../input.ts';
import type { CheckContext, Kind } from './context.ts';
import { type Check, found } from './report.ts';
import { suggester } from './suggest.ts';

type Report = (diagnostic: Diagnostic) => void;

export interface References {
	readonly context: CheckContext;
	readonly report: Report;
	readonly suggest: ReturnType<typeof suggester>;
}

const article = { service: 'a service', client: 'a client', gateway: 'a gateway' } as const;
const either = (kinds: readonly Kind[]): string => kinds.map((kind) => article[kind]).join(' or ');

/** Unknown services, clients, gateways, and scopes in `callers` and `calls`, and callers that come by an impossible way. */
export const checkGrantReferences: Check = (context) => {
	const diagnostics: Diagnostic[] = [];
	const references: References = { context, report: (one) => diagnostics.push(one), suggest: suggester() };
	for (const [name, service] of context.services) {
		for (const [index, caller] of (service.callers ?? []).entries()) {
			const path = ['services', name, 'callers', index];
			checkCaller(references, caller, path);
			checkScopes(references, name, caller.scopes, [...path, 'scopes']);
		}
		for (const [index, call] of (service.calls ?? []).entries()) {
			checkServiceCall(references, name, call, ['services', name, 'calls', index]);
		}
	}
	for (const [name, client] of context.clients) {
		for (const [index, call] of client.calls.entries()) {
			checkClientCall(references, name, call, ['clients', name, 'calls', index]);
		}
	}
	return diagnostics;
};

function checkCaller(references: References, caller: CallerData, path: CatalogPath): void {
	const { context, report } = references;
	const { from, via } = caller;
	if (from === 'anyone') {
		if (via === undefined) report(found(context, 'ACC039', { via: false }, [...path, 'from']));
		else checkName(references, via, ['gateway'], [...path, 'via']);
		return;
	}
	switch (context.kindOf(from)) {
		case 'gateway':
			report(found(context, 'ACC040', { gateway: from }, [...path, 'from']));
			return;
		case 'service':
			if (via !== undefined) report(found(context, 'ACC042', { name: from, word: 'via' }, [...path, 'via']));
			return;
		case 'client':
			if (via === undefined) report(found(context, 'ACC041', { client: from }, [...path, 'from']));
			else checkName(references, via, ['gateway', 'service'], [...path, 'via']);
			return;
		case undefined:
			checkName(references, from, ['service', 'client'], [...path, 'from']);
	}
}

function checkServiceCall(references: References, name: string, call: CallData, path: CatalogPath): void {
	const { context, report } = references;
	if (call.via !== undefined) report(found(context, 'ACC042', { name, word: 'via' }, [...path, 'via']));
	if (call.forwards !== undefined) checkName(references, call.forwards, ['client'], [...path, 'forwards']);
	checkReceiver(references, call, path);
}

function checkClientCall(references: References, name: string, call: CallData, path: CatalogPath): void {
	const { context, report } = references;
	if (call.via === undefined) report(found(context, 'ACC041', { client: name }, path));
	else checkName(references, call.via, ['gateway', 'service'], [...path, 'via']);
	if (call.forwards !== undefined) report(found(context, 'ACC042', { name, word: 'forwards' }, [...path, 'forwards']));
	checkReceiver(references, call, path);
}

function checkReceiver(references: References, call: CallData, path: CatalogPath): void {
	if (checkName(references, call.to, ['service'], [...path, 'to'])) {
		checkScopes(references, call.to, call.scopes, [...path, 'scopes']);
	}
}

/** True when the name is there and of one of the kinds; else it is reported. */
export function checkName(
	{ context, report, suggest }: References,
	name: string,
	kinds: readonly Kind[],
	path: CatalogPath,
): boolean {
	const kind = context.kindOf(name);
	if (kind === undefined) {
		const near = suggest(name, namesOf(context, kinds));
		report(found(context, 'ACC001', { what: either(kinds), name, near }, path));
		return false;
	}
	if (kinds.includes(kind) || kinds.some((wanted) => bears(context, name, wanted))) return true;
	report(
		found(context, 'ACC007', { name, is: article[kind], needed: either(kinds) }, path, [
			{ path: [`${kind}s`, name], label: `declared as ${article[kind]}` },
		]),
	);
	return false;
}

/** Reports each scope that the service, which is there, does not offer. */
export function checkScopes(
	{ context, report, suggest }: References,
	service: string,
	scopes: readonly string[],
	path: CatalogPath,
): void {
	const offered = context.scopes.get(service);
	for (const [index, scope] of scopes.entries()) {
		if (offered?.has(scope)) continue;
		const names = [...(offered?.keys() ?? [])];
		const parameters = { scope, service, offered: names, near: suggest(scope, names) };
		const place = names.length === 0 ? ['services', service] : ['services', service, 'scopes'];
		report(
			found(context, 'ACC002', parameters, [...path, index], [{ path: place, label: `what \`${service}\` offers` }]),
		);
	}
}

function bears(context: CheckContext, name: string, kind: Kind): boolean {
	return context[`${kind}s`].has(name);
}

function* namesOf(context: CheckContext, kinds: readonly Kind[]): Generator<string> {
	for (const kind of kinds) yield* context[`${kind}s`].keys();
}
