// How our policies find their proxies and carry where they came from.

import type { AccessModel } from '../../../access/model.ts';
import type { NonEmpty } from '../../../core/non-empty.ts';
import type { TargetRef, WorkloadSelector } from '../../../manifests/istio.ts';
import type { ObjectMetadata } from '../../../manifests/object.ts';
import { metadataOf } from '../shared/annotations.ts';
import type { Involvement } from '../shared/involvement.ts';
import { sortedLabels } from '../shared/labels.ts';

/** What the pieces of this backend share: the model, and one workload with all that concerns it. */
export interface Context {
	readonly model: AccessModel;
	readonly involvement: Involvement;
}

/**
 * Pods by label, or a Gateway API `Gateway` by name. A sidecar ignores every policy with targetRefs (Istio 1.30,
 * `policyattachment.go`), so only gateways have any.
 */
export function attachment({
	workload,
	gateway,
}: Involvement): { readonly selector: WorkloadSelector } | { readonly targetRefs: NonEmpty<TargetRef> } {
	if (gateway?.attachment.kind !== 'gateway-api') return { selector: { matchLabels: sortedLabels(workload.selector) } };
	const { name } = gateway.attachment;
	return { targetRefs: [{ group: 'gateway.networking.k8s.io', kind: 'Gateway', name }] };
}

/** Metadata of an object that concerns one workload. */
export function workloadMetadata(
	{ model, involvement: { workload } }: Context,
	name: string,
	spec: object,
	carried: { readonly grants?: readonly string[]; readonly exceptions?: readonly string[] } = {},
): ObjectMetadata {
	const { owner, origin, namespace } = workload;
	const about = { catalog: model.catalog, name, namespace: namespace.name, owner, origin, grants: [], ...carried };
	return metadataOf(about, spec);
}
