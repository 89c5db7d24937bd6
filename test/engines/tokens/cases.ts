// The models whose tokens are tried: every example that has tokens, in each of its environments; models made by hand where
// actors mix; and generated ones, small and the same each time.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { AccessModel, Issuer } from '../../../src/access/model.ts';
import { locateByPath } from '../../../src/core/origin.ts';
import { synthesize } from '../../../src/pipeline.ts';
import { bank } from '../../compile/backends/keycloak/bank.ts';
import { readExample } from '../../examples/read-example.ts';
import { generateCatalog } from '../../generators/catalog.ts';
import { actors } from './actors.ts';
import { randomActors } from './random-actors.ts';

export interface RealmCase {
	/** Unique; also the name of its recorded matrix. */
	readonly name: string;
	readonly model: AccessModel;
	readonly issuer: Issuer;
}

const root = join(import.meta.dirname, '../../..');
const today = '2026-11-24';

/** Examples and models made by hand: their matrices are recorded. */
export async function recordedCases(): Promise<readonly RealmCase[]> {
	const found = readdirSync(join(root, 'examples'), { recursive: true, encoding: 'utf8' });
	const examples = found.filter((path) => path.endsWith('services.catalog.ts')).sort();
	const read = await Promise.all(
		['services.catalog.ts', ...examples.map((path) => `examples/${path}`)].map(async (path) => {
			const { models } = await readExample(path);
			return models.flatMap((model) => realmsOf(`${model.catalog}.${model.environment}`, model));
		}),
	);
	return [...read.flat(), ...realmsOf('actors', actors), ...realmsOf('small-bank', bank)];
}

/** Generated: judged, never recorded. */
export function generatedCases(): readonly RealmCase[] {
	const catalogs = [1, 2].flatMap((seed) => {
		const catalog = generateCatalog({ services: 4, edges: 14, seed });
		const { models, diagnostics } = synthesize(catalog, locateByPath('services.catalog.ts'), today);
		if (models.length === 0) throw new Error(JSON.stringify(diagnostics));
		return models.flatMap((model) => realmsOf(`generated-${seed}`, model));
	});
	const mixed = randomActors(4, 20261124).flatMap((model, index) => realmsOf(`random-${index}`, model));
	return [...catalogs, ...mixed];
}

/** One case for each issuer that somebody gets tokens from. */
const realmsOf = (name: string, model: AccessModel): readonly RealmCase[] =>
	model.issuers
		.filter((issuer) => model.clients.some((client) => client.issuer.name === issuer.name))
		.map((issuer, index) => ({ name: index === 0 ? name : `${name}.${issuer.name}`, model, issuer }));

/** For a model that has one issuer. */
export function onlyRealmOf(model: AccessModel): Pick<RealmCase, 'model' | 'issuer'> {
	const [issuer, ...others] = model.issuers;
	if (issuer === undefined || others.length > 0) throw new Error(`${model.catalog} has not one issuer`);
	return { model, issuer };
}
