// PeerAuthentications of which only one counts, the oldest: where manifests do not say which that is, nothing is certain.
import { rivals } from './peer-authentication.ts';
import type { Problem } from './read/problem.ts';
import type { Enforcer, World } from './world.ts';

/**
 * A problem for each scope of the proxy in which objects differ and the first of them is not told by times that are
 * written. Of equally old ones a sidecar follows the first by name (measured); a ztunnel, any one.
 */
export function unsettled(world: World, enforcer: Enforcer): readonly Problem[] {
	if (enforcer.kind !== 'sidecar' && enforcer.kind !== 'ztunnel') return [];
	return rivals(world, enforcer.workload).flatMap((objects): readonly Problem[] => {
		const times = objects.map(({ created }) => created);
		const isTold = !times.includes(undefined);
		const isFirst = times.indexOf(times[0]) === times.lastIndexOf(times[0]);
		const [first, second] = objects;
		if (first === undefined || second === undefined) return [];
		if (isTold && (isFirst || enforcer.kind === 'sidecar')) return [];
		return [
			{
				object: `PeerAuthentication ${second.namespace}/${second.name}`,
				path: 'metadata.creationTimestamp',
				kind: 'unmodelled',
				what: `\`${first.namespace}/${first.name}\` speaks for the same pods and says otherwise`,
				why: 'only the oldest one counts, and the manifests do not say which that is',
			},
		];
	});
}
