// Labels by which the output speaks of pods that the catalog does not name. A selector that is no workload's own selects
// pods that carry its labels, and these may be pods of a workload, too: a selector is only what its pods have at least.
import type { AccessModel, Workload } from '../../access/model.ts';
import { groupBy, sortedBy } from '../../core/order.ts';
import type { Labels, World } from '../../semantics/istio/index.ts';

export interface Pods {
	/** Labels of selectors that are no workload's, for pods in this namespace; each once, sorted. */
	readonly strangeIn: (namespace: string) => readonly Labels[];
	/** The workload's labels together with such others, as far as they can stand beside each other on one pod. */
	readonly variantsOf: (workload: Workload) => readonly Labels[];
}

/** Reads all selectors once. Those of the root namespace count everywhere, but for those of PeerAuthentications. */
export function podsIn(
	{ mesh, policies, peerAuthentications, requestAuthentications }: World,
	model: AccessModel,
): Pods {
	const own = groupBy(model.workloads, ({ namespace }) => namespace.name);
	const selectors = new Set(model.workloads.map(({ namespace, selector }) => keyOf(namespace.name, selector)));
	// Istio passes over selectors of PeerAuthentications there.
	const isIgnored = new Set(
		peerAuthentications.filter(({ namespace }) => namespace === mesh.rootNamespace).map(({ attachment }) => attachment),
	);
	const takesTokens: ReadonlySet<object> = new Set(requestAuthentications);
	const strange = new Map<string, Map<string, Strange>>();
	for (const object of [...policies, ...requestAuthentications, ...peerAuthentications]) {
		const { namespace, attachment } = object;
		if (attachment.kind !== 'selector' || isIgnored.has(attachment)) continue;
		if (selectors.has(keyOf(namespace, attachment.labels))) continue;
		const known = strange.get(namespace) ?? new Map<string, Strange>();
		const { labels } = attachment;
		const isForTokens = takesTokens.has(object) || known.get(textOf(labels))?.isForTokens === true;
		strange.set(namespace, known.set(textOf(labels), { labels, isForTokens }));
	}
	const sorted = new Map<string, readonly Labels[]>();
	const strangeIn = (namespace: string): readonly Labels[] => {
		const known = sorted.get(namespace);
		if (known !== undefined) return known;
		const here = [...(strange.get(mesh.rootNamespace)?.values() ?? []), ...(strange.get(namespace)?.values() ?? [])];
		const sets = new Map(together(here).map((labels) => [textOf(labels), labels]));
		const made = sortedBy(sets, ([text]) => text).map(([, labels]) => labels);
		sorted.set(namespace, made);
		return made;
	};
	const variantsOf = (workload: Workload): readonly Labels[] =>
		strange.size === 0
			? []
			: variants(workload, strangeIn(workload.namespace.name), own.get(workload.namespace.name) ?? []);
	// Pods with all labels of a workload, and more, are pods of the workload.
	const strangers = (namespace: string): readonly Labels[] =>
		strangeIn(namespace).filter((labels) => !own.get(namespace)?.some(({ selector }) => contains(labels, selector)));
	return { strangeIn: strangers, variantsOf };
}

interface Strange {
	readonly labels: Labels;
	/** Whether a RequestAuthentication selects them. */
	readonly isForTokens: boolean;
}

/**
 * The sets one by one: what two policies admit or refuse together, one of them does alone. But whose tokens a pod takes and
 * whom it admits with one is said by two objects; so each set for tokens with each other that a pod can have besides.
 */
const together = (sets: readonly Strange[]): readonly Labels[] =>
	sets.flatMap(({ labels, isForTokens }) => {
		const others = isForTokens ? sets.map((other) => ({ ...labels, ...other.labels })) : [];
		return [labels, ...others.filter((both) => contains(both, labels))];
	});

/** With labels that a pod of the workload, and of no other, may have besides its own. */
function variants(workload: Workload, strange: readonly Labels[], neighbours: readonly Workload[]): readonly Labels[] {
	return strange.flatMap((labels): Labels[] => {
		const both = { ...workload.selector, ...labels };
		const isPossible = contains(both, workload.selector);
		const isNew = Object.keys(both).length > Object.keys(workload.selector).length;
		// Pods of one workload are taken not to be another's, too.
		const isOther = neighbours.some((other) => other !== workload && contains(both, other.selector));
		return isPossible && isNew && !isOther ? [both] : [];
	});
}

/** True when a pod with these labels is selected. */
const contains = (labels: Labels, selector: Labels): boolean =>
	Object.entries(selector).every(([name, value]) => labels[name] === value);

const keyOf = (namespace: string, labels: Labels): string => `${namespace} ${textOf(labels)}`;

const textOf = (labels: Labels): string => JSON.stringify(Object.entries(labels).sort());
