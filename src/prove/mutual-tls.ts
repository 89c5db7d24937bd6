// Mutual TLS at each port: asked for everywhere, but where the catalog lets callers in that have no certificate. That a rule
// would refuse them besides is no reason to talk to them.
import type { AccessModel } from '../access/model.ts';
import { groupBy } from '../core/order.ts';
import { rivals, type World } from '../semantics/istio/index.ts';
import type { Ground, Site } from './context.ts';
import type { Finding } from './finding.ts';

/** True where a connection without mutual TLS is taken, and the catalog declares none. */
export const isOpen = (ground: Ground, site: Site): boolean =>
	site.enforcer.kind === 'sidecar' && !isAsked(site) && isOurs(ground, site);

/** In a shared namespace others may have their pods as they like, and in the root namespace no pod can be asked alone. */
const isOurs = ({ model, mesh }: Ground, { concern, place }: Site): boolean =>
	(concern !== undefined || namespaceOf(model, place.namespace)?.kind === 'owned') &&
	place.namespace !== mesh.rootNamespace;

const namespaceOf = ({ namespaces }: AccessModel, name: string) => namespaces.find((each) => each.name === name);

/** Of such places: one finding for each workload and object that leaves a port open. */
export function mutualTlsFindings(open: readonly Site[]): readonly Finding[] {
	const groups = groupBy(
		open,
		({ place, chain: { mutualTls } }) => `${place.namespace}\n${place.workload}\n${mutualTls.object}`,
	);
	return [...groups.values()].flatMap((group): readonly Finding[] => {
		const [first] = group;
		if (first === undefined) return [];
		const { place, chain } = first;
		const ports = [...new Set(group.map((site) => site.place.port))].sort((a, b) => a - b);
		const object =
			chain.mutualTls.object === undefined ? 'the mesh, by default,' : `PeerAuthentication ${chain.mutualTls.object}`;
		const what = `takes connections without mutual TLS at ${ports.length === 1 ? 'port' : 'ports'} ${ports.join(', ')}, where the catalog declares none`;
		return [{ kind: 'handling', place, object, what, origin: place.origin }];
	});
}

/** PeerAuthentications of one scope that differ: the oldest counts, and the output has no ages. */
export function rivalNames(world: World, { enforcer }: Site): readonly (readonly string[])[] {
	if (enforcer.kind !== 'sidecar') return [];
	return rivals(world, enforcer.workload).map((objects) =>
		objects.map(({ namespace, name }) => `${namespace}/${name}`),
	);
}

const isAsked = ({ chain: { mutualTls }, wanted }: Site): boolean => {
	if (mutualTls.mode === 'required') return true;
	return mutualTls.mode === 'optional' && wanted.intents.some(({ callers }) => callers === 'anyone');
};
