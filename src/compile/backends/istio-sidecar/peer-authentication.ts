// Mutual TLS: STRICT everywhere, and PERMISSIVE only on container ports for which the catalog declares it. The mode is
// written on every object: a mode left out is inherited, and below a mesh-wide STRICT that does not always hold.

import type { PeerAuthentication } from '../../../manifests/istio.ts';
import type { Operation } from '../../../traffic/operation.ts';
import { sortedLabels } from '../shared/labels.ts';
import { portOf } from '../shared/ports.ts';
import { type Context, workloadMetadata } from './objects.ts';

/**
 * The object of one workload: in a shared namespace always, in an owned one only where a port differs. Istio ignores a
 * PeerAuthentication with a selector in the root namespace (1.30, `authentication.go`), so a gateway there has none; its
 * listeners take their TLS from the Gateway anyway.
 */
export function peerAuthentications(context: Context): readonly PeerAuthentication[] {
	const { model, involvement } = context;
	const { workload } = involvement;
	const open = permissivePorts(context);
	const isCovered = workload.namespace.kind === 'owned' && open.length === 0;
	if (isCovered || workload.namespace.name === model.mesh.rootNamespace) return [];
	const spec = {
		selector: { matchLabels: sortedLabels(workload.selector) },
		mtls: { mode: 'STRICT' as const },
		...(open.length > 0
			? { portLevelMtls: Object.fromEntries(open.map((port) => [port, { mode: 'PERMISSIVE' as const }])) }
			: {}),
	};
	return [
		{
			apiVersion: 'security.istio.io/v1',
			kind: 'PeerAuthentication',
			metadata: workloadMetadata(context, workload.name, spec),
			spec,
		},
	];
}

function permissivePorts({ involvement: { workload, plaintext } }: Context): readonly number[] {
	if (workload.state.kind === 'disabled') return [];
	const probed = workload.probes.kind === 'direct' ? workload.probes.operations : [];
	const operations: readonly Operation[] = [...plaintext.flatMap((opening) => opening.operations), ...probed];
	const ports = operations.map((operation) => portOf(workload, operation.port).targetPort);
	return [...new Set(ports)].sort((a, b) => a - b);
}
