// `meshgrant tokens`: what the team of a service or client must do to get its tokens.
import { tokenInstructions } from '../../compile/index.ts';
import { ExpectedError } from '../../core/expected.ts';
import { didYouMean, nearest } from '../../core/nearest.ts';
import { checkKnown, openCatalog, printDiagnostics, printJson } from '../catalog.ts';
import type { AddCommand } from '../command.ts';
import { exitCodes } from '../exit.ts';
import { textOptions } from '../host.ts';
import { type CommonOptions, environmentOption, withCommonOptions } from '../options.ts';
import { tokensText } from '../tokens-text.ts';

interface TokensOptions extends CommonOptions {
	readonly environment?: string;
}

/** Adds `tokens`: what one service, gateway, or client must do for its tokens, in each environment. */
export const addTokens: AddCommand = (program, host, finish) => {
	const command = program
		.command('tokens')
		.description('print what a service or client must do to get its tokens')
		.argument('<service>', 'name of a service, a gateway, or a client')
		.argument('[catalog]', 'catalog file, TypeScript, YAML, or JSON (default: services.catalog.ts)')
		.addOption(environmentOption());
	withCommonOptions(command).action(async (name: string, file: string | undefined, options: TokensOptions) => {
		const read = await openCatalog(host, file, options.today);
		const { catalog, models } = read.synthesis;
		const { environment } = options;
		if (environment !== undefined && catalog !== undefined) {
			checkKnown(
				'environment',
				environment,
				models.map((model) => model.environment),
			);
		}
		const answers = models
			.filter((model) => environment === undefined || model.environment === environment)
			.map((model) => ({ environment: model.environment, answer: tokenInstructions(model, name) }));
		for (const { answer } of answers) {
			if (answer.kind !== 'unknown') continue;
			const help = didYouMean(nearest(name, answer.known), '`meshgrant check` lists all services');
			throw new ExpectedError(`the catalog has no service, client, or gateway \`${name}\``, help);
		}
		if (options.format === 'json') {
			printJson(host, 'tokens', read, { name, environments: answers });
		} else {
			printDiagnostics(host, read, options.quiet);
			host.stdout.write(
				answers.map((one) => tokensText(one.environment, one.answer, textOptions(host.stdout, host.env))).join('\n'),
			);
		}
		finish(catalog === undefined ? exitCodes.badInput : exitCodes.holds);
	});
};
