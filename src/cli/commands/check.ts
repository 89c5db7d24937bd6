// `meshgrant check`: everything that `synth` does, but for the writing.
import { type AccessOptions, printAccess, withAccessOptions } from '../access.ts';
import { factsOf, openCatalog, printDiagnostics, printJson } from '../catalog.ts';
import type { AddCommand } from '../command.ts';
import { exitCodes } from '../exit.ts';
import { type CommonOptions, withCommonOptions } from '../options.ts';

/** Adds `check`: ends with `holds`, or with `badInput` for a catalog with errors. */
export const addCheck: AddCommand = (program, host, finish) => {
	const command = program
		.command('check')
		.description('check a catalog and print what it grants; write nothing')
		.argument('[catalog]', 'catalog file, TypeScript, YAML, or JSON (default: services.catalog.ts)');
	withAccessOptions(withCommonOptions(command)).action(
		async (file: string | undefined, options: CommonOptions & AccessOptions) => {
			const read = await openCatalog(host, file, options.today);
			const { catalog } = read.synthesis;
			const facts = catalog === undefined ? [] : factsOf(catalog, read.synthesis, options);
			if (options.format === 'json') {
				printJson(host, 'check', read, { environments: facts });
			} else {
				printDiagnostics(host, read, options.quiet);
				if (!options.quiet) printAccess(host, facts, options);
			}
			finish(catalog === undefined ? exitCodes.badInput : exitCodes.holds);
		},
	);
};
