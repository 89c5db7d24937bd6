// How fast are verdicts? `node test/engines/mesh/main.ts [--sets=2000] [--requests=50] [--seed=1] [--sidecars]` puts that many
// generated policy sets, with that many requests each, to the engines and prints what the run measured.
import { parseArgs } from 'node:util';
import { meshCase } from '../generators/mesh-case.ts';
import { engine } from '../prepare/index.ts';
import type { MeshCase } from './case.ts';
import { openMesh } from './oracle.ts';

const { values } = parseArgs({
	options: {
		sets: { type: 'string', default: '2000' },
		requests: { type: 'string', default: '50' },
		seed: { type: 'string', default: '1' },
		/** Sidecars only: the fast translation. Default: gateways and waypoints among them. */
		sidecars: { type: 'boolean', default: false },
	},
});

async function path(name: 'mesh' | 'envoy'): Promise<string> {
	const found = await engine(name);
	if (found.kind === 'missing') throw new Error(found.why);
	return found.path;
}

function* cases(): Generator<MeshCase> {
	const seed = Number(values.seed);
	const worlds = values.sidecars ? { worlds: [[1, 'sidecar']] as const } : {};
	for (let n = 0; n < Number(values.sets); n++)
		yield meshCase(seed + n, { requests: Number(values.requests), ...worlds });
}

const oracle = await openMesh({ mesh: await path('mesh'), envoy: await path('envoy') });
const kinds: Record<string, number> = {};
for await (const { kind } of oracle.judge(cases())) kinds[kind] = (kinds[kind] ?? 0) + 1;
const measures = await oracle.close();
process.stdout.write(`${JSON.stringify({ ...oracle.versions, kinds, ...measures }, null, '\t')}\n`);
