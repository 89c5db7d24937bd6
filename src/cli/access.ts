// The options and the text of "what this catalog grants", which `check` and `synth` share.
import type { Command } from 'commander';
import { type AccessFacts, renderAccess } from '../report/index.ts';
import { type Host, textOptions } from './host.ts';
import { environmentOption, serviceOption } from './options.ts';

export interface AccessOptions {
	readonly environment?: string;
	readonly service?: string;
	readonly all: boolean;
}

/** Grants of one environment that a terminal still shows one by one. */
const most = 200;

/** Adds the options that narrow or widen what `check` and `synth` print of the grants. */
export const withAccessOptions = (command: Command): Command =>
	command
		.addOption(environmentOption())
		.addOption(serviceOption())
		.option('-a, --all', `print every grant, also beyond ${most}`, false);

/** Prints the facts to stdout, one environment after the other. */
export function printAccess(host: Host, facts: readonly AccessFacts[], options: AccessOptions): void {
	const layout = {
		...textOptions(host.stdout, host.env),
		most: options.all ? Number.POSITIVE_INFINITY : most,
		rest: '`--service <name>` shows one service, `--all` everything, and `--format json` is for programs.',
	};
	const [base] = facts;
	const texts = facts.map((one) => renderAccess(one, { ...layout, ...(one === base || !base ? {} : { base }) }));
	host.stdout.write(texts.join('\n'));
}
