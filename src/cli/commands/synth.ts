// `meshgrant synth`: compiles a catalog, proves the output and writes its folder, whole or not at all.
import { resolve } from 'node:path';
import type { AccessModel } from '../../access/model.ts';
import { groupBy } from '../../core/order.ts';
import type { ManifestFile } from '../../manifests/object.ts';
import { replaceFolder } from '../../output/index.ts';
import { exitCodeOf } from '../../pipeline.ts';
import { count, proofsJson, visible } from '../../report/index.ts';
import { type AccessOptions, printAccess, withAccessOptions } from '../access.ts';
import { factsOf, openCatalog, printDiagnostics, printJson, printProofs } from '../catalog.ts';
import type { AddCommand } from '../command.ts';
import type { Host } from '../host.ts';
import { type CommonOptions, withCommonOptions } from '../options.ts';
import { progressOn } from '../progress.ts';

interface SynthOptions extends CommonOptions, AccessOptions {
	readonly out?: string;
}

/** Adds `synth`: writes the manifests of all environments; leaves the old ones for a catalog with errors, or without a proof. */
export const addSynth: AddCommand = (program, host, finish) => {
	const command = program
		.command('synth')
		.description('compile a catalog, prove the manifests, write them, and print what they grant')
		.argument('[catalog]', 'catalog file, TypeScript, YAML, or JSON (default: services.catalog.ts)')
		.option('-o, --out <folder>', 'output folder, replaced as a whole (default: dist)');
	withAccessOptions(withCommonOptions(command)).action(async (file: string | undefined, options: SynthOptions) => {
		const read = await openCatalog(host, file, options.today);
		const { catalog } = read.synthesis;
		const text = options.format === 'text';
		if (text) printDiagnostics(host, read, options.quiet);
		// Before anything is written: a mistyped `--service` must not leave half of the work done.
		const facts = catalog === undefined ? [] : factsOf(catalog, read.synthesis, options);
		const isShown = ({ environment }: AccessModel): boolean =>
			options.environment === undefined || environment === options.environment;
		const folder = outputFolder(host, options.out);
		const { files, proofs, verdict } = read.synthesis;
		const paths = verdict === 'proved' ? await write(host, folder, files) : [];
		if (!text) {
			const output = { out: folder, files: paths, proofs: proofsJson(proofs) };
			printJson(host, 'synth', read, { environments: facts, ...output });
		} else if (verdict === 'proved' && !options.quiet) {
			printAccess(host, facts, options);
			printProofs(host, read.synthesis, options.environment);
			host.stderr.write(written(folder, paths) + next(folder, file, read.synthesis.models.filter(isShown), paths));
		}
		finish(exitCodeOf(verdict));
	});
};

/** As a person typed it, without a slash at its end. cdk8s says through the environment where it wants its files. */
function outputFolder(host: Host, out: string | undefined): string {
	const typed = out ?? host.env.CDK8S_OUTDIR ?? 'dist';
	return typed.replace(/(?<=.)[/\\]+$/, '') || '.';
}

async function write(host: Host, folder: string, manifests: readonly ManifestFile[]): Promise<readonly string[]> {
	const progress = progressOn(host);
	progress.step('printing the manifests');
	// Loading cdk8s takes as long as all the rest of a small run: only where something is written.
	const { emit } = await import('../../emit/index.ts');
	const files = emit(manifests);
	progress.step(`writing ${count(files.size, 'file')}`);
	await replaceFolder(resolve(host.cwd, folder), files, folder);
	progress.done();
	return [...files.keys()];
}

function written(folder: string, paths: readonly string[]): string {
	const folders = groupBy(paths, (path) => path.slice(0, path.lastIndexOf('/') + 1));
	const widest = Math.max(0, ...[...folders.keys()].map((path) => path.length));
	const lines = [...folders].map(
		([path, files]) => `  ${visible(`${folder}/${path.padEnd(widest)}`)}  ${count(files.length, 'file')}`,
	);
	return `\nWrote ${count(paths.length, 'file')}:\n${lines.join('\n')}\n`;
}

/** Commands that work as they stand here: with this catalog, one of its environments, one of its services. */
function next(
	folder: string,
	file: string | undefined,
	models: readonly AccessModel[],
	paths: readonly string[],
): string {
	const [model] = models;
	if (model === undefined) return '';
	const catalog = file === undefined ? [] : [file];
	const mesh = paths.find((path) => path.startsWith(`${model.environment}/mesh/`));
	const asker = model.grants.find(({ actor }) => actor.kind === 'service')?.caller.name;
	const graph = ['graph', ...catalog, '-e', model.environment, '--format', 'svg', '--out', 'calls.svg'];
	const lines = [
		...(mesh === undefined
			? []
			: [
					`kubectl diff -R -f ${quoted(`${folder}/${model.environment}/mesh/`)}`,
					'    what would change in the cluster',
				]),
		...(asker === undefined
			? []
			: [
					`npx meshgrant ${['tokens', asker, ...catalog].map(quoted).join(' ')}`,
					`    what the team of ${asker} must do to get its tokens`,
				]),
		`npx meshgrant ${graph.map(quoted).join(' ')}`,
		'    who may call whom, as a picture',
	];
	return `\nNext:\n${lines.map((line) => `  ${visible(line)}\n`).join('')}`;
}

/** As a shell takes it for one word. */
const quoted = (word: string): string => (/^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`);
