// `GET /accounts/1`, `shop.Cart/Add`, `TCP`: as a condition on requests, and as one of the catalog's operations.
import { quote } from '../core/quote.ts';
import type { Operation, PathPattern } from '../traffic/operation.ts';
import { pattern } from '../traffic/pattern.ts';
import { all, not, type Predicate } from '../traffic/predicate.ts';

export interface ReadRequest {
	readonly matches: Predicate;
	/** True for an operation that means this request. */
	readonly isOf: (operation: Operation) => boolean;
}

/** Reads it, without a query; throws for anything else. */
export function readRequest(text: string): ReadRequest {
	const trimmed = text.trim();
	if (trimmed.toUpperCase() === 'TCP') {
		const hasMethod: Predicate = {
			kind: 'text',
			attribute: 'method',
			pattern: { pieces: [{ kind: 'run', of: 'any', atLeast: 1 }] },
		};
		return { matches: not(hasMethod), isOf: ({ kind }) => kind === 'tcp' };
	}
	const http = /^([A-Z]+)\s+(\/[^?#]*)/i.exec(trimmed);
	const grpc = /^[\w.]+\/\w+$/.test(trimmed);
	if (http === null && !grpc) {
		throw new Error(
			`${quote(text)} is no request\n  help: write \`GET /accounts/1\`, \`shop.Cart/Add\` for gRPC, or \`TCP\``,
		);
	}
	const method = grpc ? 'POST' : (http?.[1] ?? '').toUpperCase();
	const path = grpc ? `/${trimmed}` : (http?.[2] ?? '');
	return {
		matches: all([
			{ kind: 'text', attribute: 'method', pattern: pattern(method) },
			{ kind: 'text', attribute: 'path', pattern: pattern(path) },
		]),
		isOf: (operation) => means(operation, method, path),
	};
}

/** Whether an operation means a request; the path without dot segments and query. */
export function means(operation: Operation, method: string, path: string): boolean {
	switch (operation.kind) {
		case 'tcp':
			return false;
		case 'grpc':
			return method === 'POST' && path === `/${operation.service}/${operation.method}`;
		case 'http':
			return (operation.method.kind === 'any' || operation.method.method === method) && covers(operation.path, path);
	}
}

/** A parameter is one segment, whatever is encoded in it. */
function covers({ segments, trailingSlash, below }: PathPattern, path: string): boolean {
	const steps = path.slice(1).split('/');
	if (segments.length === 0) return below || path === '/';
	const starts = segments.every((segment, index) => {
		const step = steps[index] ?? '';
		return segment.kind === 'literal' ? segment.text === step : step !== '';
	});
	if (!starts) return false;
	const rest = steps.slice(segments.length);
	if (below) return true;
	return trailingSlash ? rest.length === 1 && rest[0] === '' : rest.length === 0;
}
