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
	/** From the call to the first answer. */
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

/** The standing run. */
const mesh = z.object({
	suite: z.literal('mesh'),
	engines: meshEngines,
	seconds,
	/** Policy sets on an enforcer that were judged. */
	cases: count,
	verdicts: count,
	/** By what was said: allow, refused, or a status. */
	said: z.record(z.string(), count),
	/** Verdicts held against `authorize`; arrivals at the upstream, too. */
	compared: count,
	upstreams: count,
	disagreements: count,
	verdictsPerSecond: z.number().nonnegative(),
	translationMs: z.number().nonnegative(),
	memoryMiB: z.record(z.string(), z.number()),
	processorSeconds: z.record(z.string(), z.number()),
});

/** The prover before the engines. */
const proof = z.object({
	suite: z.literal('proof'),
	engines: meshEngines,
	seconds,
	/** Changed manifests that were proved. */
	mutants: count,
	/** Counterexamples that were sent to the engines. */
	sent: count,
	/** Of these, answered as the proof says. */
	confirmed: count,
	/** Places at which something was found under manifests that istiod refuses. */
	refusedByIstio: count,
	/** Manifests proved equal to their catalog. */
	equals: count,
	/** Requests sent under these. */
	meant: count,
	/** Of these, not answered as the catalog means them. */
	strange: count,
});

/** Generated and strange definitions: the answers of a server beside those of `mint`. */
const tokensMeaning = z.object({
	suite: z.literal('tokens-meaning'),
	engine: z.string(),
	seconds,
	realms: count,
	compared: count,
	disagreements: count,
});

/** Changes of compiled output; needs no engine. */
const mutation = z.object({
	suite: z.literal('mutation'),
	/** Changes that change access. */
	mutants: count,
	/** Of these, found by the prover. */
	killed: count,
	/** Changes that are not known to change any. */
	equivalents: count,
	/** Of these, not flagged, or flagged as words that nobody understands. */
	passed: count,
	seconds,
});

const judged = z.object({ engine: z.string(), seconds, accepted: count, refused: count });

/** Manifests of our catalogs, accepted and kept as written; planted mistakes, refused. */
const cluster = judged.extend({ suite: z.literal('cluster'), catalogs: count });

/** Manifests of generated models. */
const clusterGenerated = judged.extend({ suite: z.literal('cluster-generated'), models: count });

/** Manifests with faults in them, some of them harmless; `byRules`: refused by our rules, accepted by the server. */
const clusterNearValid = judged.extend({ suite: z.literal('cluster-near-valid'), byRules: count });

/** `caughtBy`: the row, and what was wrong in it. */
const caught = z.array(z.object({ name: z.string(), caughtBy: z.string() }));

const endToEnd = z.object({
	suite: z.literal('end-to-end'),
	engines: meshEngines.extend({ keycloak: z.string() }),
	seconds,
	systems: z.array(
		z.object({
			name: z.string(),
			minted: count,
			/** By requirement. */
			rows: z.record(z.string(), count),
			/** Rows of N1 to N12 that were let through, as is due: a granted path in other letters, a header that was overwritten. */
			letThrough: count,
			/** Rows in which the engines did not do what they must. */
			wrong: count,
			/** Uses of grants to which a requirement does not apply. */
			leftOut: z.array(z.object({ why: z.string(), uses: count })),
		}),
	),
	/** Planted in a realm. */
	faults: caught,
});

const faults = z.object({
	suite: z.literal('end-to-end-faults'),
	engines: meshEngines,
	seconds,
	/** Rows of all systems without a fault, with tokens that the mesh oracle signs. */
	rows: count,
	faults: caught,
});

const forms = {
	mesh,
	proof,
	tokens,
	'tokens-meaning': tokensMeaning,
	mutation,
	cluster,
	'cluster-generated': clusterGenerated,
	'cluster-near-valid': clusterNearValid,
	'end-to-end': endToEnd,
	'end-to-end-faults': faults,
} as const;
export type Suite = keyof typeof forms;

export type Form<S extends Suite> = z.infer<(typeof forms)[S]>;
export type SystemEvidence = Form<'end-to-end'>['systems'][number];

/** What each suite measured; undefined: not run. */
export type Measured = { readonly [S in Suite]?: Form<S> | undefined };

/** Reads the files of a folder. Throws an Error that names a file which is not in its form. */
export async function readMeasured(folder: string): Promise<Measured> {
	return {
		mesh: await readForm(folder, mesh, 'mesh'),
		proof: await readForm(folder, proof, 'proof'),
		tokens: await readForm(folder, tokens, 'tokens'),
		'tokens-meaning': await readForm(folder, tokensMeaning, 'tokens-meaning'),
		mutation: await readForm(folder, mutation, 'mutation'),
		cluster: await readForm(folder, cluster, 'cluster'),
		'cluster-generated': await readForm(folder, clusterGenerated, 'cluster-generated'),
		'cluster-near-valid': await readForm(folder, clusterNearValid, 'cluster-near-valid'),
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
