// Whether a proxy lets in any request of some kind, at whatever port: the question behind "never from X to Y" and every other
// named property. Exact, like the proof itself, and for anybody's manifests.
import { compare } from '../regions/index.ts';
import type { Enforcer, Request, Wanted, World } from '../semantics/istio/index.ts';
import { all, nothing, type Predicate } from '../traffic/predicate.ts';
import { withOneClient } from './domains.ts';
import { type Passing, passingAt } from './effective/passing.ts';
import { portsOf } from './effective/ports.ts';
import { replay } from './replay.ts';

export type LetIn =
	| { readonly kind: 'nothing' }
	/** One that passes, and that the evaluator lets pass, too. */
	| { readonly kind: 'request'; readonly request: Request }
	| { readonly kind: 'undecided'; readonly why: string };

/**
 * A request that has what is wanted, everywhere or chain by chain, and passes this proxy; `nothing` where there is none, on any
 * port that it guards.
 */
export function letIn(world: World, enforcer: Enforcer, wanted: Predicate | Wanted): LetIn {
	let found: LetIn = { kind: 'nothing' };
	for (const { port, service, chains } of portsOf(world, enforcer)) {
		for (const chain of chains) {
			const asked = typeof wanted === 'function' ? wanted(chain, chains) : wanted;
			if (asked === undefined) continue;
			const here = letInAt(seeingTokens(passingAt(world, { enforcer, port, service }, chain)), asked);
			if (here.kind === 'request') return here;
			if (here.kind === 'undecided') found = here;
		}
	}
	return found;
}

/** A token at which nobody looks is no token. */
const seeingTokens = (passing: Passing): Passing =>
	passing.chain.verification.length > 0 ? passing : { ...passing, domains: { ...passing.domains, verified: 'never' } };

/** The same through one chain of one port. */
export function letInAt(passing: Passing, wanted: Predicate): LetIn {
	const { effective, possible, domains } = passing;
	const compared = compare(all([effective, possible, wanted]), nothing, withOneClient(domains));
	if (compared.kind === 'equal') return { kind: 'nothing' };
	if (compared.kind === 'undecided') return compared;
	const found = replay(passing, compared.cut, compared.onlyLeft, ({ decision }) => decision === 'allow');
	return found.kind === 'confirmed' ? { kind: 'request', request: found.request } : found;
}
