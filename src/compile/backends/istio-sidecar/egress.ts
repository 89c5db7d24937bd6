// What a service's sidecar knows of the mesh (`mesh.egress: scoped`): the services that it calls, and istiod's
// namespace. This narrows configuration, it guards nothing: receivers refuse by themselves.
//
// Unknown destinations: REGISTRY_ONLY drops them. The issuer and other declared places outside are no services of the
// mesh, so that would cut a service off from its tokens; a service that needs such a place has ALLOW_ANY. Polarity: wider
// on the way out only. What a sidecar does not know it reaches without mutual TLS, so STRICT refuses it at the other end.
// NetworkPolicies hold such a service to its declared places.

import type { NetworkTarget } from '../../../access/model.ts';
import { nonEmpty } from '../../../core/non-empty.ts';
import { sortedUnique } from '../../../core/order.ts';
import type { Sidecar } from '../../../manifests/istio.ts';
import { sortedLabels } from '../shared/labels.ts';
import { fitting } from '../shared/shards.ts';
import { type Context, workloadMetadata } from './objects.ts';

/** One for a service where egress is scoped. Gateways have none: Istio gives a Sidecar no effect on them. */
export function sidecars(context: Context): readonly Sidecar[] {
	const { model, involvement } = context;
	const { workload, presented, asks } = involvement;
	if (model.mesh.egress === 'open' || workload.kind === 'gateway') return [];
	const called = presented.map(({ receiver }) => serviceHost(receiver.namespace.name, receiver.name));
	const places = [...asks.map((issuer) => issuer.network), ...workload.external];
	const hosts = [`${model.mesh.istiodNamespace}/*`, ...called, ...places.flatMap(namespaceHosts)];
	const spec = {
		workloadSelector: { labels: sortedLabels(workload.selector) },
		outboundTrafficPolicy: {
			mode: places.length > 0 ? ('ALLOW_ANY' as const) : ('REGISTRY_ONLY' as const),
		},
		egress: [{ hosts: nonEmpty(sortedUnique(hosts), 'hosts of a Sidecar') }] as const,
	};
	return [
		fitting({
			apiVersion: 'networking.istio.io/v1' as const,
			kind: 'Sidecar' as const,
			metadata: workloadMetadata(context, workload.name, spec),
			spec,
		}),
	];
}

/** The service in its namespace, in the cluster domain that Istio's installation assumes. */
const serviceHost = (namespace: string, name: string): string => `${namespace}/${name}.${namespace}.svc.cluster.local`;

/** A place in the cluster may be in the mesh: seen by the sidecar, it is reached with mutual TLS. */
const namespaceHosts = (target: NetworkTarget): readonly string[] =>
	target.kind === 'pods' ? [`${target.namespace}/*`] : [];
