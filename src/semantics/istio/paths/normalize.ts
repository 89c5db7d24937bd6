// What a mesh makes of a request's path before any policy sees it, in the four modes of MeshConfig.pathNormalization
// (istio.io "Path normalization"; Envoy 1.39.3, conn_manager_utility.cc). The result is matched and forwarded.
import type { Normalization } from '../world.ts';
import { canonicalPath } from './canonical.ts';

/**
 * A path with its query (from its `?` on) as it is matched and forwarded, or undefined where the proxy answers 400. The
 * fragment is dropped in every mode: Istio's bootstrap sets http_reject_path_with_fragment to false.
 */
export function normalize(target: string, mode: Normalization): string | undefined {
	const sent = until(target, '#');
	if (mode === 'NONE') return sent;
	const path = until(sent, '?');
	const normal = canonicalPath(mode === 'DECODE_AND_MERGE_SLASHES' ? withSlashes(path) : path);
	if (normal === undefined) return undefined;
	const merged = mode === 'BASE' ? normal : mergeSlashes(normal);
	return path.length === sent.length ? merged : merged + sent.slice(path.length);
}

/** The part that policies match: without query. */
export const withoutQuery = (path: string): string => until(path, '?');

function until(text: string, mark: string): string {
	const at = text.indexOf(mark);
	return at === -1 ? text : text.slice(0, at);
}

/** Slashes and backslashes that were sent escaped. Once: `%252f` becomes none. */
const withSlashes = (path: string): string =>
	path.includes('%') ? path.replace(/%2[fF]/g, '/').replace(/%5[cC]/g, '\\') : path;

/** A path of slashes alone keeps two: its first is kept, and its last. */
function mergeSlashes(path: string): string {
	if (!path.includes('//')) return path;
	return /^\/+$/.test(path) ? '//' : path.replace(/\/{2,}/g, '/');
}
