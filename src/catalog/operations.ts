// Every operation that a catalog writes, read with the ports of its receiver: in scopes, direct probes and plaintext
// exceptions.
import { type Diagnostic, diagnose } from '../core/diagnostic.ts';
import type { CatalogPath, Locate } from '../core/origin.ts';
import { catalogDiagnostics } from './diagnostics.ts';
import type { CatalogData, ScopeInput, ServiceData } from './input.ts';
import { parseOperation } from './operation.ts';

interface Entry {
	readonly text: string;
	readonly ports: ServiceData['ports'];
	readonly path: CatalogPath;
}

/** The parts in which operations stand. */
type Readable = Pick<CatalogData, 'services' | 'exceptions'>;

/** One diagnostic for each operation that is not in order. The shape must be. */
export function checkOperations({
	data,
	locate,
}: {
	readonly data: Readable;
	readonly locate: Locate;
}): readonly Diagnostic[] {
	const diagnostics: Diagnostic[] = [];
	for (const { text, ports, path } of entries(data)) {
		const parsed = parseOperation(text, ports);
		if (parsed.kind === 'wrong')
			diagnostics.push(diagnose(catalogDiagnostics, parsed.code, parsed.parameters, locate(path)));
	}
	return diagnostics;
}

/** The operations of a scope, whichever way it is written. */
export function operationsOf(scope: ScopeInput): readonly string[] {
	return isList(scope) ? scope : scope.operations;
}

const isList = (scope: ScopeInput): scope is readonly string[] => Array.isArray(scope);

function* entries(data: Readable): Generator<Entry> {
	for (const [name, service] of Object.entries(data.services)) {
		const at = ['services', name];
		for (const [scope, offered] of Object.entries(service.scopes ?? {})) {
			const path = [...at, 'scopes', scope, ...(isList(offered) ? [] : ['operations'])];
			yield* listed(operationsOf(offered), service.ports, path);
		}
		if (typeof service.probes === 'object') {
			yield* listed(service.probes.direct, service.ports, [...at, 'probes', 'direct']);
		}
	}
	for (const [index, exception] of (data.exceptions ?? []).entries()) {
		// An unknown service is told by the checks, once.
		if (exception.kind !== 'plaintext' || !Object.hasOwn(data.services, exception.service)) continue;
		const ports = data.services[exception.service]?.ports;
		yield* listed(exception.operations, ports, ['exceptions', index, 'operations']);
	}
}

function* listed(texts: readonly string[], ports: ServiceData['ports'], at: CatalogPath): Generator<Entry> {
	for (const [index, text] of texts.entries()) yield { text, ports, path: [...at, index] };
}
