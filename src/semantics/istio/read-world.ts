// A world from manifests and settings.
import { readManifests } from './read/index.ts';
import type { Problem } from './read/problem.ts';
import type { MeshSettings, World } from './world.ts';

/** The world of these manifests, parsed; objects of other kinds in them count for nothing. Problems as `readManifests` finds them. */
export function readWorld(
	manifests: readonly unknown[],
	mesh: MeshSettings,
): readonly [world: World, problems: readonly Problem[]] {
	const { peerAuthentications, requestAuthentications, policies, problems } = readManifests(manifests, mesh.revision);
	return [{ mesh, peerAuthentications, requestAuthentications, policies }, problems];
}
