// Everything that is recorded, before it is asked: the named cases, our own examples' output, generated cases.
import { readdirSync } from 'node:fs';
import { readExample } from '../../examples/read-example.ts';
import type { RecordOrigin } from '../../recorded/format.ts';
import { caseOf } from '../../recorded/named/case.ts';
import { namedCases } from '../../recorded/named/index.ts';
import type { RecordedFile } from '../../recorded/read.ts';
import { casesOfModel } from '../generators/from-model.ts';
import { type MeshCaseOptions, meshCase } from '../generators/mesh-case.ts';
import { writeManifests } from '../generators/objects.ts';
import type { MeshCase } from './case.ts';

export type Question = { readonly origin: RecordOrigin; readonly asked: MeshCase };

/** Seeds 1 to this; those whose policies istiod refuses are left out. */
const seeds = 500;
/** The first of the seeds in which the requests of the examples are drawn. */
const exampleSeed = 1000;

/** More gateways and waypoints than usual, so that each of their features occurs. */
export const recordedOptions: MeshCaseOptions = {
	addresses: 'any',
	worlds: [
		[66, 'sidecar'],
		[9, 'istio-gateway'],
		[10, 'kubernetes-gateway'],
		[15, 'waypoint'],
	],
};

export async function questions(): Promise<Readonly<Record<RecordedFile, readonly Question[]>>> {
	return {
		named: namedCases.map((named) => ({
			origin: { kind: 'named', fact: named.fact, says: named.says },
			asked: caseOf(named, writeManifests),
		})),
		examples: await exampleQuestions(),
		random: Array.from({ length: seeds }, (_, index) => ({
			origin: { kind: 'random', seed: index + 1 },
			asked: meshCase(index + 1, recordedOptions),
		})),
	};
}

/** No catalog, and one that is another example's with a patch on it. */
const others: ReadonlySet<string> = new Set(['cdk8s-app', 'widened']);

/** The catalogs of this repository, from its root. */
export const exampleCatalogs: readonly string[] = [
	'services.catalog.ts',
	...readdirSync(new URL('../../../examples', import.meta.url), { withFileTypes: true })
		.filter((entry) => entry.isDirectory() && !others.has(entry.name))
		.map(({ name }) => `examples/${name}/services.catalog.ts`)
		.toSorted(),
];

async function exampleQuestions(): Promise<readonly Question[]> {
	const made: Question[] = [];
	for (const catalog of exampleCatalogs) {
		const { models, files } = await readExample(catalog);
		for (const model of models) {
			for (const { workload, granted, asked } of casesOfModel(model, files, { seed: exampleSeed + made.length })) {
				made.push({ origin: { kind: 'example', catalog, workload, granted }, asked });
			}
		}
	}
	return made;
}
