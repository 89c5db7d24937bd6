// When two operations can be the same request, when one holds the other, and which operations are the same whatever their parameters are called.
import { type Operation, type PathPattern, printOperation, type Segment } from '../../traffic/operation.ts';

/** The operation with its port and without the names of its parameters: equal texts admit the same requests. */
export function sameness(operation: Operation): string {
	if (operation.kind !== 'http') return `${operation.port} ${printOperation(operation)}`;
	const segments = operation.path.segments.map(
		(step): Segment => (step.kind === 'parameter' ? { kind: 'parameter', name: '' } : step),
	);
	return `${operation.port} ${printOperation({ ...operation, path: { ...operation.path, segments } })}`;
}

/** True when some request is both. A gRPC call is a POST to `/package.Service/Method`; TCP is everything on its port. */
export function canMeet(one: Operation, other: Operation): boolean {
	if (one.port !== other.port) return false;
	if (one.kind === 'tcp' || other.kind === 'tcp') return true;
	return methodsMeet(one, other) && pathsMeet(pathOf(one), pathOf(other));
}

type Request = Exclude<Operation, { kind: 'tcp' }>;

/** The path of an operation as the receiver sees it. */
export function pathOf(operation: Request): PathPattern {
	if (operation.kind === 'http') return operation.path;
	const segments = [operation.service, operation.method].map((text): Segment => ({ kind: 'literal', text }));
	return { segments, trailingSlash: false, below: false };
}

/** The method's word, or nothing for any. */
const methodOf = (operation: Request): string =>
	operation.kind === 'grpc' ? 'POST' : operation.method.kind === 'any' ? '' : operation.method.method;

function methodsMeet(one: Request, other: Request): boolean {
	const [a, b] = [methodOf(one), methodOf(other)];
	return a === '' || b === '' || a === b;
}

function pathsMeet(one: PathPattern, other: PathPattern): boolean {
	const [short, long] = one.segments.length <= other.segments.length ? [one, other] : [other, one];
	for (const [index, step] of short.segments.entries()) {
		const there = long.segments[index];
		if (step.kind === 'literal' && there?.kind === 'literal' && step.text !== there.text) return false;
	}
	// What is below a path may end in a slash or not.
	if (short.below) return true;
	if (short.segments.length !== long.segments.length) return false;
	return long.below || short.trailingSlash === long.trailingSlash;
}

/** True when every request of the inner operation is one of the outer one. */
export function includes(outer: Operation, inner: Operation): boolean {
	if (outer.port !== inner.port) return false;
	if (outer.kind === 'tcp') return true;
	if (inner.kind === 'tcp') return false;
	const method = methodOf(outer);
	return (method === '' || method === methodOf(inner)) && pathIncludes(pathOf(outer), pathOf(inner));
}

function pathIncludes(outer: PathPattern, inner: PathPattern): boolean {
	if (inner.segments.length < outer.segments.length) return false;
	for (const [index, step] of outer.segments.entries()) {
		const there = inner.segments[index];
		if (step.kind === 'literal' && (there?.kind !== 'literal' || there.text !== step.text)) return false;
	}
	if (outer.below) return true;
	return !inner.below && inner.segments.length === outer.segments.length && inner.trailingSlash === outer.trailingSlash;
}

/** True when the inner operation is only a part of the outer one. */
export const isPartOf = (inner: Operation, outer: Operation): boolean =>
	includes(outer, inner) && !includes(inner, outer);

/**
 * True when a request under the literal prefix can be this operation. As in a gateway route, the prefix counts by whole
 * segments, and a parameter of the operation may be one of the prefix's.
 */
export function canBeUnder(path: PathPattern, prefix: readonly string[]): boolean {
	for (const [index, text] of prefix.entries()) {
		const step = path.segments[index];
		if (step === undefined) return path.below;
		if (step.kind === 'literal' && step.text !== text) return false;
	}
	return true;
}
