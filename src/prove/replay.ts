// From a region to one request that the evaluator treats as the region says. What it does not confirm is no finding but a
// doubt; but one kind of request that cannot be sent must not hide another one that can.
import { type Cut, type Region, variantsOf, type Witness, witnessOf } from '../regions/index.ts';
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

/** Requests that are tried. */
const most = 200;

/** A request of the region for which the decision is what it should be, if one of those that are tried is. */
export function replay(
	passing: Passing,
	cut: Cut,
	region: Region,
	isExpected: (decision: Decision) => boolean,
): Replay {
	const decide = authorizer(passing.world, passing.at.enforcer);
	let refuted: Request | undefined;
	let left = most;
	for (const witness of candidates(cut, region)) {
		if (left-- === 0) break;
		const request = requestOf(witness, passing);
		const decision = decide(request);
		if (isExpected(decision)) return { kind: 'confirmed', witness, request, decision };
		refuted ??= request;
	}
	return refuted === undefined ? { kind: 'nothing' } : { kind: 'undecided', why: whyUnconfirmed(passing, refuted) };
}

/** One request of each box, then others of the same boxes. */
function* candidates(cut: Cut, { boxes }: Region): Iterable<Witness> {
	for (const box of boxes.slice(0, most / 2)) yield witnessOf(cut, box);
	for (const box of boxes) yield* variantsOf(cut, box);
}

function whyUnconfirmed({ at: { enforcer } }: Passing, request: Request): string {
	const shown = JSON.stringify(request);
	return enforcer.kind === 'gateway' && request.from.startsWith('spiffe:')
		? `a rule asks for the caller’s certificate, and nobody says whether the gateway’s listener does: ${shown}`
		: `the evaluator does not confirm a request that was found: ${shown}`;
}
