// The fields that our Istio objects may have, and no others: `@kubernetes-models/istio` lets unknown fields pass, which a real
// API server refuses and an older client drops silently. Only shape; limits and rules are in istio-crd-rules.ts.
import { z } from 'zod';
import type { KubernetesObject } from '../../src/manifests/object.ts';

const texts = z.array(z.string()).optional();
const selector = z.strictObject({ matchLabels: z.record(z.string(), z.string()) }).optional();
const targetRefs = z.array(z.strictObject({ group: z.string(), kind: z.string(), name: z.string() })).optional();
const mtls = z.strictObject({ mode: z.string() });

const source = z.strictObject({ principals: texts, requestPrincipals: texts, notRequestPrincipals: texts });
const operation = z.strictObject({ hosts: texts, ports: texts, methods: texts, paths: texts });
const rule = z.strictObject({
	from: z.array(z.strictObject({ source })).optional(),
	to: z.array(z.strictObject({ operation })).optional(),
	when: z.array(z.strictObject({ key: z.string(), values: z.array(z.string()) })).optional(),
});

const jwtRule = z.strictObject({
	issuer: z.string(),
	jwksUri: z.string(),
	audiences: z.array(z.string()),
	fromHeaders: z.array(z.strictObject({ name: z.string(), prefix: z.string() })),
	forwardOriginalToken: z.boolean(),
	outputClaimToHeaders: z.array(z.strictObject({ header: z.string(), claim: z.string() })).optional(),
});

const shapes: Readonly<Record<string, z.ZodType>> = {
	AuthorizationPolicy: z.strictObject({
		selector,
		targetRefs,
		action: z.string().optional(),
		provider: z.strictObject({ name: z.string() }).optional(),
		rules: z.array(rule).optional(),
	}),
	RequestAuthentication: z.strictObject({ selector, targetRefs, jwtRules: z.array(jwtRule) }),
	PeerAuthentication: z.strictObject({ selector, mtls, portLevelMtls: z.record(z.string(), mtls).optional() }),
	Sidecar: z.strictObject({
		workloadSelector: z.strictObject({ labels: z.record(z.string(), z.string()) }),
		outboundTrafficPolicy: z.strictObject({ mode: z.string() }),
		egress: z.array(z.strictObject({ hosts: z.array(z.string()) })),
	}),
};

/** In words; empty when the object's spec has only fields of our output, with values of their types. */
export function shapeViolations({ kind, spec }: KubernetesObject): readonly string[] {
	const result = shapes[kind]?.safeParse(spec);
	if (result === undefined) return [`no shape for ${kind}`];
	return result.success ? [] : result.error.issues.map(({ path, message }) => `spec.${path.join('.')}: ${message}`);
}
