// Paths that a pattern means, and tricks that a caller could play with them.
import type { Operation, PathPattern } from '../../traffic/operation.ts';

export interface HttpUse {
	readonly method: string;
	readonly path: string;
}

/** Requests that an operation means: one, and one below it where the path goes on. None for TCP. */
export function usesOf(operation: Operation): readonly HttpUse[] {
	switch (operation.kind) {
		case 'tcp':
			return [];
		case 'grpc':
			return [{ method: 'POST', path: `/${operation.service}/${operation.method}` }];
		case 'http': {
			const method = operation.method.kind === 'any' ? 'GET' : operation.method.method;
			return pathsIn(operation.path).map((path) => ({ method, path }));
		}
	}
}

/** Paths in the pattern: itself, and one below it where the pattern goes on. */
export function pathsIn({ segments, trailingSlash, below }: PathPattern): readonly string[] {
	const base = segments.map((step) => `/${step.kind === 'literal' ? step.text : 'p-1'}`).join('');
	const here = base === '' ? '/' : `${base}${trailingSlash ? '/' : ''}`;
	return below ? [here, `${base}/below/it`] : [here];
}

export interface Trick {
	readonly what: string;
	readonly sent: string;
	/** What it means once dot segments are gone (RFC 3986, 5.2.4) and `\` is `/`: Istio's normalization BASE. */
	readonly means: string;
}

/** Spellings around a path: some mean the same, most mean something that is not granted. */
export function tricksOn(path: string): readonly Trick[] {
	const steps = path === '/' ? 0 : path.split('/').length - 1;
	const up = (dots: string): string => `${path === '/' ? '' : path}${`/${dots}`.repeat(steps)}/not-granted`;
	const last = path.lastIndexOf('/');
	const joined = (by: string): string => `${path.slice(0, last)}${by}${path.slice(last + 1)}`;
	const plain = (what: string, sent: string): Trick => ({ what, sent, means: sent });
	return [
		plain('two slashes', `/${path}`),
		...(path.endsWith('/') ? [] : [plain('a slash at the end', `${path}/`)]),
		...(path.toUpperCase() === path ? [] : [plain('upper case', path.toUpperCase())]),
		last > 0 ? plain('an encoded slash', joined('%2f')) : plain('an encoded slash', `/%2f${path.slice(1)}`),
		plain('a parameter of the path', `${path}${path.endsWith('/') ? 'x' : ''};x=1`),
		{ what: 'dots that lead away', sent: up('..'), means: '/not-granted' },
		{ what: 'encoded dots that lead away', sent: up('%2e%2E'), means: '/not-granted' },
		{ what: 'dots that lead back', sent: `/not-granted/..${path}`, means: path },
		...(last > 0 ? [{ what: 'a backslash', sent: joined('\\'), means: path }] : []),
	];
}
