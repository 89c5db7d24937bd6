// `meshgrant init`: a first catalog that compiles at once, in a folder that has none.

import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { Option } from 'commander';
import { ExpectedError } from '../../core/expected.ts';
import { renderJson } from '../../report/index.ts';
import type { AddCommand } from '../command.ts';
import { exitCodes } from '../exit.ts';
import { firstFiles } from '../first-catalog.ts';
import type { Host } from '../host.ts';

/** Adds `init`: writes the first files into the current folder; throws an ExpectedError where one is there already. */
export const addInit: AddCommand = (program, host, finish) => {
	program
		.command('init')
		.description('write a first catalog, and cdk8s.yaml for `cdk8s synth`')
		.addOption(new Option('--format <format>', 'output format').choices(['text', 'json']).default('text'))
		.option('-q, --quiet', 'print errors only', false)
		.action(async (options: { readonly format: string; readonly quiet: boolean }) => {
			const files = [...firstFiles.keys()];
			await writeNew(host);
			if (options.format === 'json') host.stdout.write(renderJson('init', { files }));
			else if (!options.quiet) {
				host.stdout.write(files.map((file) => `wrote ${file}\n`).join(''));
				host.stderr.write(nextSteps(isInstalled(host)));
			}
			finish(exitCodes.holds);
		});
};

/** `npx` would fetch the program, but the catalog itself imports the package. */
function isInstalled({ cwd }: Host): boolean {
	try {
		createRequire(join(cwd, 'services.catalog.ts')).resolve('meshgrant/package.json');
		return true;
	} catch {
		return false;
	}
}

const nextSteps = (installed: boolean): string => `
Next:
${installed ? '' : '  npm install --save-dev meshgrant cdk8s-cli\n      the catalog imports `meshgrant`, which is not installed here\n'}  npx meshgrant check
      what the catalog grants
  npx meshgrant synth
      write the manifests to dist/ (\`cdk8s synth\` of cdk8s-cli does the same)
  Then open services.catalog.ts and put your own services in.
`;

/** Never overwrites: all files are looked for before the first is written, and each is created or refused. */
async function writeNew({ cwd }: Host): Promise<void> {
	const here = [...firstFiles.keys()].filter((file) => existsSync(join(cwd, file)));
	if (here.length > 0) {
		throw new ExpectedError(
			`${here.map((file) => `\`${file}\``).join(' and ')} ${here.length === 1 ? 'is' : 'are'} here already; nothing was written`,
			'run `meshgrant init` in another folder, or move what is here',
		);
	}
	try {
		await mkdir(cwd, { recursive: true });
		for (const [file, text] of firstFiles) await writeFile(join(cwd, file), text, { flag: 'wx' });
	} catch (error) {
		const why = error instanceof Error ? error.message : String(error);
		throw new ExpectedError(`the files cannot be written: ${why}`, 'check the permissions of the folder');
	}
}
