// The generators against the real engines: what a generated case shows can be shrunk, and the recorded verdicts are still those
// of the engine. That what they make can be asked, and half of it is allowed, is for mesh/standing.test.ts to say.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readRecorded } from '../../recorded/read.ts';
import { stable } from '../../recorded/stable.ts';
import type { CaseVerdicts, MeshCase } from '../mesh/case.ts';
import { type MeshOracle, openMesh } from '../mesh/oracle.ts';
import { recordedOptions } from '../mesh/questions.ts';
import { withEngines } from '../prepare/suite.ts';
import { meshCase } from './mesh-case.ts';
import { readManifests } from './objects.ts';
import { type Shows, shrinkCase } from './shrink.ts';

const seed = Number(process.env.SEED ?? 7_000_000);

await withEngines(['mesh', 'envoy'], ({ mesh, envoy }) => {
	let oracle: MeshOracle;
	beforeAll(async () => {
		oracle = await openMesh({ mesh, envoy });
	});
	afterAll(() => oracle?.close());

	const judge = async (cases: readonly MeshCase[]): Promise<readonly CaseVerdicts[]> => {
		const answers: CaseVerdicts[] = [];
		for await (const answer of oracle.judge(cases)) answers.push(answer);
		return answers;
	};

	test('a surprise is shrunk to what makes it: plaintext that an ALLOW admits by a field that it lacks', async () => {
		const shows: Shows = async (candidate) => {
			const negative = readManifests(candidate.manifests).some(
				({ kind, spec }) => kind === 'AuthorizationPolicy' && /"not(Principals|Namespaces)"/.test(JSON.stringify(spec)),
			);
			if (!negative || candidate.requests.length === 0) return false;
			const answer = await oracle.ask(candidate);
			if (answer.kind !== 'judged') return false;
			return answer.verdicts.some(
				({ verdict }, at) => verdict === 'allow' && candidate.requests[at]?.from === 'plaintext',
			);
		};
		for (let index = 0; index < 200; index++) {
			const start = meshCase(seed + index, { worlds: [[1, 'sidecar']], requests: 10 });
			if (!(await shows(start))) continue;
			const smallest = await shrinkCase(start, shows);
			expect(smallest.requests).toHaveLength(1);
			expect(readManifests(smallest.manifests)).toHaveLength(1);
			expect(await shows(smallest)).toBe(true);
			return;
		}
		expect.unreachable('no generated case admits plaintext by a missing identity');
	});

	test('the engine says what is recorded (otherwise: node test/engines/mesh/record.ts)', async (context) => {
		if (oracle.versions.network === 'shared') context.skip('no network namespace: some addresses cannot be used');
		const recorded = [
			...readRecorded('named'),
			...readRecorded('examples').filter((_, index) => index % 4 === 0),
			...readRecorded('random').filter((_, index) => index % 8 === 0),
		];
		const answers = await judge(recorded.map(({ asked }) => asked));
		const now = answers.map((answer) => ({
			id: answer.id,
			verdicts: answer.kind === 'judged' && answer.verdicts.map(stable),
		}));
		expect(now).toEqual(recorded.map(({ asked, verdicts }) => ({ id: asked.id, verdicts })));
	});

	test('both addresses of a request are of one version of IP', () => {
		const requests = Array.from({ length: 500 }, (_, index) => meshCase(index, recordedOptions).requests).flat();
		const six = (address: string | undefined) => address?.includes(':') ?? false;
		const unlike = requests.filter((each) => six(each.sourceAddress) !== six(each.destinationAddress));
		expect(unlike).toEqual([]);
	});

	test('random cases are asked with what recording asks', () => {
		const [some] = readRecorded('random');
		expect(some?.origin.kind === 'random' && meshCase(some.origin.seed, recordedOptions)).toEqual(some?.asked);
	});
});
