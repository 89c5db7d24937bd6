// What the API server would refuse about the metadata of any object that we write (Kubernetes 1.36, apimachinery
// pkg/api/validation/objectmeta.go). Written for tests, from the documents.
import { z } from 'zod';
import type { KubernetesObject } from '../../src/manifests/object.ts';
import { isLabelKey, isLabelValue } from './label-rules.ts';

const subdomain = /^(?=.{1,253}$)[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;
const label = /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/;
const annotationBytes = 262_144;

const object = z.strictObject({
	apiVersion: z.string(),
	kind: z.string(),
	metadata: z.strictObject({
		name: z.string().regex(subdomain),
		namespace: z.string().regex(label),
		labels: z.record(z.string().refine(isLabelKey), z.string().refine(isLabelValue)),
		annotations: z
			// Keys are compared in lower case.
			.record(
				z.string().refine((key) => isLabelKey(key.toLowerCase())),
				z.string(),
			)
			.refine((all) => Buffer.byteLength(Object.entries(all).flat().join('')) <= annotationBytes),
	}),
	spec: z.looseObject({}),
});

/** In words; empty for good metadata, and nothing beside metadata and spec. */
export function metadataViolations(value: KubernetesObject): readonly string[] {
	const result = object.safeParse(value);
	return result.success ? [] : result.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
}
