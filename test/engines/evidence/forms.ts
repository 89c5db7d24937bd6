// The JSON files that engine suites write into the folder EVIDENCE_DIR, one a suite, named `<suite>.json`. A suite without a
// file was not run.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';

const count = z.number().int().nonnegative();
const seconds = z.number().nonnegative();

const tokens = z.object({
	suite: z.literal('tokens'),
	engine: z.string(),
	readySeconds: seconds,
	seconds,
	realms: count,
	asked: count,
	minted: count,
	refused: count,
	tricks: count,
	tricksRefused: count,
	faultsPlanted: count,
	faultsFound: count,
	byWay: z.record(z.string(), z.object({ minted: count, refused: count })),
});

const meshEngines = z.object({ istio: z.string(), envoy: z.string() });

const mesh = z.object({
	suite: z.literal('mesh'),
	engines: meshEngines,
	seconds,
	/** Cases (a policy set on an enforcer) and verdicts of the standing run. */
	cases: count,
	verdicts: count,
	verdictsPerSecond: z.number().nonnegative(),
	translationMs: z.number().nonnegative(),
	memoryMiB: z.record(z.string(), z.number()),
});

const cluster = z.object({
	suite: z.literal('cluster'),
	engine: z.string(),
	seconds,
	catalogs: count,
	/** Manifests of our catalogs and of generated models: accepted, and kept as written. */
	accepted: count,
	/** Planted mistakes and generated near-valid manifests that the server refused. */
	refused: count,
});

const caught = z.array(z.object({ name: z.string(), caughtBy: z.string() }));

const endToEnd = z.object({
	suite: z.literal('end-to-end'),
	engines: meshEngines.extend({ keycloak: z.string() }),
	seconds,
	systems: z.array(
		z.object({
			name: z.string(),
			minted: count,
			rows: z.record(z.string(), count),
			letThrough: count,
			wrong: count,
			leftOut: z.array(z.object({ why: z.string(), uses: count })),
		}),
	),
	faults: caught,
});

const faults = z.object({
	suite: z.literal('end-to-end-faults'),
	engines: meshEngines,
	seconds,
	rows: count,
	faults: caught,
});

const forms = { mesh, tokens, cluster, 'end-to-end': endToEnd, 'end-to-end-faults': faults } as const;
type Suite = keyof typeof forms;

/** What each suite measured; undefined: not run. */
export type Measured = { readonly [S in Suite]?: z.infer<(typeof forms)[S]> | undefined };

/** Reads the files of a folder. Throws an Error that names a file which is not in its form. */
export async function readMeasured(folder: string): Promise<Measured> {
	return {
		mesh: await readForm(folder, mesh, 'mesh'),
		tokens: await readForm(folder, tokens, 'tokens'),
		cluster: await readForm(folder, cluster, 'cluster'),
		'end-to-end': await readForm(folder, endToEnd, 'end-to-end'),
		'end-to-end-faults': await readForm(folder, faults, 'end-to-end-faults'),
	};
}

async function readForm<T>(folder: string, form: z.ZodType<T>, suite: Suite): Promise<T | undefined> {
	const file = join(folder, `${suite}.json`);
	const text = await readFile(file, 'utf8').catch(() => undefined);
	if (text === undefined) return undefined;
	const read = form.safeParse(JSON.parse(text));
	if (read.success) return read.data;
	throw new Error(`${file} has another form: ${z.prettifyError(read.error)}`);
}
