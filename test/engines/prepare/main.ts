// `npm run engines [-- mesh envoy keycloak cluster]`: prepares the engines that are named, or all. Progress goes to stderr,
// the table to stdout. Exit code: 0 all are ready, 1 one is not, 2 a name is wrong.
import { type Prepared, prepare } from './prepare.ts';
import type { Recipe } from './recipe.ts';
import { engineNames, isEngineName, recipes } from './recipes/index.ts';
import { preparedTable } from './table.ts';

const asked = process.argv.slice(2);
const wrong = asked.filter((name) => !isEngineName(name));
if (wrong.length > 0) {
	process.stderr.write(`no engine ${wrong.join(', ')}; there are: ${engineNames.join(', ')}\n`);
	process.exitCode = 2;
} else {
	const chosen = engineNames.filter((name) => asked.length === 0 || asked.includes(name)).map((name) => recipes[name]);
	const results = await prepareAll(chosen);
	process.stdout.write(preparedTable(results));
	if (results.some(([, { kind }]) => kind === 'missing' || kind === 'failed')) process.exitCode = 1;
}

/** All at once, but those of one queue one after the other. */
async function prepareAll(chosen: readonly Recipe[]): Promise<readonly (readonly [Recipe, Prepared])[]> {
	const start = performance.now();
	const queues = new Map<string, Promise<unknown>>();
	return Promise.all(
		chosen.map(async (recipe) => {
			const report = (text: string): void => {
				const at = ((performance.now() - start) / 1000).toFixed(0).padStart(4);
				process.stderr.write(`${at} s  ${recipe.name}: ${text}\n`);
			};
			const queue = recipe.queue ?? recipe.name;
			const turn = (queues.get(queue) ?? Promise.resolve()).then(() => prepare(recipe, { report }));
			queues.set(queue, turn);
			return [recipe, await turn] as const;
		}),
	);
}
