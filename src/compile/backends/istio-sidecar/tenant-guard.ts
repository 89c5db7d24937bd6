// The tenant header is the proxy's to write. A receiver's proxy removes what a caller sent whenever it verifies a token,
// and writes the verified claim. What is left are requests without a verified token, and preflight requests, which skip
// verification: this DENY refuses those that bring the header themselves.
//
// It backfires nowhere: it names HTTP ports only, for on a TCP port Istio would drop its header condition and refuse
// everything; and a preflight never carries the header, so `OPTIONS` needs no way around it.
import type { AuthorizationPolicy, Rule } from '../../../manifests/istio.ts';
import { tenantGuardName } from '../shared/naming.ts';
import { attachment, type Context, workloadMetadata } from './objects.ts';
import { httpPorts, speaksHttp } from './operations.ts';

/** The guard of a workload: none in a catalog without tenants, or without an HTTP port. */
export function tenantGuards(context: Context): readonly AuthorizationPolicy[] {
	const { tenancy } = context.model;
	const { workload, gateway } = context.involvement;
	if (tenancy.kind === 'none' || !workload.ports.some(speaksHttp)) return [];
	const rule: Rule = {
		// A gateway's proxy never writes the header, so there every copy came from outside, also beside a good token.
		...(gateway === undefined ? { from: [{ source: { notRequestPrincipals: ['*'] } }] as const } : {}),
		to: [{ operation: { ports: httpPorts(workload) } }],
		when: [{ key: `request.headers[${tenancy.header}]`, values: ['*'] }],
	};
	const spec = { ...attachment(context.involvement), action: 'DENY', rules: [rule] } as const;
	return [
		{
			apiVersion: 'security.istio.io/v1',
			kind: 'AuthorizationPolicy',
			metadata: workloadMetadata(context, tenantGuardName(workload.name), spec),
			spec,
		},
	];
}
