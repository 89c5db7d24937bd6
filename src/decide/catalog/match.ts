// Which operations of a catalog a request is: a reading of its own, for explaining. What is allowed is never decided here.
import type { Grant, Scope, Workload } from '../../access/model.ts';
import type { Operation, PathPattern } from '../../traffic/operation.ts';
import type { Wanted } from '../request-text.ts';

/** True when the operation means the request, whatever the port. The query does not count. */
export function means(operation: Operation, wanted: Wanted): boolean {
	switch (operation.kind) {
		case 'tcp':
			return wanted.kind === 'tcp';
		case 'grpc':
			return (
				wanted.kind !== 'tcp' && wanted.method === 'POST' && wanted.path === `/${operation.service}/${operation.method}`
			);
		case 'http': {
			if (wanted.kind === 'tcp') return false;
			const { method } = operation;
			return (method.kind === 'any' || method.method === wanted.method) && isPath(operation.path, wanted.path);
		}
	}
}

/** The same at the port (of the container). */
export const covers = (operation: Operation, receiver: Workload, wanted: Wanted, port: number): boolean =>
	receiver.ports.find(({ name }) => name === operation.port)?.targetPort === port && means(operation, wanted);

/** The scopes that offer the request, the narrowest first. */
export const offering = (
	scopes: readonly Scope[],
	receiver: Workload,
	wanted: Wanted,
	port: number,
): readonly Scope[] =>
	scopes
		.filter(
			(scope) => scope.receiver === receiver && scope.operations.some((one) => covers(one, receiver, wanted, port)),
		)
		.toSorted((a, b) => a.operations.length - b.operations.length);

/** The grants whose scope offers the request. */
export const granting = (grants: readonly Grant[], wanted: Wanted, port: number): readonly Grant[] =>
	grants.filter(({ scope, receiver }) => scope.operations.some((one) => covers(one, receiver, wanted, port)));

function isPath({ segments, trailingSlash, below }: PathPattern, text: string): boolean {
	const path = text.replace(/[?#].*$/s, '');
	const steps = path.split('/').slice(1);
	const fits = segments.every((segment, index) => {
		const step = steps[index];
		return segment.kind === 'literal' ? step === segment.text : step !== undefined && step !== '';
	});
	if (below) return fits && steps.length >= segments.length;
	const rest = steps.slice(segments.length);
	if (segments.length === 0) return path === '/';
	return fits && (trailingSlash ? rest.length === 1 && rest[0] === '' : rest.length === 0);
}
