// A request line as policies see it, for questions about all requests that have it.
import type { MeshSettings } from '../world.ts';
import { normalize, withoutQuery } from './normalize.ts';
import { readTarget } from './target.ts';

export interface RequestLine {
	readonly method: string;
	/** As it is sent. */
	readonly path: string;
}

export type LineSeen =
	| { readonly kind: 'read'; readonly method: string; readonly path: string }
	/** No proxy of the mesh reads such a request: it answers by itself. */
	| { readonly kind: 'refused'; readonly what: string };

/** The line after the mesh's normalization of paths, without query. What a proxy takes for bytes is not looked at so. */
export function lineSeen(mesh: Pick<MeshSettings, 'pathNormalization'>, { method, path }: RequestLine): LineSeen {
	const plain = { method, path, host: 'any.example', headers: [], tokens: [], external: 'agrees' } as const;
	const target = readTarget(plain, path);
	if (target.kind === 'refused') return { kind: 'refused', what: target.what };
	const normal = normalize(target.path, mesh.pathNormalization);
	if (normal === undefined) return { kind: 'refused', what: 'the path holds an escaped NUL' };
	return { kind: 'read', method, path: withoutQuery(normal) };
}
