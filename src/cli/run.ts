// One run of the command line: arguments to exit code. Whatever happens below ends here, as a sentence or as a bug.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Command, CommanderError } from 'commander';
import { ExpectedError } from '../core/expected.ts';
import { paintWith, visible, wrapAfter } from '../report/index.ts';
import type { AddCommand } from './command.ts';
import { addCheck } from './commands/check.ts';
import { addExplain } from './commands/explain.ts';
import { addGraph } from './commands/graph.ts';
import { addInit } from './commands/init.ts';
import { addSynth } from './commands/synth.ts';
import { addTokens } from './commands/tokens.ts';
import { type ExitCode, exitCodes } from './exit.ts';
import { columnsOf, type Host, textOptions, usesColor } from './host.ts';

/** In the order of the help. */
const commands: readonly AddCommand[] = [addInit, addCheck, addSynth, addGraph, addTokens, addExplain];

const exitCodeHelp = `
Exit codes: 0 holds, 1 findings or differences, 2 bad input, 3 undecided,
4 a bug in meshgrant. Results go to standard output, all else to standard error.
NO_COLOR and FORCE_COLOR are respected.`;

/** Runs one command; never rejects. */
export async function run(host: Host): Promise<ExitCode> {
	let code: ExitCode = exitCodes.holds;
	const program = programFor(host);
	for (const add of commands) {
		add(program, host, (finished) => {
			code = finished;
		});
	}
	try {
		await program.parseAsync([...host.argv], { from: 'user' });
		return code;
	} catch (error) {
		return failure(error, host);
	}
}

function programFor(host: Host): Command {
	return new Command('meshgrant')
		.description('Declares who may call whom once, compiles it to Istio and Keycloak, and refuses everything else.')
		.version(versionOf(host), '-V, --version', 'print the version')
		.helpOption('-h, --help', 'print help')
		.helpCommand('help [command]', 'print help for a command')
		.addHelpText('after', exitCodeHelp)
		.showHelpAfterError('(add --help for usage)')
		.exitOverride()
		.configureOutput({
			writeOut: (text) => host.stdout.write(text),
			writeErr: (text) => host.stderr.write(text),
			outputError: (text, write) => write(visibleLines(text)),
			getOutHelpWidth: () => columnsOf(host.stdout, host.env),
			getErrHelpWidth: () => columnsOf(host.stderr, host.env),
			getOutHasColors: () => usesColor(host.stdout, host.env),
			getErrHasColors: () => usesColor(host.stderr, host.env),
		});
}

/** What a person typed is shown again: without what it could do to the terminal. */
const visibleLines = (text: string): string => text.split('\n').map(visible).join('\n');

function versionOf(host: Host): string {
	const manifest: unknown = JSON.parse(readFileSync(join(host.packageFolder, 'package.json'), 'utf8'));
	const isNamed = typeof manifest === 'object' && manifest !== null && 'version' in manifest;
	return isNamed ? String(manifest.version) : 'unknown';
}

function failure(error: unknown, host: Host): ExitCode {
	// Help and version end the same way as errors do; commander has printed what is to be said.
	if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.holds : exitCodes.badInput;
	const { color, width } = textOptions(host.stderr, host.env);
	const paint = paintWith(color);
	if (error instanceof ExpectedError) {
		const [first = '', ...rest] = wrapAfter('error: ', visible(error.message), width, '  ');
		const help = wrapAfter('  help: ', visible(error.help), width, '        ');
		const lines = [paint.error('error:') + first.slice('error:'.length), ...rest, ...help];
		host.stderr.write(`${lines.join('\n')}\n`);
		return exitCodes.badInput;
	}
	const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
	host.stderr.write(
		`${paint.error('bug:')} this is a mistake in meshgrant ${versionOf(host)}, not in your catalog\n\n${visibleLines(stack)}\n\n` +
			'Please report it, with these lines and, if you can, the smallest catalog that shows it.\n',
	);
	return exitCodes.bug;
}
