// One run of the command line: arguments to exit code. Whatever happens below ends here, as a sentence or as a bug.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Command, CommanderError } from 'commander';
import { ExpectedError } from '../core/expected.ts';
import { paintWith, renderJson, visible, wrapAfter } from '../report/index.ts';
import type { AddCommand } from './command.ts';
import { addCheck } from './commands/check.ts';
import { addDecide } from './commands/decide.ts';
import { addExplain } from './commands/explain.ts';
import { addGraph } from './commands/graph.ts';
import { addInit } from './commands/init.ts';
import { addReach } from './commands/reach.ts';
import { addSynth } from './commands/synth.ts';
import { addTokens } from './commands/tokens.ts';
import { addWho } from './commands/who.ts';
import { type ExitCode, exitCodes } from './exit.ts';
import { columnsOf, type Host, textOptions, usesColor } from './host.ts';

/** In the order of the help. */
const commands: readonly AddCommand[] = [
	addInit,
	addCheck,
	addSynth,
	addDecide,
	addWho,
	addReach,
	addGraph,
	addTokens,
	addExplain,
];

const exitCodeHelp = `
Exit codes: 0 holds, 1 findings or differences, 2 bad input, 3 undecided,
4 a bug in meshgrant. Results go to standard output, all else to standard error.
NO_COLOR and FORCE_COLOR are respected.`;

const usageHelp = 'add --help for usage';

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
		const mistake = mistakeIn(error);
		if (mistake === undefined) return failure(error, host);
		if (asksForJson(host.argv)) {
			const command =
				program.commands.find((one) => [one.name(), ...one.aliases()].includes(host.argv[0] ?? ''))?.name() ?? null;
			host.stdout.write(renderJson(command, { ok: false, error: mistake }));
		}
		if (error instanceof ExpectedError) host.stderr.write(sentences(mistake, host));
		return exitCodes.badInput;
	}
}

interface Mistake {
	readonly message: string;
	readonly help: string;
}

/** What the user can mend; undefined for a bug, and for what only looks like an error to commander. */
function mistakeIn(error: unknown): Mistake | undefined {
	if (error instanceof ExpectedError) return { message: error.message, help: error.help };
	// Help and version end the same way as errors do.
	if (!(error instanceof CommanderError) || error.exitCode === 0) return undefined;
	return { message: visible(error.message.replace(/^error: /, '').replaceAll('\n', ' ')), help: usageHelp };
}

/** Read from the arguments themselves: where they are wrong, commander has no options to ask. */
function asksForJson(argv: readonly string[]): boolean {
	const isFormat = (word: string | undefined): boolean => word === '--format' || word === '-f';
	return argv.some(
		(word, index) => /^(?:--format=|-f=?)json$/.test(word) || (word === 'json' && isFormat(argv[index - 1])),
	);
}

function sentences(mistake: Mistake, host: Host): string {
	const { color, width } = textOptions(host.stderr, host.env);
	const [first = '', ...rest] = wrapAfter('error: ', visible(mistake.message), width, '  ');
	const help = wrapAfter('  help: ', visible(mistake.help), width, '        ');
	const lines = [paintWith(color).error('error:') + first.slice('error:'.length), ...rest, ...help];
	return `${lines.join('\n')}\n`;
}

function programFor(host: Host): Command {
	return (
		new Command('meshgrant')
			.description('Declares who may call whom once, compiles it to Istio and Keycloak, and refuses everything else.')
			.version(versionOf(host), '-V, --version', 'print the version')
			.helpOption('-h, --help', 'print help')
			.helpCommand('help [command]', 'print help for a command')
			.addHelpText('after', exitCodeHelp)
			.showHelpAfterError(`(${usageHelp})`)
			// Commands with several arguments leave less room than commander wraps in by default.
			.configureHelp({ minWidthToWrap: 20 })
			.exitOverride()
			.configureOutput({
				writeOut: (text) => host.stdout.write(text),
				writeErr: (text) => host.stderr.write(text),
				outputError: (text, write) => write(visibleLines(text)),
				getOutHelpWidth: () => columnsOf(host.stdout, host.env),
				getErrHelpWidth: () => columnsOf(host.stderr, host.env),
				getOutHasColors: () => usesColor(host.stdout, host.env),
				getErrHasColors: () => usesColor(host.stderr, host.env),
			})
	);
}

/** What a person typed is shown again: without what it could do to the terminal. */
const visibleLines = (text: string): string => text.split('\n').map(visible).join('\n');

function versionOf(host: Host): string {
	const manifest: unknown = JSON.parse(readFileSync(join(host.packageFolder, 'package.json'), 'utf8'));
	const isNamed = typeof manifest === 'object' && manifest !== null && 'version' in manifest;
	return isNamed ? String(manifest.version) : 'unknown';
}

function failure(error: unknown, host: Host): ExitCode {
	// Help or version; commander has printed it.
	if (error instanceof CommanderError) return exitCodes.holds;
	const paint = paintWith(usesColor(host.stderr, host.env));
	const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
	host.stderr.write(
		`${paint.error('bug:')} this is a mistake in meshgrant ${versionOf(host)}, not in your catalog\n\n${visibleLines(stack)}\n\n` +
			'Please report it, with these lines and, if you can, the smallest catalog that shows it.\n',
	);
	return exitCodes.bug;
}
