// How far the output reaches: objects that speak of pods which the catalog does not name, that change proxies in a way that
// is not judged here, or whose effect hangs on what no file says. Nothing is proved about these, so they count as doubts.
import type { AccessModel, Workload } from '../access/model.ts';
import { groupBy } from '../core/order.ts';
import type { MeshSettings } from '../semantics/istio/index.ts';
import { objectDoubts } from '../semantics/kubernetes/index.ts';
import type { Finding } from './finding.ts';
import { fieldsOf, type Outline } from './outline.ts';
import type { OwnerOf } from './owner.ts';

/** Kinds whose meaning is judged, in the versions that clusters serve: the last two for what they stop (network.ts, sidecars.ts). */
const understood: ReadonlyMap<string, readonly string[]> = new Map([
	['AuthorizationPolicy', ['security.istio.io/v1', 'security.istio.io/v1beta1']],
	['PeerAuthentication', ['security.istio.io/v1', 'security.istio.io/v1beta1']],
	['RequestAuthentication', ['security.istio.io/v1', 'security.istio.io/v1beta1']],
	['Sidecar', ['networking.istio.io/v1', 'networking.istio.io/v1beta1', 'networking.istio.io/v1alpha3']],
	['NetworkPolicy', ['networking.k8s.io/v1']],
]);

/** True for an object of a kind that is judged, in whatever version. */
export const isJudged = ({ apiVersion, kind }: { readonly apiVersion: string; readonly kind: string }): boolean =>
	understood.get(kind)?.some((known) => known.split('/')[0] === apiVersion.split('/')[0]) ?? false;

/**
 * A doubt for each object that goes beyond the catalog's own pods, or beyond what is known. `beside`: objects of others, which
 * may speak of other pods as they like where others live.
 */
export function reachFindings(
	{ model, mesh }: { readonly model: AccessModel; readonly mesh: MeshSettings },
	objects: readonly Outline[],
	beside: ReadonlySet<unknown>,
	ownerOf: OwnerOf,
): readonly Finding[] {
	const whyNot = reachIn(model, beside);
	const isSecond = secondsAmong(objects);
	return objects.flatMap((object): readonly Finding[] =>
		[whyNot(object), isSecond(object), ...unknownTo(mesh, object), ...objectDoubts(object.object)].flatMap(
			(why): Finding[] =>
				why === undefined ? [] : [{ kind: 'undecided', where: object.title, why, origin: ownerOf(object) }],
		),
	);
}

function reachIn(model: AccessModel, beside: ReadonlySet<unknown>): (object: Outline) => string | undefined {
	const kinds = new Map(model.namespaces.map(({ name, kind }) => [name, kind]));
	const inNamespace = groupBy(model.workloads, (workload) => workload.namespace.name);
	const isTarget = targetsIn(model);
	const isForWorkloads = ({ namespace, selected }: Outline): boolean => {
		const isMeant = ({ selector }: Workload) =>
			Object.entries(selector).every(([name, value]) => selected[name] === value);
		return inNamespace.get(namespace)?.some(isMeant) ?? false;
	};
	return (whole) => {
		const { kind, apiVersion, namespace, spec, object } = whole;
		if (!understood.get(kind)?.includes(apiVersion)) return 'objects of this kind are not judged';
		if (kind === 'Sidecar' && 'ingress' in spec) return 'it gives the workload listeners of its own (`ingress`)';
		// What stands in the root namespace without a selector speaks for the whole mesh.
		const isOwn = kinds.get(namespace) === 'owned' && namespace !== model.mesh.rootNamespace;
		if (!isOwn && beside.has(object)) return undefined;
		if (!kinds.has(namespace)) return 'the catalog does not name its namespace';
		const targets = targetsOf(spec);
		if (!targets.every((target) => isTarget(namespace, target))) {
			return 'it speaks of a target that is no Gateway of the catalog in its namespace';
		}
		return isOwn || targets.length > 0 || isForWorkloads(whole)
			? undefined
			: 'others live in its namespace, and it speaks of pods that are no workload’s';
	};
}

/** What stands as `targetRefs` and `targetRef`. */
const targetsOf = ({ targetRefs, targetRef }: Outline['spec']): readonly unknown[] => [
	...(Array.isArray(targetRefs) ? targetRefs : targetRefs === undefined ? [] : [targetRefs]),
	...(targetRef === undefined ? [] : [targetRef]),
];

/** Says whether a target is a Gateway whose pods are a workload of the catalog: other proxies follow nobody whom we know. */
function targetsIn({ gateways }: AccessModel): (namespace: string, target: unknown) => boolean {
	const named = new Set(
		gateways.flatMap(({ attachment, workload }) =>
			attachment.kind === 'gateway-api' ? [`${workload.namespace.name}/${attachment.name}`] : [],
		),
	);
	return (namespace, target) => {
		const { group, kind, name } = fieldsOf(target);
		return group === 'gateway.networking.k8s.io' && kind === 'Gateway' && named.has(`${namespace}/${String(name)}`);
	};
}

/** Says of an object that another one before it has its name. Istio's own are problems already where they are read. */
function secondsAmong(objects: readonly Outline[]): (object: Outline) => string | undefined {
	const first = new Map<string, Outline>();
	for (const object of objects) if (!first.has(object.title)) first.set(object.title, object);
	return (object) =>
		object.group === 'security.istio.io' || first.get(object.title) === object
			? undefined
			: 'it is the second object of this name, and a cluster keeps the last one alone';
}

/** What of an object of Istio's is settled in the cluster only. Objects of another revision are problems already. */
function* unknownTo({ revision }: MeshSettings, { group, kind, metadata }: Outline): Iterable<string> {
	if (!group.endsWith('istio.io')) return;
	const label = fieldsOf(metadata.labels)['istio.io/rev'];
	if (label === revision || (kind === 'Sidecar' && label !== undefined)) {
		yield `only the control plane of revision \`${label}\` reads it, and the catalog does not say what the mesh’s is called`;
	}
}
