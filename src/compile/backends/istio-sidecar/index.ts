// Access model → Istio policies for sidecars and gateways. Each namespace has one file; each workload has one ALLOW
// policy and whatever else its grants and exceptions ask for.
import type { AccessModel } from '../../../access/model.ts';
import { invariant } from '../../../core/invariant.ts';
import type { KubernetesFile, KubernetesObject } from '../../../manifests/object.ts';
import { namespaceFiles } from '../shared/files.ts';
import { type Involvement, involvements } from '../shared/involvement.ts';
import { allowPolicies } from './allow.ts';
import { apiKeyPolicies } from './api-key.ts';
import { sidecars } from './egress.ts';
import { namespaceObjects } from './namespace.ts';
import type { Context } from './objects.ts';
import { peerAuthentications } from './peer-authentication.ts';
import { requestAuthentications } from './request-authentication.ts';
import { tenantGuards } from './tenant-guard.ts';

/** Everything that one workload may need; each gives none, one or several objects. */
const workloadObjects: readonly ((context: Context) => readonly KubernetesObject[])[] = [
	allowPolicies,
	apiKeyPolicies,
	tenantGuards,
	requestAuthentications,
	peerAuthentications,
	sidecars,
];

/** `<environment>/mesh/<namespace>.yaml` for each namespace in which something holds. */
export function istioSidecar(model: AccessModel): readonly KubernetesFile[] {
	const objects = [
		...model.namespaces.flatMap((namespace) => namespaceObjects(model, namespace)),
		...involvements(model).flatMap((involvement) => objectsOf({ model, involvement })),
	];
	return namespaceFiles(model, objects);
}

function objectsOf(context: Context): readonly KubernetesObject[] {
	const { workload }: Involvement = context.involvement;
	// A selector in the root namespace selects pods of every namespace, and STRICT by selector is ignored there.
	const isOutOfPlace = workload.kind === 'service' && workload.namespace.name === context.model.mesh.rootNamespace;
	invariant(!isOutOfPlace, `service ${workload.name} cannot be guarded in Istio's root namespace`);
	return workloadObjects.flatMap((make) => make(context));
}
