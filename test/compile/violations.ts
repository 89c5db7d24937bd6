// Our whole test-side judgement of an object, whatever its kind: the schema of Istio's types (@kubernetes-models/istio), and
// what it does not know: unknown fields, metadata, and rules. `test/engines/cluster` compares it with the real API server's.
import { Sidecar } from '@kubernetes-models/istio/networking.istio.io/v1';
import {
	AuthorizationPolicy,
	PeerAuthentication,
	RequestAuthentication,
} from '@kubernetes-models/istio/security.istio.io/v1';
import type { KubernetesObject } from '../../src/manifests/object.ts';
import { crdViolations } from './istio-crd-rules.ts';
import { shapeViolations } from './istio-shapes.ts';
import { metadataViolations } from './metadata-rules.ts';
import { networkPolicyViolations } from './network-policy-rules.ts';

const schemas: Readonly<Record<string, new (data: never) => { validate(): void }>> = {
	'security.istio.io/v1 AuthorizationPolicy': AuthorizationPolicy,
	'security.istio.io/v1 PeerAuthentication': PeerAuthentication,
	'security.istio.io/v1 RequestAuthentication': RequestAuthentication,
	'networking.istio.io/v1 Sidecar': Sidecar,
};

/** What is wrong about the object, in words; empty for one that a cluster and istiod would take. */
export function violations(object: KubernetesObject): readonly string[] {
	const about = [...metadataViolations(object), ...schemaViolations(object)];
	// The rules of the webhook read fields by the types that the schema has ensured.
	return about.length > 0 ? about : crdViolations(object);
}

function schemaViolations(object: KubernetesObject): readonly string[] {
	if (object.apiVersion === 'networking.k8s.io/v1' && object.kind === 'NetworkPolicy') {
		return networkPolicyViolations(object);
	}
	const Model = schemas[`${object.apiVersion} ${object.kind}`];
	if (Model === undefined) return [`no kind ${object.kind} in ${object.apiVersion}`];
	try {
		new Model(structuredClone(object) as never).validate();
	} catch (error) {
		return [error instanceof Error ? error.message : String(error)];
	}
	return shapeViolations(object);
}
