// Everything of the access model that concerns one workload, gathered once.
import type { AccessModel, Entrance, Grant, PlaintextOpening, Workload } from '../../access/model.ts';

export interface Concern {
	readonly workload: Workload;
	readonly received: readonly Grant[];
	/** At the workload, if it is a gateway; else those that lead to it. */
	readonly entrances: readonly Entrance[];
	readonly plaintext: readonly PlaintextOpening[];
	/** Grants that it uses itself. */
	readonly presented: readonly Grant[];
}

/** One for each workload in such a namespace, in the model's order. Linear in the model. */
export function concerns(model: AccessModel, isNear: (namespace: string) => boolean = () => true): readonly Concern[] {
	const near = model.workloads.filter(({ namespace }) => isNear(namespace.name));
	const received = listsBy(near, model.grants, (grant) => grant.receiver);
	const presented = listsBy(near, model.grants, (grant) => grant.presenter);
	const plaintext = listsBy(near, model.plaintext, (opening) => opening.workload);
	const outside = listsBy(near, model.entrances, ({ gateway }) => gateway.workload);
	const inside = listsBy(near, model.entrances, ({ grant }) => grant.receiver);
	return near.map((workload) => ({
		workload,
		received: received.get(workload) ?? [],
		entrances: (workload.kind === 'gateway' ? outside : inside).get(workload) ?? [],
		plaintext: plaintext.get(workload) ?? [],
		presented: presented.get(workload) ?? [],
	}));
}

function listsBy<T>(
	wanted: readonly Workload[],
	items: readonly T[],
	key: (item: T) => Workload,
): ReadonlyMap<Workload, readonly T[]> {
	const lists = new Map<Workload, T[]>(wanted.map((workload) => [workload, []]));
	for (const item of items) lists.get(key(item))?.push(item);
	return lists;
}
