// From outside: gateways whose own identity a way takes, and whether they let such a request in.
import { letIn } from '../prove/index.ts';
import { chains, doubtsIn, type Enforcer, type JwtRule } from '../semantics/istio/index.ts';
import type { Found } from '../semantics/istio/surroundings/index.ts';
import type { Facts } from '../traffic/facts.ts';
import { compile, everything, type Predicate } from '../traffic/predicate.ts';
import { type Ground, identityOf, nameOf, workloadOf } from './ground.ts';
import type { Conditions, Way } from './way.ts';

/** A gateway on the way from outside. */
export interface Through {
	readonly gateway: string;
	/** Whether its own policies let such a request in at all, from whoever reaches it. */
	readonly lets: 'in' | 'nothing' | 'undecided';
	/** Why it is undecided; empty otherwise. */
	readonly doubts: readonly string[];
	/** Host names of the catalog's routes; empty where routes are not known. */
	readonly hosts: readonly string[];
}

/** Gateways whose identity the way takes, and what they let in of it from outside. */
export function throughs(ground: Ground, way: Way, grants: readonly { readonly id: string }[]): readonly Through[] {
	const takes = compile(way.conditions.peer);
	return ground.scene.found.flatMap((found): readonly Through[] => {
		const identity = identityOf(ground.scene, found);
		const { enforcer } = found;
		if (enforcer?.kind !== 'gateway' || identity === undefined) return [];
		// A gateway speaks TLS with its own certificate, and none where the receiver ends none.
		if (!takes(factsOf(way.conditions.isPlaintext ? undefined : identity))) return [];
		const ids = new Set(grants.map(({ id }) => id));
		const entrances = (ground.catalog?.model.entrances ?? []).filter(
			({ grant, gateway }) => ids.has(grant.id) && gateway.workload === workloadOf(ground, found),
		);
		const hosts = entrances.flatMap(({ operations }) => operations.flatMap((one) => one.hosts));
		return [
			{
				gateway: nameOf(found, ground.catalog !== undefined),
				...letsIn(ground, enforcer, found, way),
				hosts: [...new Set(hosts)].sort(),
			},
		];
	});
}

type Lets = Pick<Through, 'lets' | 'doubts'>;

const known = new WeakMap<Ground, Map<string, Lets>>();

/** Many ways ask for the same kind of token. */
function letsIn(ground: Ground, enforcer: Enforcer, found: Found, { conditions }: Way): Lets {
	const memory = known.get(ground) ?? new Map<string, Lets>();
	known.set(ground, memory);
	const key = JSON.stringify([found.kind, found.namespace, found.name, conditions.token, conditions.tokenPlaces]);
	const lets = memory.get(key) ?? asked(ground, enforcer, found, conditions);
	memory.set(key, lets);
	return lets;
}

function asked(ground: Ground, enforcer: Enforcer, found: Found, conditions: Conditions): Lets {
	const unread = doubtsIn(ground.scene, [found.namespace]);
	if (unread.length > 0) return { lets: 'undecided', doubts: unread };
	const lets = letIn(ground.world, enforcer, outsideOf(ground, enforcer, conditions));
	if (lets.kind !== 'undecided') return { lets: lets.kind === 'request' ? 'in' : 'nothing', doubts: [] };
	return { lets: 'undecided', doubts: [`gateway ${nameOf(found, ground.catalog !== undefined)}: ${lets.why}`] };
}

/** A caller with this certificate, and nothing else that is known. */
const factsOf = (peer: string | undefined): Facts => ({
	peer,
	port: 0,
	sourceAddress: undefined,
	remoteAddress: undefined,
	destinationAddress: undefined,
	serverName: undefined,
	method: undefined,
	path: undefined,
	host: undefined,
	headers: new Map(),
	payload: undefined,
	agreeing: new Set(),
});

/**
 * What stays the same on the way through a gateway: the token, where both look for it in the same places. Routes may rewrite
 * path and host; a gateway that looks for tokens elsewhere, or nowhere, may have seen another one, or hands it on unseen.
 */
function outsideOf({ world }: Ground, enforcer: Enforcer, { token, tokenPlaces }: Conditions): Predicate {
	const ports = enforcer.kind === 'gateway' ? enforcer.ports : [];
	const rules = ports.flatMap(({ port }) => chains(world, enforcer, port).map(({ verification }) => verification));
	return rules.length > 0 && rules.every((list) => placesOfTokens(list) === tokenPlaces) ? token : everything;
}

/** Where rules look for tokens, as a text to be compared; `nowhere` where there is no rule. */
export function placesOfTokens(rules: readonly JwtRule[]): string {
	const places = rules.map(({ fromHeaders, fromParams, fromCookies }) =>
		JSON.stringify([fromHeaders, fromParams, fromCookies]),
	);
	const [first, ...others] = [...new Set(places)];
	if (first === undefined) return 'nowhere';
	return others.length === 0 ? first : `several of ${places.length}: ${JSON.stringify(rules)}`;
}
