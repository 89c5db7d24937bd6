// Legacy callers with an API key: an external authorizer judges them at the gateway. CUSTOM runs before tokens are
// verified and may hold no identity field; a provider that the mesh does not know denies. CUSTOM can only refuse, so an
// ALLOW rule with exactly the same `to` goes with it: what the one does not see, the other does not admit. Everybody who
// uses these operations at this gateway, with a token or not, is judged by the authorizer, too.

import type { ApiKeyEntrance } from '../../../access/model.ts';
import { invariant } from '../../../core/invariant.ts';
import { nonEmpty } from '../../../core/non-empty.ts';
import { sortedUnique } from '../../../core/order.ts';
import type { AuthorizationPolicy } from '../../../manifests/istio.ts';
import { sourceOf } from '../shared/annotations.ts';
import type { Involvement } from '../shared/involvement.ts';
import { apiKeyName, shardName } from '../shared/naming.ts';
import { attachment, type Context, workloadMetadata } from './objects.ts';
import { gatewayOperation, tidy } from './operations.ts';
import { type Reasoned, ruleOf } from './rules.ts';
import { ruleShards } from './shards.ts';

/** What the gateway's ALLOW policy holds for them, one rule for each scope that a route leads to. */
export const apiKeyRules = ({ apiKeys }: Involvement): readonly Reasoned[] => apiKeys.flatMap(apiKeyRule);

/** The CUSTOM policies of a gateway: none without declared API keys. */
export function apiKeyPolicies(context: Context): readonly AuthorizationPolicy[] {
	const { apiKeys, workload } = context.involvement;
	if (workload.state.kind === 'disabled') return [];
	const rules = apiKeys.flatMap(apiKeyRule);
	if (rules.length === 0) return [];
	const [provider = '', ...others] = sortedUnique(apiKeys.map((key) => key.provider));
	// Istio refuses every request of a workload with two providers (1.30, without its feature flag).
	invariant(others.length === 0, `gateway ${workload.name} has two external authorizers`);
	return ruleShards(rules).map((shard, index) => {
		const spec = {
			...attachment(context.involvement),
			action: 'CUSTOM' as const,
			provider: { name: provider },
			rules: nonEmpty(
				shard.map(({ rule }) => rule),
				'rules',
			),
		};
		const exceptions = shard.flatMap(({ because }) => (because.kind === 'exception' ? [because.text] : []));
		return {
			apiVersion: 'security.istio.io/v1' as const,
			kind: 'AuthorizationPolicy' as const,
			metadata: workloadMetadata(context, shardName(apiKeyName(workload.name, provider), index), spec, { exceptions }),
			spec,
		};
	});
}

function apiKeyRule({ gateway, operations, expires, origin, scope }: ApiKeyEntrance): readonly Reasoned[] {
	if (operations.length === 0) return [];
	const to = tidy(operations.map((each) => gatewayOperation(gateway.workload, each.hosts, each.operation)));
	const text = `api-key until ${expires}: ${scope.name}, ${sourceOf(origin)}`;
	return [{ because: { kind: 'exception', text }, rule: ruleOf({}, to, []) }];
}
