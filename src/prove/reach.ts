// How far the output reaches: objects that speak of pods which the catalog does not name, that change proxies in a way that
// is not judged here, or whose effect hangs on what no file says. Nothing is proved about these, so they count as doubts.
import type { AccessModel, Workload } from '../access/model.ts';
import { groupBy } from '../core/order.ts';
import type { MeshSettings } from '../semantics/istio/index.ts';
import type { Finding } from './finding.ts';
import { fieldsOf, type Outline } from './outline.ts';
import type { OwnerOf } from './owner.ts';

/** Kinds whose meaning is judged: the last two for what they stop (network.ts, sidecars.ts). */
const understood: ReadonlySet<string> = new Set([
	'security.istio.io AuthorizationPolicy',
	'security.istio.io PeerAuthentication',
	'security.istio.io RequestAuthentication',
	'networking.istio.io Sidecar',
	'networking.k8s.io NetworkPolicy',
]);

/** A doubt for each object that goes beyond the catalog's own pods, or beyond what is known. */
export function reachFindings(
	{ model, mesh }: { readonly model: AccessModel; readonly mesh: MeshSettings },
	objects: readonly Outline[],
	ownerOf: OwnerOf,
): readonly Finding[] {
	const whyNot = reachIn(model);
	return objects.flatMap((object): readonly Finding[] =>
		[whyNot(object), ...unknownTo(mesh, object)].flatMap((why): Finding[] =>
			why === undefined ? [] : [{ kind: 'undecided', where: object.title, why, origin: ownerOf(object) }],
		),
	);
}

function reachIn(model: AccessModel): (object: Outline) => string | undefined {
	const kinds = new Map(model.namespaces.map(({ name, kind }) => [name, kind]));
	const inNamespace = groupBy(model.workloads, (workload) => workload.namespace.name);
	const isForWorkloads = ({ namespace, spec, selected }: Outline): boolean => {
		if ('targetRefs' in spec || 'targetRef' in spec) return true;
		const isMeant = ({ selector }: Workload) =>
			Object.entries(selector).every(([name, value]) => selected[name] === value);
		return inNamespace.get(namespace)?.some(isMeant) ?? false;
	};
	return (object) => {
		const { kind, group, namespace, spec } = object;
		if (!understood.has(`${group} ${kind}`)) return 'objects of this kind are not judged';
		if (kind === 'Sidecar' && 'ingress' in spec) return 'it gives the workload listeners of its own (`ingress`)';
		// Istio's own objects speak for the mesh there.
		if (namespace === model.mesh.rootNamespace && kind !== 'NetworkPolicy') return undefined;
		if (!kinds.has(namespace)) return 'the catalog does not name its namespace';
		return kinds.get(namespace) === 'owned' || isForWorkloads(object)
			? undefined
			: 'others live in its namespace, and it speaks of pods that are no workload’s';
	};
}

/** What of an object of Istio's is settled in the cluster only. Objects of another revision are problems already. */
function* unknownTo({ revision }: MeshSettings, { group, kind, metadata }: Outline): Iterable<string> {
	if (!group.endsWith('istio.io')) return;
	const label = fieldsOf(metadata.labels)['istio.io/rev'];
	if (label === revision || (kind === 'Sidecar' && label !== undefined)) {
		yield `only the control plane of revision \`${label}\` reads it, and the catalog does not say what the mesh’s is called`;
	}
	if (metadata.creationTimestamp !== undefined && metadata.creationTimestamp !== null) {
		yield 'it says when it was made (`creationTimestamp`), and the API server writes another time';
	}
}
