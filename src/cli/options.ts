// Options that several commands share: one wording, one check.
import { type Command, InvalidArgumentError, Option } from 'commander';

export interface CommonOptions {
	readonly format: 'text' | 'json';
	readonly quiet: boolean;
	readonly today?: string;
}

/** Adds `--format`, `--quiet`, and the hidden `--today`, which makes runs repeatable. */
export function withCommonOptions(command: Command): Command {
	return command
		.addOption(new Option('--format <format>', 'output format').choices(['text', 'json']).default('text'))
		.addOption(new Option('-q, --quiet', 'print errors only').default(false))
		.addOption(todayOption());
}

/** The day against which exceptions are held; today when left out. */
export function todayOption(): Option {
	return new Option('--today <date>', 'day against which exceptions are held, YYYY-MM-DD').argParser(day).hideHelp();
}

/** `--environment`; the description says what happens without it, which differs from command to command. */
export const environmentOption = (description = 'show this environment only; all of them otherwise'): Option =>
	new Option('-e, --environment <name>', description);

/** `--service`, which narrows what is shown. */
export const serviceOption = (): Option => new Option('-s, --service <name>', 'show only what touches this service');

function day(text: string): string {
	const date = new Date(`${text}T00:00:00Z`);
	if (!/^\d{4}-\d\d-\d\d$/.test(text) || Number.isNaN(date.getTime()) || date.toISOString().slice(0, 10) !== text) {
		throw new InvalidArgumentError('It must be a day such as 2026-11-24.');
	}
	return text;
}
