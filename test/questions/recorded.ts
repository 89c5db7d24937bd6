// Recorded cases as lines of a file of questions: everything that a verdict depends on fits into the format.

import type { Request, TokenPlace } from '../../src/semantics/istio/index.ts';
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
			request: written(request),
		}),
	);
}

/** The verdict that the engine gave, in the words of an answer. */
export const recordedVerdict = (verdict: RecordedCase['verdicts'][number]['verdict']): number | 'allow' | 'closed' =>
	verdict === 'refused' ? 'closed' : verdict;

const written = ({ http, ...sender }: Request) => ({
	...sender,
	...(http === undefined
		? {}
		: { http: { ...http, tokens: http.tokens.map(({ in: place, ...token }) => ({ in: placeOf(place), ...token })) } }),
});

function placeOf(place: TokenPlace): Readonly<Record<string, string>> {
	switch (place.kind) {
		case 'header':
			return { header: place.name, prefix: place.prefix };
		case 'parameter':
			return { parameter: place.name };
		case 'cookie':
			return { cookie: place.name };
	}
}
