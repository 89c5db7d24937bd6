// Operations of the catalog as predicates: what a grant means by `GET /accounts/{id}`. A parameter is one non-empty segment
// in the letters of RFC 3986 (`pchar`, section 3.3); `/x/**` is `/x` and everything below it, held to the same letters
// where a parameter stands before it.
import { unreachable } from '../../core/invariant.ts';
import type { Operation, PathPattern } from '../../traffic/operation.ts';
import { type Pattern, pattern, run } from '../../traffic/pattern.ts';
import { all, any, everything, type Predicate, text } from '../../traffic/predicate.ts';

/** Method and path of an operation; a TCP operation is every connection. The port is the caller's affair. */
export function operationPredicate(operation: Operation): Predicate {
	switch (operation.kind) {
		case 'tcp':
			return everything;
		case 'grpc':
			return all([method('POST'), path(pattern(`/${operation.service}/${operation.method}`))]);
		case 'http': {
			const paths = any(pathPatterns(operation.path).map(path));
			return operation.method.kind === 'any' ? paths : all([method(operation.method.method), paths]);
		}
		default:
			return unreachable(operation);
	}
}

/** The operation's paths asked for by `OPTIONS`, as a browser does before the call itself. */
export function preflightPredicate(operation: Operation): Predicate {
	switch (operation.kind) {
		case 'tcp':
			return any([]);
		case 'grpc':
			return all([method('OPTIONS'), path(pattern(`/${operation.service}/${operation.method}`))]);
		case 'http':
			return all([method('OPTIONS'), any(pathPatterns(operation.path).map(path))]);
		default:
			return unreachable(operation);
	}
}

const method = (name: string): Predicate => text('method', pattern(name));
const path = (of: Pattern): Predicate => text('path', of);

function pathPatterns({ segments, trailingSlash, below }: PathPattern): readonly Pattern[] {
	const steps = segments.flatMap((segment) => ['/', segment.kind === 'literal' ? segment.text : run('template', 1)]);
	if (!below) return [pattern(...steps, trailingSlash || steps.length === 0 ? '/' : '')];
	const rest = segments.some((segment) => segment.kind === 'parameter') ? 'templates' : 'any';
	const under = pattern(...steps, '/', run(rest, 0));
	return steps.length === 0 ? [under] : [pattern(...steps), under];
}
