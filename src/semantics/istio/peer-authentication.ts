// The mode of mutual TLS on a port of a sidecar: port over workload over namespace over mesh, where UNSET inherits and nothing
// at all means PERMISSIVE (pilot/pkg/security/authn/policy_applier.go; measured over 4,536 chains).
import { objectsNear } from './age.ts';
import { selects } from './attach.ts';
import type { MutualTls } from './chain.ts';
import type { Mode, PeerAuthentication } from './policy.ts';
import type { Workload, World } from './world.ts';

/** The objects of each scope, of which only the first counts. */
interface Scopes {
	readonly mesh: readonly PeerAuthentication[];
	readonly namespace: readonly PeerAuthentication[];
	readonly workload: readonly PeerAuthentication[];
}

/** Selectors in the root namespace count for nothing, and its other objects are the mesh's, for its own workloads, too. */
function scopesOf(world: World, { namespace, labels }: Workload): Scopes {
	const root = world.mesh.rootNamespace;
	const own = namespace === root ? [] : objectsNear(world.peerAuthentications, namespace, labels);
	return {
		mesh: objectsNear(world.peerAuthentications, root, {}).filter((object) => !isForWorkloads(object)),
		namespace: own.filter((object) => !isForWorkloads(object)),
		workload: own.filter((object) => isForWorkloads(object) && selectsWorkload(object, labels)),
	};
}

/**
 * Objects of one scope that differ, those that count first in front, for each scope of the workload with more than one.
 * Which of them counts hangs on when they were made.
 */
export function rivals(world: World, workload: Workload): readonly (readonly PeerAuthentication[])[] {
	const { mesh, namespace, workload: own } = scopesOf(world, workload);
	return [mesh, namespace, own].filter((objects) => new Set(objects.map(contentOf)).size > 1);
}

const contentOf = ({ mode, ports }: PeerAuthentication): string => JSON.stringify([mode, Object.entries(ports).sort()]);

/** A selector without labels is none. */
const isForWorkloads = ({ attachment }: PeerAuthentication): boolean =>
	attachment.kind === 'selector' && Object.keys(attachment.labels).length > 0;

const selectsWorkload = ({ attachment }: PeerAuthentication, labels: Workload['labels']): boolean =>
	attachment.kind === 'selector' && selects(attachment.labels, labels);

/** The mode of a container port, whether a Service names the port or not. */
export function sidecarMutualTls(world: World, workload: Workload, port: number): MutualTls {
	const scopes = scopesOf(world, workload);
	const [own] = scopes.workload;
	const ofPort = own?.ports[port];
	if (own !== undefined && ofPort !== undefined && ofPort !== 'UNSET') return decided(ofPort, own);
	for (const object of [own, scopes.namespace[0], scopes.mesh[0]]) {
		if (object !== undefined && object.mode !== 'UNSET') return decided(object.mode, object);
	}
	return { mode: 'optional', object: undefined };
}

const modes: Readonly<Record<Exclude<Mode, 'UNSET'>, MutualTls['mode']>> = {
	STRICT: 'required',
	PERMISSIVE: 'optional',
	DISABLE: 'disabled',
};

const decided = (mode: Exclude<Mode, 'UNSET'>, { namespace, name }: PeerAuthentication): MutualTls => ({
	mode: modes[mode],
	object: `${namespace}/${name}`,
});
