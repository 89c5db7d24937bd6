// Which labels pods may have besides those that are known of them. As everywhere in the proof, pods of one workload are
// taken not to be another's, too.
import type { AccessModel } from '../access/model.ts';
import { labelIndex } from '../core/label-index.ts';
import { groupBy } from '../core/order.ts';
import type { Labels } from '../semantics/istio/index.ts';

/** True where a pod with these labels in the namespace may have some more. */
export type CanHave = (namespace: string, labels: Labels, more: Labels) => boolean;

/** Reads the workloads once. */
export function podsOf({ workloads }: AccessModel): CanHave {
	const inNamespace = new Map(
		[...groupBy(workloads, ({ namespace }) => namespace.name)].map(([name, own]) => [
			name,
			labelIndex(own, ({ selector }) => selector),
		]),
	);
	return (namespace, labels, more) => {
		if (isWithin(more, labels)) return true;
		const both = { ...labels, ...more };
		if (!isWithin(labels, both)) return false;
		const near = inNamespace.get(namespace)?.(both) ?? [];
		return near.every(({ selector }) => !isWithin(selector, both) || isWithin(selector, labels));
	};
}

const isWithin = (wanted: Labels, labels: Labels): boolean =>
	Object.entries(wanted).every(([name, value]) => labels[name] === value);
