// Direct probes are open to everyone in the cluster, so each is one exact request, and none that a scope guards.
import type { Diagnostic } from '../../core/diagnostic.ts';
import { groupBy } from '../../core/order.ts';
import { quote } from '../../core/quote.ts';
import { type CheckContext, type PlacedOperation, placedOperations } from './context.ts';
import { canMeet, sameness } from './patterns.ts';
import { type Check, found } from './report.ts';

/** Direct probes that are not one exact request, or that a scope guards. */
export const checkProbes: Check = (context) =>
	[...context.services].flatMap(([name, { ports, probes }]) => {
		if (typeof probes !== 'object') return [];
		const placed = placedOperations(probes.direct, ports, ['services', name, 'probes', 'direct']);
		return [...placed.flatMap((probe) => checkProbe(context, name, probe)), ...twice(context, placed)];
	});

/** The same request in two spellings; equal texts are refused with the shape. */
function twice(context: CheckContext, placed: readonly PlacedOperation[]): readonly Diagnostic[] {
	return [...groupBy(placed, ({ operation }) => sameness(operation)).values()].flatMap(([first, ...others]) =>
		others.map(({ path, text }) => {
			const places = first === undefined ? [] : [{ path: first.path, label: 'first here' }];
			return found(context, 'ACC016', { what: `probe ${quote(text)}` }, path, places);
		}),
	);
}

function checkProbe(context: CheckContext, service: string, probe: PlacedOperation): readonly Diagnostic[] {
	const { operation, path, text } = probe;
	if (!isExact(probe)) return [found(context, 'ACC032', { operation: text, tcp: operation.kind === 'tcp' }, path)];
	for (const scope of context.scopes.get(service)?.values() ?? []) {
		const guarded = scope.operations.find((one) => canMeet(one.operation, operation));
		if (guarded === undefined) continue;
		const parameters = { operation: text, scope: scope.name, guarded: guarded.text };
		return [found(context, 'ACC033', parameters, path, [{ path: guarded.path, label: 'the operation of the scope' }])];
	}
	return [];
}

function isExact({ operation }: PlacedOperation): boolean {
	if (operation.kind === 'grpc') return true;
	if (operation.kind === 'tcp') return false;
	const { method, path } = operation;
	return method.kind === 'exactly' && !path.below && path.segments.every(({ kind }) => kind === 'literal');
}
