// Rules of one policy as the rules of several, at Istio's and Kubernetes' limits. Policies of one action are joined, so
// the split changes no meaning.
import { nonEmpty } from '../../../core/non-empty.ts';
import { bytesOf, maxBytes, maxRules, shardsOf } from '../shared/shards.ts';
import type { To } from './operations.ts';
import { inOrder, type Reasoned } from './rules.ts';

interface Measured {
	readonly reasoned: Reasoned;
	/** Of the rule and of its line in the annotations, which `kubectl apply` stores a second time. */
	readonly bytes: number;
}

/** Sorted rules, for one object each; one empty list for no rules. */
export function ruleShards(rules: readonly Reasoned[]): readonly (readonly Reasoned[])[] {
	const sorted = inOrder(rules);
	// Nearly every policy is far from the limits: one look at the whole is cheaper than one at each rule.
	if (sorted.length <= maxRules && bytesOf(sorted) <= maxBytes / 2) return [sorted];
	const measured = sorted.flatMap((reasoned) => pieces({ reasoned, bytes: carriedBytes(reasoned) }));
	return shardsOf(measured, ({ bytes }) => bytes).map((shard) => shard.map(({ reasoned }) => reasoned));
}

/**
 * A rule that would not fit in one object, as several with a part of its operations each, or of the hosts of its one
 * operation; together they mean the same.
 */
function pieces(measured: Measured): readonly Measured[] {
	if (measured.bytes <= maxBytes) return [measured];
	const { because, rule } = measured.reasoned;
	const parts = halvesOf(rule.to ?? []);
	if (parts.length === 0) return [measured];
	return parts.flatMap((to) => {
		const reasoned = { because, rule: { ...rule, to: nonEmpty(to, 'operations of a rule') } };
		return pieces({ reasoned, bytes: carriedBytes(reasoned) });
	});
}

/** Two lists that together are the same; nothing where there is nothing to halve. */
function halvesOf(to: readonly To[]): readonly (readonly To[])[] {
	const [only] = to;
	if (only === undefined) return [];
	if (to.length > 1) return inHalves(to);
	const { hosts } = only.operation;
	if (hosts === undefined || hosts.length < 2) return [];
	return inHalves(hosts).map((part) => [{ operation: { ...only.operation, hosts: nonEmpty(part, 'hosts') } }]);
}

function inHalves<T>(items: readonly T[]): readonly (readonly T[])[] {
	const half = Math.ceil(items.length / 2);
	return [items.slice(0, half), items.slice(half)];
}

const carriedBytes = ({ rule, because }: Reasoned): number =>
	bytesOf(rule) + 2 * bytesOf(because.kind === 'grant' ? because.id : because.text);
