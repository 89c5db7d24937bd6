// `meshgrant who`: everybody who can call a service, by what the policies really do.
import { readRequestText } from '../../decide/request-text.ts';
import { renderWho, whoJson } from '../../report/index.ts';
import { type Asked, foundBy, whoCan } from '../../survey/index.ts';
import type { AddCommand } from '../command.ts';
import { exitCodes } from '../exit.ts';
import { textOptions } from '../host.ts';
import { openSurvey, type SurveyOptions, tellSurvey, withSurveyOptions } from '../survey.ts';

interface WhoOptions extends SurveyOptions {
	readonly port?: string;
}

const help = `
Read from the policies themselves, not from grants. Each caller is an exact
identity, or said outright: any pod of a namespace, any pod in the mesh, anyone
in the network without mutual TLS, anyone outside through a gateway.

  meshgrant who accounts -e prod
  meshgrant who accounts 'GET /accounts/1' -e prod
  meshgrant who shop/cart --manifests k8s/
  kubectl get … -A -o yaml | meshgrant who shop/cart --manifests -

Exits with 0 when the answer is whole, however many callers there are.`;

/** Adds `who`: `holds` where the answer is whole, `undecided` where a limit or an unreadable policy stands in its way. */
export const addWho: AddCommand = (program, host, finish) => {
	const command = program
		.command('who')
		.description('list everybody who can call a service, with which token, through which gateway')
		.argument('<service>', 'a service or gateway of the catalog, or namespace/name of a manifest')
		.argument('[request]', "only who may do this, such as 'GET /accounts/1' or shop.Cart/Add")
		.argument('[catalog]', 'catalog file (default: services.catalog.ts)')
		.option('--port <port>', 'only this port, by number or name')
		.addHelpText('after', help);
	withSurveyOptions(command).action(
		async (name: string, first: string | undefined, second: string | undefined, options: WhoOptions) => {
			const [request, file] = isFile(first) && second === undefined ? [undefined, first] : [first, second];
			const asked = askedOf(request, options.port);
			const survey = await openSurvey(host, file, options);
			const who = survey.ground && whoCan(survey.ground, foundBy(survey.ground, name), asked);
			const shown = { ...survey, request, port: options.port };
			const known = survey.ground?.known ?? new Map();
			const body = {
				environment: survey.environment ?? null,
				who: who === undefined ? null : whoJson(who, shown, known),
			};
			tellSurvey(host, 'who', survey, options, body, () =>
				who === undefined ? '' : renderWho(who, { ...textOptions(host.stdout, host.env), ...shown, known }),
			);
			finish(survey.code === exitCodes.holds && (who?.doubts.length ?? 0) > 0 ? exitCodes.undecided : survey.code);
		},
	);
};

/** Without a request the catalog stands in its place: no request has an ending of a file. */
const isFile = (text: string | undefined): boolean =>
	text !== undefined && /\.(?:[cm]?[jt]s|ya?ml|json)$/.test(text) && !/\s/.test(text);

function askedOf(request: string | undefined, port: string | undefined): Asked {
	const wanted = request === undefined ? undefined : readRequestText(request);
	return {
		request:
			wanted === undefined || wanted.kind === 'tcp'
				? wanted
				: { kind: 'http', method: wanted.method, path: wanted.path },
		port: port !== undefined && /^\d+$/.test(port) ? Number(port) : port,
	};
}
