// Every verdict that the real istiod and Envoy have given is the verdict of `authorize`, and what an upstream was seen to
// receive is what the decision says.
import { describe, expect, test } from 'vitest';
import { authorizer } from '../../../src/semantics/istio/index.ts';
import type { RecordedCase } from '../../recorded/format.ts';
import { readRecorded, recordedFiles } from '../../recorded/read.ts';
import { ourCase } from './case.ts';
import { expectedOf, receivedOf } from './received.ts';

const ours = new Map<RecordedCase, ReturnType<typeof judge>>();

let compared = 0;

function judge({ asked }: RecordedCase) {
	const { world, enforcer, requests, problems } = ourCase(asked);
	const decide = authorizer(world, enforcer);
	return { requests, problems, decisions: requests.map(decide) };
}

describe.each(recordedFiles)('%s', (name) => {
	const cases = readRecorded(name);
	for (const each of cases) ours.set(each, judge(each));

	test('every verdict', () => {
		const wrong = cases.flatMap((each) =>
			each.verdicts.flatMap(({ verdict, why }, at) => {
				const decision = ours.get(each)?.decisions[at];
				const status = decision?.decision === 'allow' ? 'allow' : decision?.status;
				const said = status === 'closed' ? 'refused' : status;
				return said === verdict ? [] : [{ id: each.asked.id, at, verdict, why, said, because: decision?.because }];
			}),
		);
		expect(wrong).toEqual([]);
	});

	test('what the upstream received', () => {
		for (const each of cases) {
			for (const [at, { received }] of each.verdicts.entries()) {
				const { requests = [], decisions = [] } = ours.get(each) ?? {};
				const [request, decision] = [requests[at], decisions[at]];
				if (received === undefined || request?.http === undefined || decision?.decision !== 'allow') continue;
				expect(expectedOf(request.http, decision.upstream), `${each.asked.id} request ${at}`).toEqual(
					receivedOf(received),
				);
				compared += 1;
			}
		}
	});

	test('nothing that istiod takes is a problem, but what depends on other filters', () => {
		const problems = cases.flatMap((each) => ours.get(each)?.problems ?? []);
		expect(problems.filter(({ kind }) => kind !== 'unmodelled')).toEqual([]);
	});
});

test('nothing is left out', () => {
	const verdicts = [...ours.keys()].flatMap((each) => each.verdicts);
	expect(verdicts.length).toBeGreaterThanOrEqual(14_000);
	expect(compared).toBeGreaterThanOrEqual(1_500);
});
