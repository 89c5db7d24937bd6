// The one ALLOW policy of a workload: one rule for each grant, then what was declared beside the grants. All ALLOW
// policies that select a workload are joined, and any of them switches it to default deny: so every workload has one,
// and one with no rules admits nobody.
import { nonEmpty } from '../../../core/non-empty.ts';
import type { AuthorizationPolicy } from '../../../manifests/istio.ts';
import { shardName } from '../shared/naming.ts';
import { apiKeyRules } from './api-key.ts';
import { attachment, type Context, workloadMetadata } from './objects.ts';
import { gatewayPreflightRules, receiverPreflightRules } from './preflight.ts';
import { entranceRules, grantRules, plaintextRules, probeRules, type Reasoned } from './rules.ts';
import { ruleShards } from './shards.ts';

/** One policy named like the workload, or as many as Istio's and Kubernetes' limits ask for: `accounts`, `accounts-2`, … */
export function allowPolicies(context: Context): readonly AuthorizationPolicy[] {
	return ruleShards(reasonedRules(context)).map((shard, index) => allowPolicy(context, shard, index));
}

function reasonedRules({ model: { tenancy }, involvement }: Context): readonly Reasoned[] {
	const { workload, gateway, received, entrances, plaintext } = involvement;
	// Polarity: whatever else is declared for it, a disabled workload admits nobody.
	if (workload.state.kind === 'disabled') return [];
	if (gateway !== undefined) {
		return [
			...entrances.flatMap((entrance) => entranceRules(entrance, tenancy)),
			...gatewayPreflightRules(entrances),
			...apiKeyRules(involvement),
		];
	}
	return [
		...received.flatMap((grant) => grantRules(grant, tenancy)),
		...receiverPreflightRules(entrances),
		...plaintext.flatMap(plaintextRules),
		...probeRules(workload, workload.probes),
	];
}

function allowPolicy(context: Context, shard: readonly Reasoned[], index: number): AuthorizationPolicy {
	const rules = shard.map(({ rule }) => rule);
	const spec = {
		...attachment(context.involvement),
		action: 'ALLOW' as const,
		...(rules.length > 0 ? { rules: nonEmpty(rules, 'rules') } : {}),
	};
	const grants = shard.flatMap(({ because }) => (because.kind === 'grant' ? [because.id] : []));
	const exceptions = shard.flatMap(({ because }) => (because.kind === 'exception' ? [because.text] : []));
	const name = shardName(context.involvement.workload.name, index);
	return {
		apiVersion: 'security.istio.io/v1',
		kind: 'AuthorizationPolicy',
		metadata: workloadMetadata(context, name, spec, { grants, exceptions }),
		spec,
	};
}
