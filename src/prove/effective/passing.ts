// What passes one port of one proxy: the one place where manifests, read into chains, become sets of requests with their
// bounds. The proof, the question who gets in, and the survey all begin here, so that they speak of the same requests.
import type { Domains } from '../../regions/index.ts';
import type { Chain, CustomGuard, Enforcer, World } from '../../semantics/istio/index.ts';
import { anyText } from '../../traffic/pattern.ts';
import {
	all,
	any,
	everything,
	hasIdentity,
	not,
	type Predicate,
	type TextAttribute,
	text,
} from '../../traffic/predicate.ts';
import { someAtom } from '../../traffic/rewrite.ts';
import { domainsOf, isRemoteApart, isTrusted } from '../domains.ts';
import { admitted, askedBy, asSeen, possible } from './admitted.ts';
import { atPort } from './at-port.ts';

/** A port, and who judges there. */
export interface At {
	readonly enforcer: Enforcer;
	readonly port: number;
	/** At a waypoint. */
	readonly service?: string | undefined;
}

export interface Passing {
	readonly world: World;
	readonly at: At;
	readonly chain: Chain;
	/** What the manifests admit. */
	readonly effective: Predicate;
	/** What is true of every request here, whatever the policies say, and goes beyond the domains. */
	readonly possible: Predicate;
	/** What a request can be here at all. */
	readonly domains: Domains;
}

/** What passes at the port through a chain of it, or through one that has other guards. */
export function passingAt(world: World, at: At, chain: Chain): Passing {
	const { enforcer } = at;
	const effective = here(at, chain, admitted(chain, enforcer.kind));
	// Whether a listener of a gateway asks for certificates is not known here. Where no rule speaks of them it does not matter.
	const asksCallers = enforcer.kind === 'gateway' && speaksOf(effective, 'peer');
	const asksNames = speaksOf(effective, 'serverName');
	return {
		world,
		at,
		chain,
		effective,
		possible: all([
			possible(chain),
			isTrusted(world.mesh, enforcer),
			asksNames ? serverNameIsRead(enforcer, chain) : everything,
		]),
		domains: domainsOf(world.mesh, enforcer, chain.speaks, asksCallers),
	};
}

const speaksOf = (predicate: Predicate, attribute: TextAttribute): boolean =>
	someAtom(predicate, (atom) => atom.kind === 'text' && atom.attribute === attribute);

/**
 * A server name is read where TLS is ended, and at a pod that is mutual TLS. What TLS the listeners of a gateway end is not
 * known here.
 */
function serverNameIsRead({ kind }: Enforcer, { mutualTls }: Chain): Predicate {
	const unread = not(text('serverName', anyText));
	if (kind === 'gateway') return everything;
	return mutualTls.mode === 'disabled' ? unread : any([unread, hasIdentity]);
}

/** What a rule of the chain says at the port, as the proxy finds it. */
export const seenAt = ({ at, chain }: Passing, rule: Predicate): Predicate => here(at, chain, asSeen(chain, rule));

/** About which requests the rule's external authorizer is asked. */
export const askedAt = ({ at, chain }: Passing, guard: CustomGuard): Predicate =>
	here(at, chain, askedBy(chain, guard));

const here = ({ enforcer, port }: At, { speaks }: Chain, predicate: Predicate): Predicate =>
	atPort(predicate, port, isRemoteApart(enforcer, speaks) ? 'apart' : 'same');
