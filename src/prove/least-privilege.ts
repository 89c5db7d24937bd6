// The main property, at one place: the manifests admit exactly what the catalog grants there. What differs comes with a
// request, which the evaluator replays: a counterexample that it does not confirm is no finding but a doubt.
import { type Comparison, compare, factsOf, sameFormula } from '../regions/index.ts';
import type { Decision, Request } from '../semantics/istio/index.ts';
import type { Facts } from '../traffic/facts.ts';
import { all, compile } from '../traffic/predicate.ts';
import type { Site } from './context.ts';
import type { Finding } from './finding.ts';
import { nearestTo } from './nearest.ts';
import { replay } from './replay.ts';
import { because } from './words.ts';

/** None where both are equal; else one for each direction in which they differ, or a doubt. */
export function leastPrivilege(site: Site): readonly Finding[] {
	const { granted, effective, possible, domains } = site;
	// First as they are; only if they look different, among the requests that are possible.
	if (sameFormula(granted, effective)) return [];
	const compared = compare(all([granted, possible]), all([effective, possible]), domains);
	if (compared.kind === 'equal') return [];
	if (compared.kind === 'undecided') return [doubt(site, compared.why)];
	return [
		...difference(site, compared, 'excess'),
		...difference(site, compared, 'missing'),
		...(compared.doubt === undefined ? [] : [doubt(site, compared.doubt)]),
	];
}

type Different = Extract<Comparison, { kind: 'different' }>;

function difference(
	site: Site,
	{ cut, onlyLeft, onlyRight }: Different,
	kind: 'excess' | 'missing',
): readonly Finding[] {
	const { place, wanted } = site;
	const found = replay(site, cut, kind === 'excess' ? onlyRight : onlyLeft, (decision) => confirms(decision, kind));
	if (found.kind === 'nothing') return [];
	if (found.kind === 'undecided') return [doubt(site, found.why)];
	const { witness, request, decision } = found;
	const facts = factsOf(witness);
	if (decision.decision === 'allow') return [excess(site, request, decision, facts)];
	const intent = wanted.intents.find(({ admits }) => compile(admits)(facts));
	return [
		{
			kind: 'missing',
			place,
			request,
			intent: intent?.name ?? '',
			origin: intent?.origin ?? place.origin,
			refusedBy: because(decision.because),
		},
	];
}

/** A request that cannot even be read shows nothing about policies. */
const confirms = ({ decision, because: reason }: Decision, kind: 'excess' | 'missing'): boolean =>
	kind === 'excess' ? decision === 'allow' : decision === 'deny' && reason.step !== 'http';

function excess(
	{ place, wanted }: Site,
	request: Request,
	{ because: reason }: Extract<Decision, { decision: 'allow' }>,
	facts: Facts,
): Finding {
	const admittedBy = reason.step === 'allow' ? { policy: reason.policy, rule: reason.rule } : undefined;
	const nearest = nearestTo(wanted.intents, facts).map(({ name, origin }) => ({ name, origin }));
	return { kind: 'excess', place, request, admittedBy, nearest };
}

const doubt = ({ place }: Site, why: string): Finding => ({
	kind: 'undecided',
	where: `${place.workload}, port ${place.port}`,
	why,
	origin: place.origin,
});
