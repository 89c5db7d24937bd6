// No pod may be met by the policies of two workloads: ALLOW policies add up (Istio, AuthorizationPolicy reference, 1.30).
// In the root namespace a policy with a selector reaches the pods of every namespace.
import type { Diagnostic } from '../../core/diagnostic.ts';
import { byText, groupBy, sortedBy } from '../../core/order.ts';
import type { CatalogPath } from '../../core/origin.ts';
import type { CheckContext } from './context.ts';
import { type Check, found } from './report.ts';

interface Selecting {
	readonly name: string;
	readonly namespace: string;
	/** `label=value`, sorted. */
	readonly labels: readonly string[];
	readonly path: CatalogPath;
}

/** Pairs of workloads whose selectors can meet in one pod. */
export const checkSelectors: Check = (context) => {
	const root = context.data.mesh.rootNamespace ?? 'istio-system';
	const groups = groupBy(selectingOf(context), ({ namespace }) => namespace);
	const meshWide = groups.get(root) ?? [];
	return [...groups].flatMap(([namespace, group]) => [
		...meetings(context, group, group, false),
		...(namespace === root ? [] : meetings(context, group, meshWide, true)),
	]);
};

function selectingOf(context: CheckContext): readonly Selecting[] {
	return (['services', 'gateways'] as const).flatMap((group) =>
		[...context[group]].map(([name, { namespace, selector }]) => ({
			name,
			namespace,
			labels: Object.entries(selector)
				.map(([label, value]) => `${label}=${value}`)
				.sort(byText),
			path: [group, name, 'selector'],
		})),
	);
}

/**
 * The pods of each workload that another one selects, too: its labels include all of the other's. Found through the
 * rarest label of the other, so that a label which all bear costs nothing.
 */
function meetings(
	context: CheckContext,
	workloads: readonly Selecting[],
	others: readonly Selecting[],
	root: boolean,
): readonly Diagnostic[] {
	const counts = new Map<string, number>();
	for (const label of others.flatMap(({ labels }) => labels)) counts.set(label, (counts.get(label) ?? 0) + 1);
	const countOf = (label: string): number => counts.get(label) ?? 0;
	const byRarest = new Map<string, Selecting[]>();
	for (const other of sortedBy(others, ({ name }) => name)) {
		const rarest = [...other.labels].sort((a, b) => countOf(a) - countOf(b))[0];
		if (rarest === undefined) continue;
		const bucket = byRarest.get(rarest);
		if (bucket === undefined) byRarest.set(rarest, [other]);
		else bucket.push(other);
	}
	return workloads.flatMap((workload) => {
		const labels = new Set(workload.labels);
		const isMet = (other: Selecting): boolean =>
			other.name !== workload.name &&
			other.labels.every((label) => labels.has(label)) &&
			(other.labels.length < labels.size || root || byText(other.name, workload.name) < 0);
		for (const label of workload.labels) {
			const other = byRarest.get(label)?.find(isMet);
			if (other === undefined) continue;
			const same = other.labels.length === labels.size;
			const parameters = { name: workload.name, other: other.name, same, root };
			const place = { path: other.path, label: 'the other selector' };
			return [found(context, 'ACC021', parameters, workload.path, [place])];
		}
		return [];
	});
}
