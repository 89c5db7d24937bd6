// `meshgrant reach`: what falls with a service, a gateway or a client that is taken over.
import { InvalidArgumentError } from 'commander';
import { reachJson, renderReach } from '../../report/index.ts';
import { reachOf } from '../../survey/index.ts';
import type { AddCommand } from '../command.ts';
import { exitCodes } from '../exit.ts';
import { textOptions } from '../host.ts';
import { openSurvey, type SurveyOptions, tellSurvey, withSurveyOptions } from '../survey.ts';

interface ReachOptions extends SurveyOptions {
	readonly depth: number;
}

const help = `
Direct is what its own credentials open: its certificate, the tokens that it can
get from Keycloak, and those that others hand to it, which it may use again,
also through a gateway. Behind is what the services reached so may do in their
turn, if each does whatever it is asked (a confused deputy); it is no access of
the thief's own, but the most that can be set in motion. What anyone outside may
do without a token is not counted: \`meshgrant who\` lists that.

  meshgrant reach payments -e prod
  meshgrant reach mobile-app -e prod --depth 1

Exits with 0 when the answer is whole, however much there is.`;

/** Adds `reach`: `holds` where the answer is whole, else `undecided`. */
export const addReach: AddCommand = (program, host, finish) => {
	const command = program
		.command('reach')
		.description('list what falls with a service or client that is taken over, with which tokens, through whom')
		.argument('<name>', 'a service, gateway, or client of the catalog, or namespace/name of a manifest')
		.argument('[catalog]', 'catalog file (default: services.catalog.ts)')
		.option('--depth <steps>', 'steps at most; 1 leaves out what lies behind', stepsIn, Number.POSITIVE_INFINITY)
		.addHelpText('after', help);
	withSurveyOptions(command).action(async (name: string, file: string | undefined, options: ReachOptions) => {
		const survey = await openSurvey(host, file, options);
		const reach = survey.ground && reachOf(survey.ground, name, { depth: options.depth });
		const known = survey.ground?.known ?? new Map();
		const body = {
			environment: survey.environment ?? null,
			reach: reach === undefined ? null : reachJson(reach, survey, known),
		};
		tellSurvey(host, 'reach', survey, options, body, () =>
			reach === undefined
				? ''
				: renderReach(reach, { ...textOptions(host.stdout, host.env), environment: survey.environment }),
		);
		finish(survey.code === exitCodes.holds && (reach?.doubts.length ?? 0) > 0 ? exitCodes.undecided : survey.code);
	});
};

function stepsIn(text: string): number {
	if (!/^[1-9]\d{0,2}$/.test(text)) throw new InvalidArgumentError('It must be a number from 1 on.');
	return Number(text);
}
