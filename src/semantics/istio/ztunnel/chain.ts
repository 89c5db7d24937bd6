// What a ztunnel does with a connection: mutual TLS, DENY, ALLOW. No tokens, no HTTP, no external authorizer; AUDIT, CUSTOM,
// dry run and everything with targetRefs never reach it.
import { objectsOf } from '../age.ts';
import { selects } from '../attach.ts';
import type { Chain, Guard } from '../chain.ts';
import { nameOf } from '../guards.ts';
import type { Policy } from '../policy.ts';
import type { Workload, World } from '../world.ts';
import { ztunnelMutualTls } from './mutual-tls.ts';
import { ztunnelPredicate } from './rule.ts';

/** The chain of a container port of an ambient workload. */
export function ztunnelChain(world: World, workload: Workload, port: number): Chain {
	const policies = policiesOf(world, workload);
	const denying = policies.filter(({ action }) => action === 'DENY');
	const allowing = policies.filter(({ action }) => action === 'ALLOW');
	return {
		speaks: 'tcp',
		mutualTls: ztunnelMutualTls(world, workload, port),
		verification: [],
		custom: [],
		deny: denying.flatMap((policy) => guardsOf(policy, 'DENY')),
		allow: allowing.length === 0 ? 'everyone' : allowing.flatMap((policy) => guardsOf(policy, 'ALLOW')),
		allowPolicies: allowing.map(nameOf),
	};
}

/** A selector without labels, which means every workload to an Envoy, means none here [measured on istiod's conversion]. */
const policiesOf = (world: World, { namespace, labels }: Workload): readonly Policy[] =>
	[...new Set([world.mesh.rootNamespace, namespace])].flatMap((from) =>
		objectsOf(world.policies, from).filter(({ attachment, dryRun }) => {
			if (dryRun || attachment.kind === 'targets') return false;
			if (attachment.kind === 'namespace') return true;
			return Object.keys(attachment.labels).length > 0 && selects(attachment.labels, labels);
		}),
	);

const guardsOf = (policy: Policy, action: 'ALLOW' | 'DENY'): readonly Guard[] =>
	policy.rules.flatMap((rule) => {
		const matches = ztunnelPredicate(rule, action, policy.namespace);
		return matches === undefined ? [] : [{ policy: nameOf(policy), rule: rule.index, matches }];
	});
