// The catalog's words for a way: the grants, or other parts, that mean it, and the operation as it is written there.
import type { Origin } from '../core/origin.ts';
import { type Intent, intentsAt as meantAt, operationPredicate } from '../prove/index.ts';
import type { Found } from '../semantics/istio/surroundings/index.ts';
import { type Operation, printOperation } from '../traffic/operation.ts';
import { compile } from '../traffic/predicate.ts';
import { type Ground, workloadOf } from './ground.ts';
import type { OperationIn } from './way.ts';

/** What of the catalog lets it in: a grant by its id, or `plaintext`, `probe`, `preflight`, `api-key …`. */
export interface GrantRef {
	readonly id: string;
	/** The caller in the catalog: a client, a service, `anyone`. */
	readonly caller: string | undefined;
	readonly kind: 'grant' | 'other';
	readonly origin: Origin;
	/** Where the consumer asks for it. */
	readonly requested: Origin | undefined;
}

const known = new WeakMap<Ground, Map<string, readonly Intent[]>>();

/** What the catalog means to let in at a port. */
export function intentsAt(ground: Ground, gate: Found, port: number): readonly Intent[] {
	if (ground.catalog === undefined) return [];
	const memory = known.get(ground) ?? new Map<string, readonly Intent[]>();
	known.set(ground, memory);
	const key = `${gate.namespace}/${gate.name} ${port}`;
	const before = memory.get(key);
	if (before !== undefined) return before;
	const workload = workloadOf(ground, gate);
	const intents = workload === undefined ? [] : meantAt(ground.catalog.model, workload, port);
	memory.set(key, intents);
	return intents;
}

/** The grants of an intent, or what else it is. */
export const refsOf = ({ name, grants, origin }: Intent): readonly GrantRef[] => {
	const [only] = grants;
	if (only === undefined || only.id !== name) {
		return [{ id: name, caller: undefined, kind: 'other', origin, requested: undefined }];
	}
	return [{ id: name, caller: only.caller.name, kind: 'grant', origin, requested: only.requested }];
};

/** The operation of the grant that covers it, in the catalog's words. At a gateway, where paths may be others, none. */
export function catalogText(
	ground: Ground,
	gate: Found,
	targetPort: number,
	intents: readonly Intent[],
	{ facts }: OperationIn,
): string | undefined {
	const workload = workloadOf(ground, gate);
	const port = workload?.ports.find((one) => one.targetPort === targetPort);
	if (workload === undefined || workload.kind === 'gateway' || port === undefined) return undefined;
	const offered: readonly Operation[] = intents.flatMap(({ grants }) =>
		grants.flatMap(({ scope }) => scope.operations),
	);
	const covering = offered.find((one) => one.port === port.name && compile(operationPredicate(one))(facts));
	return covering === undefined ? undefined : printOperation(covering);
}
