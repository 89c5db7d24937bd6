// From a region to one request that the evaluator treats as the region says. What it does not confirm is no finding but a
// doubt; but one kind of request that cannot be sent must not hide another one that can.
import { type Cut, type Region, type Witness, witnessOf } from '../regions/index.ts';
import { authorizer, type Decision, type Request } from '../semantics/istio/index.ts';
import type { Passing } from './effective/passing.ts';
import { requestOf } from './request.ts';

export type Replay =
	| { readonly kind: 'nothing' }
	| {
			readonly kind: 'confirmed';
			readonly witness: Witness;
			readonly request: Request;
			readonly decision: Decision;
	  }
	| { readonly kind: 'undecided'; readonly why: string };

/** Kinds of requests that are tried. */
const most = 50;

/** The first request of the region, one of each box, for which the decision is what it should be. */
export function replay(
	passing: Passing,
	cut: Cut,
	{ boxes }: Region,
	isExpected: (decision: Decision) => boolean,
): Replay {
	const decide = authorizer(passing.world, passing.at.enforcer);
	let refuted: Request | undefined;
	for (const box of boxes.slice(0, most)) {
		const witness = witnessOf(cut, box);
		const request = requestOf(witness, passing);
		const decision = decide(request);
		if (isExpected(decision)) return { kind: 'confirmed', witness, request, decision };
		refuted ??= request;
	}
	return refuted === undefined ? { kind: 'nothing' } : { kind: 'undecided', why: whyUnconfirmed(passing, refuted) };
}

function whyUnconfirmed({ at: { enforcer } }: Passing, request: Request): string {
	const shown = JSON.stringify(request);
	return enforcer.kind === 'gateway' && request.from.startsWith('spiffe:')
		? `a rule asks for the caller’s certificate, and nobody says whether the gateway’s listener does: ${shown}`
		: `the evaluator does not confirm a request that was found: ${shown}`;
}
