// The main property, at one place: the manifests admit exactly what the catalog grants there. What differs comes with a
// request, which the evaluator replays: a counterexample that it does not confirm is no finding but a doubt.

import { type Comparison, compare, factsOf, type Region, sameFormula, witness } from '../regions/index.ts';
import { authorizer, type Decision, type Request, type World } from '../semantics/istio/index.ts';
import { all, compile } from '../traffic/predicate.ts';
import type { Ground, Site } from './context.ts';
import { possible } from './effective/admitted.ts';
import type { Finding } from './finding.ts';
import { requestOf } from './request.ts';
import { because } from './words.ts';

/** None where both are equal; else one for each direction in which they differ, or a doubt. */
export function leastPrivilege({ world }: Ground, site: Site): readonly Finding[] {
	const { granted, effective, enforcer, chain, domains } = site;
	// First as they are; only if they look different, among the requests that are possible.
	if (sameFormula(granted, effective)) return [];
	const within = possible(enforcer.kind, chain);
	const compared = compare(all([granted, within]), all([effective, within]), domains);
	if (compared.kind === 'equal') return [];
	if (compared.kind === 'undecided') return [doubt(site, compared.why)];
	return [...difference(world, site, compared, 'excess'), ...difference(world, site, compared, 'missing')];
}

type Different = Extract<Comparison, { kind: 'different' }>;

function difference(
	world: World,
	site: Site,
	{ cut, onlyLeft, onlyRight }: Different,
	kind: 'excess' | 'missing',
): readonly Finding[] {
	const region: Region = kind === 'excess' ? onlyRight : onlyLeft;
	const found = witness(cut, region);
	if (found === undefined) return [];
	const { place, enforcer, wanted } = site;
	const request = requestOf(found, place);
	const decision = authorizer(world, enforcer)(request);
	if (!confirms(decision, kind)) {
		return [doubt(site, `the evaluator does not confirm the difference found: ${JSON.stringify(request)}`)];
	}
	if (decision.decision === 'allow') return [excess(site, request, decision)];
	const facts = factsOf(found);
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
	{ place }: Site,
	request: Request,
	{ because: reason }: Extract<Decision, { decision: 'allow' }>,
): Finding {
	const admittedBy = reason.step === 'allow' ? { policy: reason.policy, rule: reason.rule } : undefined;
	return { kind: 'excess', place, request, admittedBy };
}

const doubt = ({ place }: Site, why: string): Finding => ({
	kind: 'undecided',
	where: `${place.workload}, port ${place.port}`,
	why,
	origin: place.origin,
});
