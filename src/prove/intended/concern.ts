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

/** One for each workload, in the model's order. Linear in the model. */
export function concerns(model: AccessModel): readonly Concern[] {
	const received = listsBy(model.grants, (grant) => grant.receiver);
	const presented = listsBy(model.grants, (grant) => grant.presenter);
	const plaintext = listsBy(model.plaintext, (opening) => opening.workload);
	const outside = listsBy(model.entrances, ({ gateway }) => gateway.workload);
	const inside = listsBy(model.entrances, ({ grant }) => grant.receiver);
	return model.workloads.map((workload) => ({
		workload,
		received: received.get(workload) ?? [],
		entrances: (workload.kind === 'gateway' ? outside : inside).get(workload) ?? [],
		plaintext: plaintext.get(workload) ?? [],
		presented: presented.get(workload) ?? [],
	}));
}

function listsBy<T>(items: readonly T[], key: (item: T) => Workload): ReadonlyMap<Workload, readonly T[]> {
	const lists = new Map<Workload, T[]>();
	for (const item of items) {
		const list = lists.get(key(item));
		if (list === undefined) lists.set(key(item), [item]);
		else list.push(item);
	}
	return lists;
}
