// How many requests a second `authorize` decides on one core: our own policies, the requests that the sample and the
// examples grant and their neighbours, in a process of its own. Prints a JSON line.
import { join } from 'node:path';
import { loadCatalog } from '../src/load/index.ts';
import { synthesize } from '../src/pipeline.ts';
import { authorizer } from '../src/semantics/istio/index.ts';
import { casesOfModel } from '../test/engines/generators/from-model.ts';
import { ourCase } from '../test/semantics/istio/case.ts';

export interface Decisions {
	readonly perSecond: number;
	readonly requests: number;
	readonly allowed: number;
}

const catalogs = [
	'services.catalog.ts',
	...['car-rental', 'orders', 'token-issuer'].map((name) => `examples/${name}/services.catalog.ts`),
];
const root = join(import.meta.dirname, '..');

const asked: (() => boolean)[] = [];
for (const catalog of catalogs) {
	const { catalog: loaded } = await loadCatalog(join(root, catalog));
	if (loaded === undefined) throw new Error(`${catalog} cannot be loaded`);
	const { models, files } = synthesize(loaded.value, loaded.locate, '2026-11-24');
	for (const { asked: mesh } of models.flatMap((model) => casesOfModel(model, files, { seed: 1 }))) {
		const { world, enforcer, requests } = ourCase(mesh);
		const decide = authorizer(world, enforcer);
		asked.push(...requests.map((request) => () => decide(request).decision === 'allow'));
	}
}

/** Processor time: what a core does, whatever else the machine does. */
const rounds = Math.ceil(400_000 / asked.length);
const count = (): number => asked.reduce((sum, ask) => sum + (ask() ? 1 : 0), 0);
for (let round = 0; round < 20; round++) count();
const before = process.cpuUsage();
let allowed = 0;
for (let round = 0; round < rounds; round++) allowed = count();
const { user, system } = process.cpuUsage(before);
const decisions: Decisions = {
	perSecond: Math.round((rounds * asked.length) / ((user + system) / 1e6)),
	requests: asked.length,
	allowed,
};
process.stdout.write(JSON.stringify(decisions));
