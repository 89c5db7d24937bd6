// Which file an object of the mesh goes to.
import type { AccessModel } from '../../../access/model.ts';
import { groupBy } from '../../../core/order.ts';
import type { KubernetesFile, KubernetesObject } from '../../../manifests/object.ts';

/** One file for each namespace that has objects, `<environment>/mesh/<namespace>.yaml`, sorted by path. */
export function namespaceFiles(model: AccessModel, objects: readonly KubernetesObject[]): readonly KubernetesFile[] {
	const groups = groupBy(objects, (object) => object.metadata.namespace);
	return [...groups].map(([namespace, own]) => ({
		kind: 'kubernetes',
		path: `${model.environment}/mesh/${namespace}.yaml`,
		objects: own,
	}));
}
