// The main property, at one place: the manifests admit exactly what the catalog grants there. What differs comes with a
// request, which the evaluator replays: a counterexample that it does not confirm is no finding but a doubt.

import {
	type Comparison,
	compare,
	type Domains,
	factsOf,
	type Region,
	sameFormula,
	witness,
} from '../regions/index.ts';
import { authorizer, type Decision, type Request, type World } from '../semantics/istio/index.ts';
import type { Predicate } from '../traffic/predicate.ts';
import { all, any, compile } from '../traffic/predicate.ts';
import { admitted, possible } from './effective/admitted.ts';
import { atPort } from './effective/at-port.ts';
import type { Judged } from './effective/places.ts';
import type { Finding } from './finding.ts';
import type { Intended } from './intended/index.ts';
import { requestOf } from './request.ts';
import { because } from './words.ts';

/** None where both are equal; else one for each direction in which they differ, or a doubt. */
export function leastPrivilege(world: World, judged: Judged, wanted: Intended, domains: Domains): readonly Finding[] {
	const { place, chain, enforcer } = judged;
	const granted = all([wanted.always, any(wanted.intents.map(({ admits }) => admits))]);
	const effective = atPort(admitted(chain, enforcer.kind), place.port);
	const compared = held(granted, effective, enforcer.kind, domains);
	if (compared.kind === 'equal') return [];
	if (compared.kind === 'undecided') return [doubt(judged, compared.why)];
	return [
		...difference(world, judged, wanted, compared, 'excess'),
		...difference(world, judged, wanted, compared, 'missing'),
	];
}

/** First as they are; only if they look different, among the requests that are possible. */
function held(
	granted: Predicate,
	effective: Predicate,
	kind: Judged['enforcer']['kind'],
	domains: Domains,
): Comparison {
	if (sameFormula(granted, effective)) return { kind: 'equal' };
	const within = possible(kind);
	return compare(all([granted, within]), all([effective, within]), domains);
}

type Different = Extract<Comparison, { kind: 'different' }>;

function difference(
	world: World,
	judged: Judged,
	wanted: Intended,
	{ cut, onlyLeft, onlyRight }: Different,
	kind: 'excess' | 'missing',
): readonly Finding[] {
	const region: Region = kind === 'excess' ? onlyRight : onlyLeft;
	const found = witness(cut, region);
	if (found === undefined) return [];
	const { place, enforcer } = judged;
	const request = requestOf(found, place);
	const decision = authorizer(world, enforcer)(request);
	if (!confirms(decision, kind)) {
		return [doubt(judged, `the evaluator does not confirm the difference found: ${JSON.stringify(request)}`)];
	}
	if (decision.decision === 'allow') return [excess(judged, request, decision)];
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

const confirms = ({ decision }: Decision, kind: 'excess' | 'missing'): boolean =>
	decision === (kind === 'excess' ? 'allow' : 'deny');

function excess(
	{ place }: Judged,
	request: Request,
	{ because: reason }: Extract<Decision, { decision: 'allow' }>,
): Finding {
	const admittedBy = reason.step === 'allow' ? { policy: reason.policy, rule: reason.rule } : undefined;
	return { kind: 'excess', place, request, admittedBy };
}

const doubt = ({ place }: Judged, why: string): Finding => ({
	kind: 'undecided',
	where: `${place.workload}, port ${place.port}`,
	why,
	origin: place.origin,
});
