// Names of what the catalog declares besides callers: namespaces, issuers, host sets, environments, and who is named in
// routes, overlays, and exceptions.
import type { Diagnostic } from '../../core/diagnostic.ts';
import type { CatalogPath } from '../../core/origin.ts';
import type { ExceptionData, GatewayData } from '../input.ts';
import { checkName, checkScopes, type References } from './references.ts';
import { type Check, found } from './report.ts';
import { suggester } from './suggest.ts';

/** Names of namespaces, issuers, host sets, environments, services, clients, and gateways that nothing declares. */
export const checkDeclarations: Check = (context) => {
	const diagnostics: Diagnostic[] = [];
	const references: References = { context, report: (one) => diagnostics.push(one), suggest: suggester() };
	for (const [name, service] of context.services) {
		checkNamespace(references, service.namespace, ['services', name, 'namespace']);
		checkIssuer(references, service.issuer, ['services', name, 'issuer']);
	}
	for (const [name, client] of context.clients) checkIssuer(references, client.issuer, ['clients', name, 'issuer']);
	for (const [name, gateway] of context.gateways) {
		checkNamespace(references, gateway.namespace, ['gateways', name, 'namespace']);
		checkIssuer(references, gateway.issuer, ['gateways', name, 'issuer']);
		checkRoutes(references, name, gateway);
	}
	for (const name of context.environments.keys()) checkOverlay(references, name);
	for (const [index, exception] of (context.data.exceptions ?? []).entries()) {
		checkException(references, exception, ['exceptions', index]);
	}
	return diagnostics;
};

function checkNamespace({ context, report, suggest }: References, name: string, path: CatalogPath): void {
	const declared = context.data.namespaces;
	if (Object.hasOwn(declared, name)) return;
	report(found(context, 'ACC003', { name, near: suggest(name, Object.keys(declared)) }, path));
}

function checkIssuer({ context, report, suggest }: References, name: string | undefined, path: CatalogPath): void {
	const { issuers, withoutTokens } = context.data;
	// Without any issuer, the catalog as a whole is wrong, and that is said once.
	if (name === undefined || issuers === undefined || withoutTokens !== undefined) return;
	if (!Object.hasOwn(issuers, name))
		report(found(context, 'ACC004', { name, near: suggest(name, Object.keys(issuers)) }, path));
}

function checkRoutes(references: References, name: string, gateway: GatewayData): void {
	for (const [index, route] of gateway.routes.entries()) {
		const path = ['gateways', name, 'routes', index];
		checkHostSet(references, name, gateway, route.host, [...path, 'host']);
		if (!checkName(references, route.to, ['service'], [...path, 'to'])) continue;
		checkScopes(references, route.to, route.public ?? [], [...path, 'public']);
	}
}

function checkHostSet(
	{ context, report, suggest }: References,
	gateway: string,
	{ hosts }: GatewayData,
	name: string,
	path: CatalogPath,
): void {
	if (Object.hasOwn(hosts, name)) return;
	const parameters = { name, gateway, near: suggest(name, Object.keys(hosts)) };
	report(
		found(context, 'ACC005', parameters, path, [{ path: ['gateways', gateway, 'hosts'], label: 'its host sets' }]),
	);
}

function checkOverlay(references: References, environment: string): void {
	const { context } = references;
	const written = context.data.environments[environment];
	const path = ['environments', environment];
	for (const name of Object.keys(written?.issuers ?? {})) checkIssuer(references, name, [...path, 'issuers', name]);
	for (const [name, sets] of Object.entries(written?.hosts ?? {})) {
		const gateway = context.gateways.get(name);
		if (!checkName(references, name, ['gateway'], [...path, 'hosts', name]) || gateway === undefined) continue;
		for (const set of Object.keys(sets)) checkHostSet(references, name, gateway, set, [...path, 'hosts', name, set]);
	}
	for (const name of Object.keys(written?.clients ?? {})) {
		checkName(references, name, ['client'], [...path, 'clients', name]);
	}
	for (const name of Object.keys(written?.disabled ?? {})) {
		checkName(references, name, ['service', 'client', 'gateway'], [...path, 'disabled', name]);
	}
}

function checkException(references: References, exception: ExceptionData, path: CatalogPath): void {
	const { context, report, suggest } = references;
	for (const [index, name] of (exception.environments ?? []).entries()) {
		if (context.environments.has(name)) continue;
		const near = suggest(name, context.environments.keys());
		report(found(context, 'ACC006', { name, near }, [...path, 'environments', index]));
	}
	switch (exception.kind) {
		case 'plaintext':
			checkName(references, exception.service, ['service'], [...path, 'service']);
			return;
		case 'shared-identity':
			for (const [index, name] of exception.services.entries()) {
				checkName(references, name, ['service'], [...path, 'services', index]);
			}
			return;
		case 'long-lived-token':
			checkName(references, exception.client, ['client'], [...path, 'client']);
			return;
		case 'api-key':
			checkName(references, exception.gateway, ['gateway'], [...path, 'gateway']);
			if (checkName(references, exception.to, ['service'], [...path, 'to']))
				checkScopes(references, exception.to, exception.scopes, [...path, 'scopes']);
	}
}
