// What `who`, `reach` and `explain` look at: a catalog in one environment, or manifests.
import type { Command } from 'commander';
import { modelIn } from '../access/environment.ts';
import { type Diagnostic, hasErrors } from '../core/diagnostic.ts';
import { type Origin, wholeFile } from '../core/origin.ts';
import { catalogScene, problemsOf, sceneOf } from '../decide/index.ts';
import { loadManifests, parseInnerYaml, readManifestText } from '../load/index.ts';
import { exitCodeOf } from '../pipeline.ts';
import { diagnosticsJson, renderDiagnostics, renderJson } from '../report/index.ts';
import { type Ground, groundOf } from '../survey/index.ts';
import { jsonText, openCatalog, type ReadCatalog } from './catalog.ts';
import { type ExitCode, exitCodes } from './exit.ts';
import { checkGround, type GroundOptions, meshOf, shownFrom, standardInput, withMeshOptions } from './ground.ts';
import { type Host, textOptions } from './host.ts';
import { type CommonOptions, environmentOption, withCommonOptions } from './options.ts';

export interface SurveyOptions extends CommonOptions, GroundOptions {}

/** Adds what says where to look, after a command's own options. */
export const withSurveyOptions = (command: Command): Command =>
	withCommonOptions(
		withMeshOptions(
			command
				.addOption(environmentOption('environment of the catalog; needed where it has several'))
				.option('-m, --manifests <place>', 'look at manifests instead of a catalog: folder, file, or - for stdin'),
		),
	);

export interface Survey {
	/** Undefined where there is nothing to look at: `code` and the diagnostics say why. */
	readonly ground: Ground | undefined;
	readonly environment: string | undefined;
	readonly catalog: ReadCatalog | undefined;
	readonly diagnostics: readonly Diagnostic[];
	readonly code: ExitCode;
	readonly text: (file: string) => string | undefined;
	/** `file:line` as the reader would type it; the file alone where the line is not known. */
	readonly manifestPlace: (origin: Origin) => string;
	readonly catalogPlace: (origin: Origin) => string;
}

/** Opens the manifests where the options name any, else the catalog. */
export async function openSurvey(host: Host, file: string | undefined, options: SurveyOptions): Promise<Survey> {
	checkGround(file, options);
	if (options.manifests === undefined) return catalogSurvey(await openCatalog(host, file, options.today), options);
	return manifestSurvey(host, options.manifests, options);
}

function catalogSurvey(read: ReadCatalog, options: SurveyOptions): Survey {
	const { synthesis, diagnostics, sources } = read;
	const { catalog, models, files } = synthesis;
	const code = exitCodeOf(synthesis.verdict);
	const places = { manifestPlace: ({ file }: Origin) => file, catalogPlace: printed(read.shownFile) };
	const common = { catalog: read, diagnostics, code, text: sources.text, ...places };
	// Output that is not proved is not there to be looked at, and without it everything would seem open.
	if (catalog === undefined || code !== exitCodes.holds)
		return { ...common, ground: undefined, environment: undefined };
	const model = modelIn(models, options.environment, '`--environment`');
	const objects = files.flatMap((one) =>
		one.kind === 'kubernetes' && one.path.startsWith(`${model.environment}/`) ? one.objects : [],
	);
	const scene = catalogScene({ ...catalog, model, files });
	return { ...common, ground: groundOf(scene, objects, { model, files }), environment: model.environment };
}

async function manifestSurvey(host: Host, place: string, options: SurveyOptions): Promise<Survey> {
	const isInput = place === '-';
	const loaded = isInput ? readManifestText(standardInput, await host.readInput()) : loadManifests(place, host.cwd);
	const { dataPlane } = options;
	const scene = sceneOf(loaded.objects, { mesh: meshOf(options), dataPlane, parse: parseInnerYaml });
	const bad = hasErrors(loaded.diagnostics);
	const shown = printed((file) => (isInput ? file : shownFrom(host.cwd, loaded.sources.folder, file)));
	return {
		ground: bad
			? undefined
			: groundOf(
					scene,
					loaded.objects.map(({ value }) => value),
				),
		environment: undefined,
		catalog: undefined,
		diagnostics: bad ? loaded.diagnostics : [...loaded.diagnostics, ...problemsOf(scene)],
		code: bad ? exitCodes.badInput : exitCodes.holds,
		text: loaded.sources.text,
		manifestPlace: shown,
		catalogPlace: shown,
	};
}

const printed =
	(shown: (file: string) => string) =>
	({ file, line }: Origin): string =>
		line === 0 ? shown(file) : `${shown(file)}:${line}`;

/** The result to stdout, as JSON or as text, and the diagnostics to stderr. */
export function tellSurvey(
	host: Host,
	command: string,
	survey: Survey,
	options: SurveyOptions,
	body: Readonly<Record<string, unknown>>,
	text: () => string,
): void {
	const { catalog, diagnostics } = survey;
	if (options.format === 'json') {
		const verdict = { ok: !hasErrors(diagnostics), catalog: null, diagnostics: diagnosticsJson(diagnostics) };
		const shown = (file: string) => survey.manifestPlace(wholeFile(file));
		host.stdout.write(
			catalog === undefined
				? renderJson(command, { ...verdict, ...body }, shown)
				: jsonText(command, { ...catalog, diagnostics }, body),
		);
		return;
	}
	const shown = options.quiet ? diagnostics.filter(({ severity }) => severity === 'error') : diagnostics;
	const shownFile = catalog?.shownFile ?? ((file: string) => survey.manifestPlace(wholeFile(file)));
	host.stderr.write(renderDiagnostics(shown, { text: survey.text, shownFile }, textOptions(host.stderr, host.env)));
	if (survey.ground !== undefined && !options.quiet) host.stdout.write(text());
}
