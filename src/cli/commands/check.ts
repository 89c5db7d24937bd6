// `meshgrant check`: everything that `synth` does, the proof too, but for the writing.

import { exitCodeOf } from '../../pipeline.ts';
import { proofsJson } from '../../report/index.ts';
import { type AccessOptions, printAccess, withAccessOptions } from '../access.ts';
import { factsOf, openCatalog, printDiagnostics, printJson, printProofs } from '../catalog.ts';
import type { AddCommand } from '../command.ts';
import { type CommonOptions, withCommonOptions } from '../options.ts';

/** Adds `check`: ends with `badInput` for a catalog with errors, else with what the proof says. */
export const addCheck: AddCommand = (program, host, finish) => {
	const command = program
		.command('check')
		.description('check a catalog, prove its output, and print what it grants; write nothing')
		.argument('[catalog]', 'catalog file, TypeScript, YAML, or JSON (default: services.catalog.ts)');
	withAccessOptions(withCommonOptions(command)).action(
		async (file: string | undefined, options: CommonOptions & AccessOptions) => {
			const read = await openCatalog(host, file, options.today);
			const { catalog } = read.synthesis;
			const facts = catalog === undefined ? [] : factsOf(catalog, read.synthesis, options);
			if (options.format === 'json') {
				printJson(host, 'check', read, { environments: facts, proofs: proofsJson(read.synthesis.proofs) });
			} else {
				printDiagnostics(host, read, options.quiet);
				if (!options.quiet) printAccess(host, facts, options);
				if (!options.quiet) printProofs(host, read.synthesis, options.environment);
			}
			finish(exitCodeOf(read.synthesis.verdict));
		},
	);
};
