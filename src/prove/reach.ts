// How far the output reaches: objects that speak of pods which the catalog does not name, or that change proxies in a way
// that is not judged here. Nothing is proved about these, so they count as doubts.
import type { AccessModel, Workload } from '../access/model.ts';
import { groupBy } from '../core/order.ts';
import type { Finding } from './finding.ts';

/** Kinds whose meaning is judged, or that can only take access away (NetworkPolicy, and Sidecar without listeners of its own). */
const understood: ReadonlySet<string> = new Set([
	'security.istio.io AuthorizationPolicy',
	'security.istio.io PeerAuthentication',
	'security.istio.io RequestAuthentication',
	'networking.istio.io Sidecar',
	'networking.k8s.io NetworkPolicy',
]);

/** A doubt for each object that goes beyond the catalog's own pods. */
export function reachFindings(model: AccessModel, objects: readonly unknown[]): readonly Finding[] {
	const kinds = new Map(model.namespaces.map(({ name, kind }) => [name, kind]));
	const origin = model.workloads[0]?.origin ?? { file: '', line: 0, column: 0, path: '' };
	const inNamespace = groupBy(model.workloads, (workload) => workload.namespace.name);
	const isForWorkloads = (namespace: string, spec: object): boolean => {
		if ('targetRefs' in spec || 'targetRef' in spec) return true;
		const labels = fieldsOf(fieldsOf('selector' in spec ? spec.selector : undefined).matchLabels);
		const isMeant = ({ selector }: Workload) =>
			Object.entries(selector).every(([name, value]) => labels[name] === value);
		return inNamespace.get(namespace)?.some(isMeant) ?? false;
	};
	return objects.flatMap((object): readonly Finding[] => {
		const { kind, group, namespace, name, spec } = outlineOf(object);
		const title = `${kind} ${namespace}/${name}`;
		const doubt = (why: string): readonly Finding[] => [{ kind: 'undecided', where: title, why, origin }];
		if (!understood.has(`${group} ${kind}`)) return doubt('objects of this kind are not judged');
		if (kind === 'Sidecar' && 'ingress' in spec) return doubt('it gives the workload listeners of its own (`ingress`)');
		if (namespace === model.mesh.rootNamespace) return [];
		if (!kinds.has(namespace)) return doubt('the catalog does not name its namespace');
		const isOurs = kinds.get(namespace) === 'owned' || group !== 'security.istio.io' || isForWorkloads(namespace, spec);
		return isOurs ? [] : doubt('others live in its namespace, and it speaks of pods that are no workload’s');
	});
}

interface Outline {
	readonly group: string;
	readonly kind: string;
	readonly namespace: string;
	readonly name: string;
	readonly spec: object;
}

function outlineOf(object: unknown): Outline {
	const { apiVersion, kind, metadata, spec } = fieldsOf(object);
	const { namespace, name } = fieldsOf(metadata);
	return {
		group: textOf(apiVersion).split('/')[0] ?? '',
		kind: textOf(kind),
		namespace: textOf(namespace),
		name: textOf(name),
		spec: fieldsOf(spec),
	};
}

const fieldsOf = (value: unknown): Readonly<Record<string, unknown>> =>
	typeof value === 'object' && value !== null && !Array.isArray(value)
		? (value as Readonly<Record<string, unknown>>)
		: {};
const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');
