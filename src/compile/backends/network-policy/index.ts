// Access model → Kubernetes NetworkPolicies, a second lock below the mesh: whoever gets around a sidecar still meets it.
// It knows pods and ports only, so it is always wider than the mesh policies. Default deny both ways in owned
// namespaces; for each workload, in owned and shared ones, the connections that its grants need.

import type { AccessModel, Namespace } from '../../../access/model.ts';
import { nonEmpty } from '../../../core/non-empty.ts';
import type { EgressRule, IngressRule, NetworkPolicy } from '../../../manifests/network-policy.ts';
import type { KubernetesFile } from '../../../manifests/object.ts';
import { metadataOf } from '../shared/annotations.ts';
import { namespaceFiles } from '../shared/files.ts';
import { type Involvement, involvements } from '../shared/involvement.ts';
import { sortedLabels } from '../shared/labels.ts';
import { shardName } from '../shared/naming.ts';
import { bytesOf, shardsOf } from '../shared/shards.ts';
import { egressRules, ingressRules } from './edges.ts';
import { dns, istiod } from './platform.ts';

/** Nothing unless the catalog asks for NetworkPolicies. */
export function networkPolicy(model: AccessModel): readonly KubernetesFile[] {
	if (model.mesh.networkPolicies === 'none') return [];
	return namespaceFiles(model, [
		...model.namespaces.flatMap((namespace) => defaultDeny(model, namespace)),
		...involvements(model).flatMap((involvement) => workloadPolicies(model, involvement)),
	]);
}

const bothWays = ['Egress', 'Ingress'] as const;

function defaultDeny({ catalog }: AccessModel, { name, kind, origin }: Namespace): readonly NetworkPolicy[] {
	if (kind === 'shared') return [];
	const spec = { podSelector: {}, policyTypes: bothWays };
	const metadata = metadataOf({ catalog, name: 'default-deny', namespace: name, origin, grants: [] }, spec);
	return [{ apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy', metadata, spec }];
}

type Way = { readonly ingress: IngressRule } | { readonly egress: EgressRule };

/** NetworkPolicies add up, so one that would become too large is several. Each says both ways: what it lacks stays shut. */
function workloadPolicies(model: AccessModel, involvement: Involvement): readonly NetworkPolicy[] {
	const ways: readonly Way[] = [
		...ingressRules(involvement).map((ingress) => ({ ingress })),
		...[...egressRules(involvement), dns, istiod(model.mesh.istiodNamespace)].map((egress) => ({ egress })),
	];
	return shardsOf(ways, bytesOf, Number.POSITIVE_INFINITY).map((shard, index) => {
		const { workload } = involvement;
		const ingress = shard.flatMap((way) => ('ingress' in way ? [way.ingress] : []));
		const egress = shard.flatMap((way) => ('egress' in way ? [way.egress] : []));
		const spec = {
			podSelector: { matchLabels: sortedLabels(workload.selector) },
			policyTypes: bothWays,
			...(ingress.length > 0 ? { ingress: nonEmpty(ingress, 'ingress') } : {}),
			...(egress.length > 0 ? { egress: nonEmpty(egress, 'egress') } : {}),
		};
		const { owner, origin, namespace } = workload;
		const name = shardName(workload.name, index);
		const about = { catalog: model.catalog, name, namespace: namespace.name, owner, origin, grants: [] };
		const metadata = metadataOf(about, spec);
		return { apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy', metadata, spec };
	});
}
