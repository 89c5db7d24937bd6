// One call: is it let through, or refused, and for the reason that was meant?
import type { Access, ManifestAccess } from '../access.ts';
import { ask, refusingHop, type Told } from '../ask.ts';
import type { Call, ManifestCall, Refusal } from '../call.ts';
import { type Outcome, outcome } from '../outcome.ts';

/** Holds where every proxy on the way lets the call pass, and its token can be had. */
export function allows(access: Access | ManifestAccess, call: Call | ManifestCall): Outcome {
	const told = ask(access, call);
	const holds = told.answer.verdict === 'allow' && told.lacking === undefined;
	return outcome(holds, () => {
		if (holds) return `expected a refusal, and this is allowed\n\n${told.text()}`;
		if (told.answer.verdict === 'deny') return `expected this to be allowed, and it is refused\n\n${told.text()}`;
		return `expected this to be allowed; the mesh would, but ${told.lacking}\n\n${told.text()}`;
	});
}

/** Holds where a proxy refuses the call, as it is said here. */
export function denies(access: Access | ManifestAccess, call: Call | ManifestCall, refusal: Refusal = {}): Outcome {
	const told = ask(access, call);
	if (told.answer.verdict === 'allow') {
		const but = told.lacking === undefined ? '' : `: ${told.lacking}, but no policy refuses it`;
		return outcome(false, () => `expected a refusal, and this is allowed${but}\n\n${told.text()}`);
	}
	const other = otherRefusal(told, refusal);
	const wrong = `expected another refusal than this: ${other.join('; ')}`;
	const opposite = 'expected this not to be refused so, and it is';
	return outcome(other.length === 0, () => `${other.length > 0 ? wrong : opposite}\n\n${told.text()}`);
}

/** What of a refusal is not as expected. */
function otherRefusal({ answer }: Told, { because, status, at }: Refusal): readonly string[] {
	const hop = refusingHop(answer);
	const decision = hop?.decision;
	if (hop === undefined || decision?.decision !== 'deny') return ['no proxy refuses'];
	const differs = (name: string, wanted: unknown, got: unknown): readonly string[] =>
		wanted === undefined || wanted === got ? [] : [`\`${name}\` is \`${got}\`, not \`${wanted}\``];
	return [
		...differs('because', because, decision.because.step),
		...differs('status', status, decision.status),
		...differs('at', at, hop.at),
	];
}
