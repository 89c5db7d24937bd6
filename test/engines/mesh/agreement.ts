// Whether `authorize` says what the engines said: each verdict, and where an upstream told what it received, that too.
import { authorizer, type Decision } from '../../../src/semantics/istio/index.ts';
import { stable } from '../../recorded/stable.ts';
import { ourCase } from '../../semantics/istio/case.ts';
import { expectedOf, receivedOf } from '../../semantics/istio/received.ts';
import type { CaseVerdicts, MeshCase, Verdict } from './case.ts';

export interface Agreement {
	readonly verdicts: number;
	/** Requests whose arrival at the upstream was compared. */
	readonly upstreams: number;
	readonly disagreements: readonly Disagreement[];
}

export interface Disagreement {
	/** Of the request in its case. */
	readonly at: number;
	readonly engine: Verdict;
	/** What `authorize` says, in the engine's words. */
	readonly ours: string;
	readonly because: Decision['because'];
}

/** Compares one answer. An answer without verdicts is compared with nothing. */
export function agreement(asked: MeshCase, answer: CaseVerdicts): Agreement {
	if (answer.kind !== 'judged') return { verdicts: 0, upstreams: 0, disagreements: [] };
	const { world, enforcer, requests } = ourCase(asked);
	const decide = authorizer(world, enforcer);
	let upstreams = 0;
	const disagreements: Disagreement[] = [];
	for (const [at, engine] of answer.verdicts.entries()) {
		const request = requests[at];
		if (request === undefined) throw new Error(`${asked.id} has more verdicts than requests`);
		const decision = decide(request);
		const said = verdictOf(decision);
		const differs = (ours: string) => disagreements.push({ at, engine, ours, because: decision.because });
		if (said !== engine.verdict) {
			differs(String(said));
			continue;
		}
		if (engine.received === undefined || request.http === undefined || decision.decision !== 'allow') continue;
		// Bytes are handed on as they came, and an upstream may well read them as HTTP.
		if (decision.upstream.path === undefined) continue;
		upstreams += 1;
		const ours = textOf(expectedOf(request.http, decision.upstream));
		if (ours !== textOf(receivedOf(stable(engine).received ?? {}))) differs(`allow, and the upstream has ${ours}`);
	}
	return { verdicts: answer.verdicts.length, upstreams, disagreements };
}

/** A decision in the engine's words. */
function verdictOf(decision: Decision): Verdict['verdict'] {
	if (decision.decision === 'allow') return 'allow';
	return decision.status === 'closed' ? 'refused' : decision.status;
}

/** Equal for equal parts, in whatever order headers came. */
const textOf = ({ path, headers }: ReturnType<typeof receivedOf>): string =>
	JSON.stringify({ path, headers: Object.entries(headers).toSorted(([a], [b]) => (a < b ? -1 : 1)) });
