// Rules of ALLOW policies. One rule for each grant, so that what is listed in it never multiplies: a rule with two
// callers and two `azp` values would let each caller use the other's token. Positive matches only: a `not*` field is
// true where the attribute is missing, as in plaintext.
import type { Entrance, Grant, PlaintextOpening, Probes, Tenancy, Workload } from '../../../access/model.ts';
import { invariant } from '../../../core/invariant.ts';
import { type NonEmpty, nonEmpty } from '../../../core/non-empty.ts';
import { sortedBy } from '../../../core/order.ts';
import type { Condition, Rule, Source } from '../../../manifests/istio.ts';
import type { Operation } from '../../../traffic/operation.ts';
import { sourceOf } from '../shared/annotations.ts';
import { istioPrincipal } from '../shared/naming.ts';
import { gatewayOperation, receiverOperations, type To, tidy } from './operations.ts';
import { tokenDemand } from './tokens.ts';

/** A rule and why it is there. */
export interface Reasoned {
	readonly rule: Rule;
	readonly because:
		| { readonly kind: 'grant'; readonly id: string }
		/** A line for the annotation. */
		| { readonly kind: 'exception'; readonly text: string };
}

/** What the receiver demands for a grant: the exact caller and, where the actor has one, the token. */
export function grantRules(grant: Grant, tenancy: Tenancy): readonly Reasoned[] {
	const { http, tcp } = receiverOperations(grant.receiver, grant.scope.operations);
	const because = { kind: 'grant', id: grant.id } as const;
	const principals = [istioPrincipal(grant.presenter.principal)] as const;
	const { source, when } = tokenDemand(grant, tenancy);
	if (tcp !== undefined) {
		const isPlain = when.length === 0 && source.requestPrincipals === undefined;
		invariant(isPlain, `${grant.id}: a TCP connection carries no token`);
	}
	return [
		...(http === undefined ? [] : [{ because, rule: ruleOf({ principals, ...source }, http, when) }]),
		...(tcp === undefined ? [] : [{ because, rule: ruleOf({ principals }, tcp, []) }]),
	];
}

/**
 * What the gateway demands for a grant. Callers outside have no mesh identity, so only the token counts there.
 * Polarity: an entrance that no route leads to has no rule, for a rule without `to` would admit every request.
 */
export function entranceRules({ gateway, grant, operations }: Entrance, tenancy: Tenancy): readonly Reasoned[] {
	invariant(grant.actor.kind !== 'identity', `${grant.id}: nobody outside the mesh has a mesh identity`);
	if (operations.length === 0) return [];
	const to = tidy(operations.map((each) => gatewayOperation(gateway.workload, each.hosts, each.operation)));
	const { source, when } = tokenDemand(grant, tenancy);
	return [{ because: { kind: 'grant', id: grant.id }, rule: ruleOf(source, to, when) }];
}

/** Anyone in the network, on exactly the declared operations. */
export function plaintextRules(opening: PlaintextOpening): readonly Reasoned[] {
	const text = `plaintext until ${opening.expires}: ${sourceOf(opening.origin)}`;
	return openRules(opening.workload, opening.operations, text);
}

/** The kubelet, which has no identity, on exactly the probe's operations. Rewritten probes never reach the policies. */
export function probeRules(workload: Workload, probes: Probes): readonly Reasoned[] {
	if (probes.kind !== 'direct') return [];
	return openRules(workload, probes.operations, `probe: ${sourceOf(probes.origin)}`);
}

/** A rule from parts; a source without fields and a list without conditions are left out, for Istio refuses the first. */
export function ruleOf(source: Source, to: NonEmpty<To>, when: readonly Condition[]): Rule {
	const hasSource = source.principals !== undefined || source.requestPrincipals !== undefined;
	return {
		...(hasSource ? { from: [{ source }] } : {}),
		to,
		...(when.length > 0 ? { when: nonEmpty(when, 'conditions') } : {}),
	};
}

/** Grants by id, then exceptions by text. Stable, so that the layers of one grant stay together. */
export const inOrder = (rules: readonly Reasoned[]): readonly Reasoned[] =>
	sortedBy(rules, ({ because }) => (because.kind === 'grant' ? `0${because.id}` : `1${because.text}`));

function openRules(workload: Workload, operations: readonly Operation[], text: string): Reasoned[] {
	const { http, tcp } = receiverOperations(workload, operations);
	return [http, tcp].flatMap((to) =>
		to === undefined ? [] : [{ because: { kind: 'exception', text } as const, rule: ruleOf({}, to, []) }],
	);
}
