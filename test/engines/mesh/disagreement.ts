// What becomes of a disagreement between an engine and `authorize`: it is made small, and printed as a named case that can
// be put into test/recorded/named as it stands, before anything is mended.
import { inspect } from 'node:util';
import { readManifests } from '../generators/objects.ts';
import { shrinkCase } from '../generators/shrink.ts';
import { type Agreement, agreement } from './agreement.ts';
import type { CaseVerdicts, MeshCase } from './case.ts';

export type Ask = (one: MeshCase) => Promise<CaseVerdicts>;

/** No more questions to the engine than this for one disagreement. */
const tries = 400;

/**
 * The smallest case found that still shows a disagreement, as source text; says so where it is not shown again, because it
 * hangs on the requests before or on the weather.
 */
export async function namedDisagreement(ask: Ask, asked: MeshCase, at: number): Promise<string> {
	const compared = async (candidate: MeshCase): Promise<Agreement & { readonly answer: CaseVerdicts }> => {
		const answer = await ask(candidate);
		return { answer, ...comparison(candidate, answer) };
	};
	const shows = async (candidate: MeshCase) => (await compared(candidate)).disagreements.length > 0;
	const request = asked.requests[at];
	const alone = request === undefined ? asked : { ...asked, requests: [request] };
	const start = (await shows(alone)) ? alone : asked;
	const smallest = await shrinkCase(start, shows, { tries });
	const { answer, disagreements } = await compared(smallest);
	const [shown] = disagreements;
	if (shown === undefined) return `${asked.id}, request ${at}: not shown again, alone or with those before it`;
	return `// ${asked.id}, request ${at}: ours is ${shown.ours}, because ${JSON.stringify(shown.because)}\n${namedText(smallest, answer)}`;
}

/** A candidate that cannot be read shows nothing. */
function comparison(candidate: MeshCase, answer: CaseVerdicts): Agreement {
	try {
		return agreement(candidate, answer);
	} catch (error) {
		if (!(error instanceof Error)) throw error;
		return { verdicts: 0, upstreams: 0, disagreements: [] };
	}
}

/** The case as a NamedCase, with what the engine said as what is expected. */
function namedText({ id, manifests, mesh, keys, enforcer, requests }: MeshCase, answer: CaseVerdicts): string {
	const verdicts = answer.kind === 'judged' ? answer.verdicts : [];
	const named = {
		name: `found by ${id}`,
		fact: '2.1',
		says: '',
		...(mesh === undefined ? {} : { mesh }),
		...(keys === undefined ? {} : { keys }),
		enforcer,
		policies: readManifests(manifests),
		rows: requests.map((request, index) => {
			const { verdict, received } = verdicts[index] ?? {};
			const upstream = received === undefined ? {} : { upstream: Object.fromEntries(received.headers ?? []) };
			return { request, expected: verdict, ...upstream };
		}),
	};
	return inspect(named, { depth: null, compact: 3, breakLength: 120, maxArrayLength: null, maxStringLength: null });
}
