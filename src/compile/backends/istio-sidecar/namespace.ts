// What holds for a whole namespace that is ours: nobody may call anything, and nothing is plaintext. Every other policy
// of ours adds to this. A shared namespace has neither, since others live there, too.
import type { AccessModel, Namespace } from '../../../access/model.ts';
import { invariant } from '../../../core/invariant.ts';
import type { AuthorizationPolicy, PeerAuthentication } from '../../../manifests/istio.ts';
import { metadataOf } from '../shared/annotations.ts';

/** Default deny and STRICT for an owned namespace, nothing for a shared one. */
export function namespaceObjects(
	{ catalog, mesh }: AccessModel,
	{ name: namespace, kind, origin }: Namespace,
): readonly (AuthorizationPolicy | PeerAuthentication)[] {
	if (kind === 'shared') return [];
	// There, a policy without a selector would hold for the whole mesh.
	invariant(namespace !== mesh.rootNamespace, `Istio's root namespace ${namespace} cannot be owned`);
	const about = { catalog, namespace, origin, grants: [] };
	const nobody = {};
	const strict = { mtls: { mode: 'STRICT' } } as const;
	return [
		{
			apiVersion: 'security.istio.io/v1',
			kind: 'AuthorizationPolicy',
			metadata: metadataOf({ ...about, name: 'default-deny' }, nobody),
			spec: nobody,
		},
		{
			apiVersion: 'security.istio.io/v1',
			kind: 'PeerAuthentication',
			metadata: metadataOf({ ...about, name: 'default' }, strict),
			spec: strict,
		},
	];
}
