// Any number of verdicts: `node test/engines/mesh/main.ts [--sets=2050] [--requests=50] [--seed=1000000] [--sidecars]` puts that
// many generated policy sets, with that many requests each, to the engines and prints what the run measured. Exit code 1:
// some answer is no verdict; each such answer is printed.
import { parseArgs } from 'node:util';
import { engine } from '../prepare/index.ts';
import { openMesh } from './oracle.ts';
import { counter, standingDefaults, standingRun } from './standing.ts';

const { values } = parseArgs({
	options: {
		sets: { type: 'string', default: `${standingDefaults.sets}` },
		requests: { type: 'string', default: `${standingDefaults.requests}` },
		seed: { type: 'string', default: `${standingDefaults.seed}` },
		/** Sidecars only: the fast translation. Default: gateways and waypoints among them. */
		sidecars: { type: 'boolean', default: false },
	},
});

async function path(name: 'mesh' | 'envoy'): Promise<string> {
	const found = await engine(name);
	if (found.kind === 'missing') throw new Error(found.why);
	return found.path;
}

const oracle = await openMesh({ mesh: await path('mesh'), envoy: await path('envoy') });
const { count, counts } = counter();
const run = standingRun(oracle, {
	sets: Number(values.sets),
	requests: Number(values.requests),
	seed: Number(values.seed),
	...(values.sidecars ? { worlds: [[1, 'sidecar']] as const } : {}),
});
for await (const { answer } of run) count(answer);
const measures = await oracle.close();
const { unusable, ...found } = counts();
process.stdout.write(`${JSON.stringify({ ...oracle.versions, ...found, ...measures }, null, '\t')}\n`);
for (const answer of unusable) process.stdout.write(`${JSON.stringify(answer)}\n`);
process.exitCode = unusable.length === 0 ? 0 : 1;
