// Recorded cases as lines of a file of questions: everything that a verdict depends on fits into the format.

import { requestJson } from '../../src/questions/index.ts';
import type { RecordedCase } from '../recorded/format.ts';
import { ourCase } from '../semantics/istio/case.ts';

/** One line for each request of the case. */
export function questionLines({ asked }: RecordedCase): readonly string[] {
	const { world, enforcer, requests } = ourCase(asked);
	return requests.map((request, index) =>
		JSON.stringify({
			v: 1,
			id: `${asked.id} ${index}`,
			manifests: asked.manifests,
			mesh: world.mesh,
			enforcer,
			request: requestJson(request),
		}),
	);
}

/** The verdict that the engine gave, in the words of an answer. */
export const recordedVerdict = (verdict: RecordedCase['verdicts'][number]['verdict']): number | 'allow' | 'closed' =>
	verdict === 'refused' ? 'closed' : verdict;
