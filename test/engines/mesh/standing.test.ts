// The standing run: 100,000 generated verdicts, each answer usable, about half of them `allow`, and each of them the verdict
// of `authorize`. `SETS=20000` for a million, `SEED=7` for others.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { writeEvidence } from '../evidence/write.ts';
import { withEngines } from '../prepare/suite.ts';
import { agreement } from './agreement.ts';
import type { MeshCase } from './case.ts';
import { namedDisagreement } from './disagreement.ts';
import { type MeshMeasures, type MeshOracle, openMesh } from './oracle.ts';
import { counter, standingDefaults, standingRun } from './standing.ts';

const sets = Number(process.env.SETS ?? standingDefaults.sets);
const seed = Number(process.env.SEED ?? standingDefaults.seed);
/** A case a second: twenty times what a quiet machine of two processors takes. */
const limitMs = sets * 1000;
/** Disagreements that are made small and printed; all of them count. */
const shownMost = 5;

await withEngines(['mesh', 'envoy'], (paths) => {
	let oracle: MeshOracle;
	beforeAll(async () => {
		oracle = await openMesh(paths);
	});
	afterAll(() => oracle?.close());

	test(`${sets} generated policy sets: engines and authorize agree on every request, and about half are allowed (seed ${seed})`, {
		timeout: limitMs,
	}, async () => {
		const { count, counts } = counter();
		const shown: { readonly asked: MeshCase; readonly at: number }[] = [];
		let [compared, upstreams, disagreements] = [0, 0, 0];
		for await (const { asked, answer } of standingRun(oracle, { sets, seed })) {
			count(answer);
			const found = agreement(asked, answer);
			compared += found.verdicts;
			upstreams += found.upstreams;
			disagreements += found.disagreements.length;
			const [first] = found.disagreements;
			if (first !== undefined && shown.length < shownMost) shown.push({ asked, at: first.at });
		}
		const small = await Promise.all(shown.map(({ asked, at }) => namedDisagreement(oracle.ask, asked, at)));
		const measures = await oracle.close();
		if (measures === undefined) throw new Error('the oracle died before it said what it measured');
		const { kinds, said, unusable } = counts();
		const { istio, envoy } = oracle.versions;
		const agreed = { compared, upstreams, disagreements };
		process.stdout.write(`${line(measures)}; ${compared} compared, ${disagreements} disagreements\n`);
		await writeEvidence({ suite: 'mesh', engines: { istio, envoy }, said, ...agreed, ...parts(measures) });
		expect(unusable).toEqual([]);
		expect(small.join('\n'), `${disagreements} disagreements`).toBe('');
		expect(disagreements).toBe(0);
		expect(compared).toBe(measures.verdicts);
		expect(upstreams).toBeGreaterThan(compared / 20);
		expect(kinds.invalid ?? 0).toBeLessThan(sets / 20);
		const share = (said.allow ?? 0) / measures.verdicts;
		expect(share).toBeGreaterThan(0.4);
		expect(share).toBeLessThan(0.65);
		expect(measures.verdicts).toBe(Object.values(said).reduce((sum, times) => sum + times, 0));
		if (sets >= standingDefaults.sets) expect(measures.verdicts).toBeGreaterThanOrEqual(100_000);
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
