// istiod's conversion for ztunnel, asked now: chains of the same manifests decide as a ztunnel that is sent it.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ztunnelCase } from '../../semantics/istio/ztunnel/cases.ts';
import { differences } from '../../semantics/istio/ztunnel/compare.ts';
import { withEngines } from '../prepare/suite.ts';
import { type MeshOracle, openMesh } from './oracle.ts';

await withEngines(['mesh', 'envoy'], (paths) => {
	let oracle: MeshOracle;
	beforeAll(async () => {
		oracle = await openMesh(paths);
	});
	afterAll(() => oracle.close());

	test('generated worlds', async () => {
		const cases = Array.from({ length: 600 }, (_, index) => ztunnelCase(10_000 + index));
		let at = 0;
		for await (const answer of oracle.judge(cases)) {
			const asked = cases[at++];
			if (asked === undefined || answer.kind !== 'notExecutable' || answer.ztunnel === undefined) {
				throw new Error(`${answer.id}: ${answer.kind === 'judged' ? 'judged' : answer.why}`);
			}
			expect(differences(asked, answer.ztunnel)).toEqual([]);
		}
		expect(at).toBe(cases.length);
	});
});
