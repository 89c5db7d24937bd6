// What a client sends to reach an operation of a receiver through a gateway's route, which may rewrite its prefix.
import type { Operation, PathPattern, Segment } from './operation.ts';

/** Literal steps of a route: as the client sends them, and as the receiver sees them. */
export interface Rewriting {
	readonly prefix: readonly string[];
	readonly rewrite: readonly string[];
}

/** The operation as the client sends it, or undefined where this route cannot reach it. TCP has no routes by path. */
export function seenOutside(operation: Operation, route: Rewriting): Operation | undefined {
	if (operation.kind === 'tcp') return undefined;
	if (operation.kind === 'http') {
		const path = unrewrite(operation.path, route);
		return path === undefined ? undefined : { ...operation, path };
	}
	const steps: readonly Segment[] = [operation.service, operation.method].map((text) => ({ kind: 'literal', text }));
	const path = unrewrite({ segments: steps, trailingSlash: false, below: false }, route);
	const isUnchanged = route.prefix.join('/') === route.rewrite.join('/');
	return path !== undefined && isUnchanged ? operation : undefined;
}

/**
 * The external form of a path that the receiver sees, under a route that replaces its literal prefix by its rewrite.
 * Polarity: where the pattern is wider than the route, the external form is the route's part only.
 */
function unrewrite(path: PathPattern, { prefix, rewrite }: Rewriting): PathPattern | undefined {
	const shared = Math.min(rewrite.length, path.segments.length);
	for (let step = 0; step < shared; step++) {
		const segment = path.segments[step];
		if (segment?.kind === 'literal' && segment.text !== rewrite[step]) return undefined;
	}
	const literal = prefix.map((text): Segment => ({ kind: 'literal', text }));
	if (path.segments.length < rewrite.length) {
		return path.below ? { segments: literal, trailingSlash: false, below: true } : undefined;
	}
	return { ...path, segments: [...literal, ...path.segments.slice(rewrite.length)] };
}
