// What of the meaning needs no engine to be counted: recorded verdicts against `authorize`, recorded answers of Keycloak
// against `mint`, and the proofs of the catalogs that the repository ships.
import { prove } from '../../../src/prove/index.ts';
import { readRealm } from '../../../src/semantics/keycloak/index.ts';
import { readExample } from '../../examples/read-example.ts';
import { readRecorded, recordedFiles } from '../../recorded/read.ts';
import { compare, recordedRealms } from '../../semantics/keycloak/recorded.ts';
import { agreement } from '../mesh/agreement.ts';
import { exampleCatalogs } from '../mesh/questions.ts';

export interface Compared {
	readonly compared: number;
	readonly disagreements: number;
}

export interface Proved {
	readonly catalog: string;
	readonly places: number;
	readonly grants: number;
	readonly realms: number;
	readonly findings: number;
}

export interface Meaning {
	readonly verdicts: Compared;
	/** Recorded requests whose arrival at the upstream was compared; part of the verdicts. */
	readonly upstreams: number;
	readonly tokens: Compared;
	/** One for each environment of each catalog. */
	readonly proofs: readonly Proved[];
}

/** Counts all of it; a few seconds. */
export async function countMeaning(): Promise<Meaning> {
	const found = recordedFiles
		.flatMap(readRecorded)
		.map(({ asked, adapted, verdicts }) => agreement(asked, { v: 1, id: asked.id, kind: 'judged', verdicts, adapted }));
	const realms = await recordedRealms();
	const minted = realms.flatMap(({ model, matrix, definitions }) =>
		definitions.map(({ document }) => compare(readRealm(document).realm, model, matrix)),
	);
	return {
		verdicts: {
			compared: sum(found, ({ verdicts }) => verdicts),
			disagreements: sum(found, ({ disagreements }) => disagreements.length),
		},
		upstreams: sum(found, ({ upstreams }) => upstreams),
		tokens: {
			compared: sum(minted, ({ cells, tricks }) => cells + tricks),
			disagreements: sum(minted, ({ differing }) => differing.length),
		},
		proofs: (await Promise.all(exampleCatalogs.map(proofsOf))).flat(),
	};
}

async function proofsOf(file: string): Promise<readonly Proved[]> {
	const { models, files } = await readExample(file);
	return models.map((model) => {
		const { findings, counts, environment } = prove(model, files);
		return { catalog: `${model.catalog}, ${environment}`, ...counts, findings: findings.length };
	});
}

const sum = <T>(items: readonly T[], of: (item: T) => number): number =>
	items.reduce((total, item) => total + of(item), 0);
