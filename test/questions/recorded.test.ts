// Recorded verdicts of istiod and Envoy, asked through the published format, are the verdicts that are answered.
import { expect, test } from 'vitest';
import { answerExact, sceneOf } from '../../src/decide/index.ts';
import { parseInnerYaml, readManifestText } from '../../src/load/index.ts';
import { readQuestions } from '../../src/questions/index.ts';
import { readRecorded, recordedFiles } from '../recorded/read.ts';
import { questionLines, recordedVerdict } from './recorded.ts';

/** All of them pass, in 20 seconds; a share of each file is enough to hold the format. `ALL=1` asks all. */
const shares = process.env.ALL === '1' ? { named: 1, examples: 1, random: 1 } : { named: 1, examples: 6, random: 12 };

test.each(recordedFiles)('verdicts of %s', (name) => {
	let asked = 0;
	const cases = readRecorded(name).filter((_, index) => index % shares[name] === 0);
	for (const recorded of cases) {
		const { questions, diagnostics } = readQuestions('recorded.jsonl', questionLines(recorded).join('\n'));
		expect(diagnostics).toEqual([]);
		const { manifests, mesh } = questions[0]?.question ?? {};
		const { objects } = readManifestText('recorded', typeof manifests === 'string' ? manifests : '');
		const scene = sceneOf(objects, { mesh: mesh ?? {}, parse: parseInnerYaml });
		for (const [index, { question }] of questions.entries()) {
			if (question.kind !== 'exact') throw new Error('a recorded case is an exact question');
			const [hop] = answerExact(scene, question).hops;
			const said = hop?.decision?.decision === 'deny' ? hop.decision.status : 'allow';
			const { verdict } = recorded.verdicts[index] ?? {};
			if (verdict === undefined || said !== recordedVerdict(verdict)) {
				throw new Error(`${question.id}: recorded ${verdict}, answered ${said}`);
			}
			asked += 1;
		}
	}
	expect(asked).toBeGreaterThan(250);
});
