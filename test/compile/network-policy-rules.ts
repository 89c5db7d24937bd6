// What the API server would refuse about a NetworkPolicy that has the fields of our output (networking.k8s.io/v1,
// Kubernetes 1.36: the OpenAPI schema, and pkg/apis/networking/validation). Written for tests, from the documents.
import { z } from 'zod';
import type { KubernetesObject } from '../../src/manifests/object.ts';
import { isLabelKey, isLabelValue } from './label-rules.ts';

const labels = z.record(z.string().refine(isLabelKey), z.string().refine(isLabelValue));
const selector = z.strictObject({ matchLabels: labels.optional() });
const port = z.strictObject({
	protocol: z.enum(['TCP', 'UDP', 'SCTP']).optional(),
	port: z
		.union([z.int().min(1).max(65_535), z.string().regex(/^(?=.{1,15}$)(?=.*[a-z])[a-z0-9]+(-[a-z0-9]+)*$/)])
		.optional(),
});
const block = z.strictObject({ ipBlock: z.strictObject({ cidr: z.union([z.cidrv4(), z.cidrv6()]) }) });
const pods = z
	.strictObject({ namespaceSelector: selector.optional(), podSelector: selector.optional() })
	.refine((peer) => Object.keys(peer).length > 0);
const peers = z.array(z.union([block, pods])).optional();
const spec = z.strictObject({
	podSelector: selector,
	policyTypes: z
		.array(z.enum(['Ingress', 'Egress']))
		.max(2)
		.optional(),
	ingress: z.array(z.strictObject({ from: peers, ports: z.array(port).optional() })).optional(),
	egress: z.array(z.strictObject({ to: peers, ports: z.array(port).optional() })).optional(),
});

/** In words; empty for a good one. */
export function networkPolicyViolations(object: KubernetesObject): readonly string[] {
	const result = spec.safeParse(object.spec);
	return result.success ? [] : result.error.issues.map(({ path, message }) => `spec.${path.join('.')}: ${message}`);
}
