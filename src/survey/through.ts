// From outside: gateways whose own identity a way takes, and whether they let such a request in.
import { letIn } from '../prove/let-in.ts';
import { chains } from '../semantics/istio/index.ts';
import { pattern } from '../traffic/pattern.ts';
import { all, everything, type Predicate } from '../traffic/predicate.ts';
import type { Caller } from './callers.ts';
import { type Ground, identityOf, nameOf, workloadOf } from './ground.ts';
import type { Way } from './way.ts';

/** A gateway on the way from outside. */
export interface Through {
	readonly gateway: string;
	/** Whether its own policies let such a request in at all, from whoever reaches it. */
	readonly lets: 'in' | 'nothing' | 'undecided';
	/** Host names of the catalog's routes; empty where routes are not known. */
	readonly hosts: readonly string[];
}

/** Gateways whose identity the way takes, and what they let in of it from outside. */
export function throughs(ground: Ground, way: Way, grants: readonly { readonly id: string }[]): readonly Through[] {
	return ground.scene.found.flatMap((found): readonly Through[] => {
		const identity = identityOf(ground.scene, found);
		if (found.enforcer?.kind !== 'gateway' || identity === undefined || !takes(way.caller, identity, found.namespace))
			return [];
		const ids = new Set(grants.map(({ id }) => id));
		const entrances = (ground.catalog?.model.entrances ?? []).filter(
			({ grant, gateway }) => ids.has(grant.id) && gateway.workload === workloadOf(ground, found),
		);
		const { enforcer } = found;
		// A gateway that verifies no tokens hands them on as they are.
		const verifies = enforcer.ports.some(({ port }) =>
			chains(ground.world, enforcer, port).some(({ verification }) => verification.length > 0),
		);
		const lets = letIn(ground.world, enforcer, verifies ? outsideOf(way) : everything);
		const hosts = entrances.flatMap(({ operations }) => operations.flatMap((one) => one.hosts));
		return [
			{
				gateway: nameOf(found, ground.catalog !== undefined),
				lets: lets.kind === 'request' ? 'in' : lets.kind === 'undecided' ? 'undecided' : 'nothing',
				hosts: [...new Set(hosts)].sort(),
			},
		];
	});
}

/** Whether the caller can be this identity. */
function takes(caller: Caller, identity: string, namespace: string): boolean {
	switch (caller.kind) {
		case 'identity':
			return caller.identity === identity;
		case 'namespace':
			return caller.namespace === namespace;
		case 'mesh':
		case 'network':
			return true;
		default:
			return false;
	}
}

/** What stays the same on the way through a gateway: the token. Routes may rewrite path and host. */
function outsideOf({ token, operations }: Way): Predicate {
	if (token.kind === 'none') return everything;
	const [first] = operations;
	const claims = Object.entries(first?.facts.payload ?? {});
	return all([
		{ kind: 'verified' },
		...claims.flatMap(([name, value]): Predicate[] =>
			typeof value === 'string' && name !== 'sub' ? [{ kind: 'claim', path: [name], pattern: pattern(value) }] : [],
		),
	]);
}
