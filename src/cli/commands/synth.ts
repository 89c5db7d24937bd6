// `meshgrant synth`: compiles a catalog and writes the output folder, whole or not at all.
import { relative, resolve } from 'node:path';
import { groupBy } from '../../core/order.ts';
import type { ManifestFile } from '../../manifests/object.ts';
import { replaceFolder } from '../../output/index.ts';
import { count, renderJson, visible } from '../../report/index.ts';
import { type AccessOptions, printAccess, withAccessOptions } from '../access.ts';
import { factsOf, openCatalog, printDiagnostics, verdictJson } from '../catalog.ts';
import type { AddCommand } from '../command.ts';
import { exitCodes } from '../exit.ts';
import type { Host } from '../host.ts';
import { type CommonOptions, withCommonOptions } from '../options.ts';
import { progressOn } from '../progress.ts';

interface SynthOptions extends CommonOptions, AccessOptions {
	readonly out?: string;
}

export const addSynth: AddCommand = (program, host, finish) => {
	const command = program
		.command('synth')
		.description('compile a catalog, write the manifests of all environments, and print what they grant')
		.argument('[catalog]', 'catalog file, TypeScript, YAML, or JSON (default: services.catalog.ts)')
		.option('-o, --out <folder>', 'output folder, replaced as a whole (default: dist)');
	withAccessOptions(withCommonOptions(command)).action(async (file: string | undefined, options: SynthOptions) => {
		const read = await openCatalog(host, file, options.today);
		const { catalog } = read.synthesis;
		const text = options.format === 'text';
		if (text) printDiagnostics(host, read, options.quiet);
		// Before anything is written: a mistyped `--service` must not leave half of the work done.
		const facts = catalog === undefined ? [] : factsOf(catalog, read.synthesis, options);
		const folder = outputFolder(host, options.out);
		const paths = catalog === undefined ? [] : await write(host, folder, read.synthesis.files);
		if (!text) {
			const output = { out: folder, files: paths };
			host.stdout.write(renderJson('synth', { ...verdictJson(read), environments: facts, ...output }));
		} else if (catalog !== undefined && !options.quiet) {
			printAccess(host, facts, options);
			host.stderr.write(written(folder, paths));
		}
		finish(catalog === undefined ? exitCodes.badInput : exitCodes.holds);
	});
};

/** Relative to the process, as a person would type it. cdk8s says through the environment where it wants its files. */
function outputFolder(host: Host, out: string | undefined): string {
	const folder = resolve(host.cwd, out ?? host.env.CDK8S_OUTDIR ?? 'dist');
	return relative(process.cwd(), folder) || '.';
}

async function write(host: Host, folder: string, manifests: readonly ManifestFile[]): Promise<readonly string[]> {
	const progress = progressOn(host);
	progress.step('printing the manifests');
	// Loading cdk8s takes as long as all the rest of a small run: only where something is written.
	const { emit } = await import('../../emit/index.ts');
	const files = emit(manifests);
	progress.step(`writing ${count(files.size, 'file')}`);
	await replaceFolder(folder, files);
	progress.done();
	return [...files.keys()];
}

function written(folder: string, paths: readonly string[]): string {
	const folders = groupBy(paths, (path) => path.slice(0, path.lastIndexOf('/') + 1));
	const widest = Math.max(0, ...[...folders.keys()].map((path) => path.length));
	const lines = [...folders].map(
		([path, files]) => `  ${visible(`${folder}/${path.padEnd(widest)}`)}  ${count(files.length, 'file')}`,
	);
	const mesh = [...folders.keys()].find((path) => path.endsWith('/mesh/')) ?? '';
	const next = [
		'Next:',
		`  kubectl diff -R -f ${folder}/${mesh}`,
		'      what would change in the cluster',
		'  meshgrant tokens <service>',
		'      what a team must do to get its tokens',
		'  meshgrant graph --format svg --out calls.svg',
		'      who may call whom, as a picture',
	];
	return `\nWrote ${count(paths.length, 'file')}:\n${lines.join('\n')}\n\n${next.join('\n')}\n`;
}
