// What suites ask for: an engine that `npm run engines` has made, or why there is none. Nothing is built from here, because a
// test that waits ten minutes for a compiler looks like a test that hangs.
import { join } from 'node:path';
import { cacheRoot, finished, folderOf, touch } from './cache.ts';
import { type EngineName, recipes } from './recipes/index.ts';
import { findAll, missingText } from './tools.ts';

export type { EngineName } from './recipes/index.ts';

export type Engine =
	/** `path`: the program (mesh, envoy, cluster) or the home folder (keycloak). */
	{ readonly kind: 'ready'; readonly path: string } | { readonly kind: 'missing'; readonly why: string };

/** The engine for this checkout, from the user's cache. */
export async function engine(name: EngineName, root = cacheRoot()): Promise<Engine> {
	const recipe = recipes[name];
	const folder = await folderOf(recipe, root);
	if ((await finished(folder)) !== undefined) {
		await touch(folder);
		return { kind: 'ready', path: join(folder, recipe.product) };
	}
	const { missing } = await findAll(recipe.tools);
	const lack = missing.length === 0 ? '' : ` (${missingText(missing)})`;
	return { kind: 'missing', why: `engine ${name} is not prepared: npm run engines -- ${name}${lack}` };
}
