// The standing run: 100,000 generated verdicts, each answer usable, about half of them `allow`. `SETS=20000` for a million,
// `SEED=7` for others.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { writeEvidence } from '../evidence/write.ts';
import { withEngines } from '../prepare/suite.ts';
import { type MeshMeasures, type MeshOracle, openMesh } from './oracle.ts';
import { counter, standingDefaults, standingRun } from './standing.ts';

const sets = Number(process.env.SETS ?? standingDefaults.sets);
const seed = Number(process.env.SEED ?? standingDefaults.seed);
/** A case a second: twenty times what a quiet machine of two processors takes. */
const limitMs = sets * 1000;

await withEngines(['mesh', 'envoy'], (paths) => {
	let oracle: MeshOracle;
	beforeAll(async () => {
		oracle = await openMesh(paths);
	});
	afterAll(() => oracle?.close());

	test(`${sets} generated policy sets can be asked, and about half of the requests are allowed (seed ${seed})`, {
		timeout: limitMs,
	}, async () => {
		const { count, counts } = counter();
		for await (const { answer } of standingRun(oracle, { sets, seed })) count(answer);
		const measures = await oracle.close();
		if (measures === undefined) throw new Error('the oracle died before it said what it measured');
		const { kinds, said, unusable } = counts();
		expect(unusable).toEqual([]);
		expect(kinds.invalid ?? 0).toBeLessThan(sets / 20);
		const share = (said.allow ?? 0) / measures.verdicts;
		expect(share).toBeGreaterThan(0.4);
		expect(share).toBeLessThan(0.65);
		expect(measures.verdicts).toBe(Object.values(said).reduce((sum, times) => sum + times, 0));
		if (sets >= standingDefaults.sets) expect(measures.verdicts).toBeGreaterThanOrEqual(100_000);
		process.stdout.write(`${line(measures)}\n`);
		const { istio, envoy } = oracle.versions;
		await writeEvidence({ suite: 'mesh', engines: { istio, envoy }, said, ...parts(measures) });
	});
});

function parts({ cases, verdicts, seconds, verdictsPerSecond, translationMs, ...more }: MeshMeasures) {
	const { memoryMiB, processorSeconds } = more;
	return { cases, verdicts, seconds, verdictsPerSecond, translationMs, memoryMiB, processorSeconds };
}

function line({ verdicts, cases, seconds, verdictsPerSecond, translationMs, memoryMiB }: MeshMeasures): string {
	const memory = Object.entries(memoryMiB).map(([part, size]) => `${part} ${size} MiB`);
	return [
		`standing run: ${verdicts} verdicts over ${cases} policy sets in ${seconds.toFixed(1)} s`,
		`${verdictsPerSecond.toFixed(0)} a second`,
		`${translationMs.toFixed(1)} ms a translation`,
		memory.join(', '),
	].join('; ');
}
