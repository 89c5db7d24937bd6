// Access model → manifests: every backend in turn, their files merged. No backend knows of another.
import type { AccessModel } from '../access/model.ts';
import { sortedBy } from '../core/order.ts';
import type { ManifestFile } from '../manifests/object.ts';
import { backends } from './backends/index.ts';
import { mergeFiles } from './merge.ts';

export {
	type TokenInstructions,
	type TokenPlan,
	type TokenRequest,
	tokenInstructions,
} from './backends/keycloak/index.ts';

/** All files of one environment, sorted by path; the same for the same model, whatever the order of its lists. */
export function compile(model: AccessModel): readonly ManifestFile[] {
	const inOrder = sortedBy(Object.entries(backends), ([name]) => name);
	return mergeFiles(inOrder.flatMap(([, backend]) => backend(model)));
}
