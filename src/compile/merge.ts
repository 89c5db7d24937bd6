// Files of several backends as one set: objects of one path together, in the one order of all output.
import { invariant } from '../core/invariant.ts';
import { groupBy, sortedBy } from '../core/order.ts';
import type { KubernetesFile, KubernetesObject, ManifestFile } from '../manifests/object.ts';

/**
 * Sorted by path. Objects by kind, then what opens nothing before what opens something, then name: a file that is
 * applied from top to bottom never opens a way before its guard stands. Throws an InvariantError for two objects of one
 * name, or two documents of one path.
 */
export function mergeFiles(files: readonly ManifestFile[]): readonly ManifestFile[] {
	return [...groupBy(files, (file) => file.path)].map(([path, group]) => {
		const [first, ...others] = group;
		invariant(first !== undefined, `no file for ${path}`);
		if (first.kind === 'document') {
			invariant(others.length === 0, `two documents are named ${path}`);
			return first;
		}
		return { ...first, objects: inOrder(path, group.flatMap(objectsOf)) };
	});
}

function objectsOf(file: ManifestFile): KubernetesFile['objects'] {
	invariant(file.kind === 'kubernetes', `${file.path} is a document and a file of objects`);
	return file.objects;
}

function inOrder(path: string, objects: readonly KubernetesObject[]): readonly KubernetesObject[] {
	const identities = new Set<string>();
	for (const { kind, metadata } of objects) {
		const identity = `${kind} ${metadata.namespace}/${metadata.name}`;
		invariant(!identities.has(identity), `${path} has two objects ${identity}`);
		identities.add(identity);
	}
	return sortedBy(objects, (object) => `${object.kind}\n${opens(object) ? 1 : 0}\n${object.metadata.name}`);
}

const opens = ({ spec }: KubernetesObject): boolean => 'action' in spec && spec.action === 'ALLOW' && 'rules' in spec;
