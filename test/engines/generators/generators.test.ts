// The generators against the real engines: what they make can be asked, half of it is allowed, what it shows can be shrunk,
// and the recorded verdicts are still those of the engine.
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
const count = Number(process.env.RUNS ?? 300);

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

	test(`${count} generated cases can be asked, and about half of the requests are allowed (seed ${seed})`, async () => {
		const cases = Array.from({ length: count }, (_, index) => meshCase(seed + index));
		const answers = await judge(cases);
		const unusable = answers.filter(({ kind }) => kind !== 'judged' && kind !== 'invalid');
		expect(unusable).toEqual([]);
		expect(answers.filter(({ kind }) => kind === 'invalid').length).toBeLessThan(count / 20);
		const verdicts = answers.flatMap((answer) => (answer.kind === 'judged' ? answer.verdicts : []));
		const share = verdicts.filter(({ verdict }) => verdict === 'allow').length / verdicts.length;
		process.stdout.write(`generated: ${verdicts.length} verdicts, ${Math.round(share * 100)} % allowed\n`);
		expect(share).toBeGreaterThan(0.4);
		expect(share).toBeLessThan(0.65);
	});

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

	test('random cases are asked with what recording asks', () => {
		const [some] = readRecorded('random');
		expect(some?.origin.kind === 'random' && meshCase(some.origin.seed, recordedOptions)).toEqual(some?.asked);
	});
});
