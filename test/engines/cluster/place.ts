// Where an object stands in the API: its path, found by the server's own discovery.
import type { Connection } from './connection.ts';

export interface Named {
	readonly apiVersion: string;
	readonly kind: string;
	readonly metadata: { readonly name: string; readonly namespace?: string };
}

export type Place =
	| { readonly kind: 'at'; readonly path: string; readonly namespace: string | undefined }
	/** It says too little to be sent anywhere, as kubectl would find too. */
	| { readonly kind: 'nowhere'; readonly why: string };

interface Resource {
	readonly name: string;
	readonly kind: string;
	readonly namespaced: boolean;
}

/** A function from objects to places. It asks the server once for each API version. Namespace `default` is the default. */
export function placesOf(connection: Connection): (object: Partial<Named>) => Promise<Place> {
	const versions = new Map<string, Promise<readonly Resource[]>>();
	const resources = (base: string): Promise<readonly Resource[]> => {
		const known = versions.get(base);
		if (known !== undefined) return known;
		const asking = connection.send('GET', base).then(({ body }) => (body.resources ?? []) as readonly Resource[]);
		versions.set(base, asking);
		return asking;
	};
	return async ({ apiVersion, kind, metadata }) => {
		if (typeof apiVersion !== 'string' || typeof kind !== 'string') return nowhere('apiVersion or kind is missing');
		const base = apiVersion.includes('/') ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
		const found = (await resources(base)).find((each) => each.kind === kind && !each.name.includes('/'));
		if (found === undefined) return nowhere(`no matches for kind ${kind} in version ${apiVersion}`);
		const { name, namespace } = metadata ?? {};
		if (typeof name !== 'string' || name === '') return nowhere('metadata.name is missing');
		const inside = found.namespaced
			? typeof namespace === 'string' && namespace !== ''
				? namespace
				: 'default'
			: undefined;
		const within = inside === undefined ? '' : `/namespaces/${encodeURIComponent(inside)}`;
		return { kind: 'at', path: `${base}${within}/${found.name}/${encodeURIComponent(name)}`, namespace: inside };
	};
}

const nowhere = (why: string): Place => ({ kind: 'nowhere', why });
