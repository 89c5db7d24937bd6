// Objects that could not be read or judged: where they could have a say, no verdict is certain.
import type { Problem } from './read/index.ts';
import type { MeshSettings } from './world.ts';

/**
 * What is in doubt at proxies of these namespaces, as sentences without a full stop. Objects of the root namespace, and those
 * without a name, could have a say everywhere.
 */
export function doubtsIn(
	{ mesh, problems }: { readonly mesh: MeshSettings; readonly problems: readonly Problem[] },
	namespaces: Iterable<string | undefined>,
): readonly string[] {
	const heard = new Set([mesh.rootNamespace, ...namespaces]);
	return problems
		.filter(({ kind, object }) => {
			const namespace = /^\S+ ([^/]*)\//.exec(object)?.[1];
			return (kind === 'unreadable' || kind === 'unmodelled') && (namespace === undefined || heard.has(namespace));
		})
		.map(({ object, path, what, why }) => `${object}${path === '' ? '' : `, ${path}`}: ${what}: ${why}`);
}
