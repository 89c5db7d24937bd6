// Pods, or what makes them: their labels, service account and named ports.
import type { Labels } from '../world.ts';
import { at, isKind, labelsOf, listOf, type Named, namedOf, portOf, textOf } from './objects.ts';

export interface Pods extends Named {
	/** `Deployment`, `Pod`… */
	readonly kind: string;
	/** Of the pods, not of the object that makes them. */
	readonly labels: Labels;
	readonly annotations: Labels;
	readonly serviceAccount: string;
	readonly hostNetwork: boolean;
	/** Container ports by name. */
	readonly portNames: ReadonlyMap<string, number>;
	/** All container ports that are written down. */
	readonly containerPorts: readonly number[];
	readonly object: unknown;
}

const templates: readonly (readonly [group: string, kind: string, path: readonly string[]])[] = [
	['apps', 'Deployment', ['spec', 'template']],
	['apps', 'StatefulSet', ['spec', 'template']],
	['apps', 'DaemonSet', ['spec', 'template']],
	['apps', 'ReplicaSet', ['spec', 'template']],
	['batch', 'Job', ['spec', 'template']],
	['batch', 'CronJob', ['spec', 'jobTemplate', 'spec', 'template']],
	['', 'ReplicationController', ['spec', 'template']],
	['', 'Pod', []],
];

/** One for each object that makes pods; those that another of these objects makes (by `ownerReferences`) are left out. */
export function podsOf(objects: readonly unknown[]): readonly Pods[] {
	return objects.flatMap((object) => {
		const found = templates.find(([group, kind]) => isKind(object, group, kind));
		if (found === undefined || listOf(at(object, 'metadata', 'ownerReferences')).length > 0) return [];
		const [, kind, path] = found;
		const pod = at(object, ...path);
		const ports = containersOf(pod).flatMap((container) => listOf(at(container, 'ports')));
		const numbered = ports.flatMap((port) => {
			const number = portOf(at(port, 'containerPort'));
			return number === undefined ? [] : [{ number, name: textOf(at(port, 'name')) }];
		});
		return [
			{
				...namedOf(object),
				kind,
				labels: labelsOf(at(pod, 'metadata', 'labels')),
				annotations: labelsOf(at(pod, 'metadata', 'annotations')),
				serviceAccount: textOf(at(pod, 'spec', 'serviceAccountName')) || 'default',
				hostNetwork: at(pod, 'spec', 'hostNetwork') === true,
				portNames: new Map(numbered.flatMap(({ name, number }) => (name === undefined ? [] : [[name, number]]))),
				containerPorts: [...new Set(numbered.map(({ number }) => number))],
				object,
			},
		];
	});
}

/** Sidecars of Kubernetes itself (init containers that keep running) offer ports, too. */
const containersOf = (pod: unknown): readonly unknown[] => [
	...listOf(at(pod, 'spec', 'containers')),
	...listOf(at(pod, 'spec', 'initContainers')).filter((container) => at(container, 'restartPolicy') === 'Always'),
];
