// Operations as the catalog writes them, read once more for their meaning.
import type { ServiceData } from '../../catalog/index.ts';
import { parseOperation } from '../../catalog/index.ts';
import { invariant } from '../../core/invariant.ts';
import { type Operation, printOperation } from '../../traffic/operation.ts';

/** The operations written at a service, in their order, without duplicates. */
export function operationsOf(service: string, texts: readonly string[], ports: ServiceData['ports']): Operation[] {
	const operations = new Map<string, Operation>();
	for (const text of texts) {
		const parsed = parseOperation(text, ports);
		invariant(parsed.kind === 'ok', `${service} has an operation that cannot be read: ${text}`);
		operations.set(`${parsed.operation.port} ${printOperation(parsed.operation)}`, parsed.operation);
	}
	return [...operations.values()];
}
