// What `who`, `reach` and `explain` look at: a catalog in one environment, or manifests.
import { isAbsolute, relative, resolve, sep } from 'node:path';
import { type Command, Option } from 'commander';
import { type Diagnostic, hasErrors } from '../core/diagnostic.ts';
import { ExpectedError } from '../core/expected.ts';
import type { Origin } from '../core/origin.ts';
import { catalogScene, problemsOf, sceneOf } from '../decide/index.ts';
import { loadManifests, parseInnerYaml, readManifestText } from '../load/index.ts';
import { exitCodeOf } from '../pipeline.ts';
import { diagnosticsJson, listed, renderDiagnostics, renderJson } from '../report/index.ts';
import { type Ground, groundOf } from '../survey/index.ts';
import { checkKnown, jsonText, openCatalog, type ReadCatalog } from './catalog.ts';
import { type ExitCode, exitCodes } from './exit.ts';
import { type Host, textOptions } from './host.ts';
import { type CommonOptions, environmentOption, withCommonOptions } from './options.ts';

export interface SurveyOptions extends CommonOptions {
	readonly environment?: string;
	readonly manifests?: string;
	readonly dataPlane?: 'sidecar' | 'ambient' | 'none';
	readonly trustDomain?: string;
	readonly rootNamespace?: string;
	readonly istio?: string;
}

/** Adds what says where to look, after a command's own options. */
export const withSurveyOptions = (command: Command): Command =>
	withCommonOptions(
		command
			.addOption(environmentOption('environment of the catalog; needed where it has several'))
			.option('-m, --manifests <place>', 'look at manifests instead of a catalog: folder, file, or - for stdin')
			.addOption(
				new Option('--data-plane <kind>', 'of pods whose labels do not say it').choices(['sidecar', 'ambient', 'none']),
			)
			.option('--trust-domain <name>', 'of the mesh, over what manifests say')
			.option('--root-namespace <name>', 'of the mesh, over what manifests say')
			.option('--istio <version>', 'of the mesh, over what manifests say'),
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

const standardInput = 'standard input';

/** Opens the manifests where the options name any, else the catalog. */
export async function openSurvey(host: Host, file: string | undefined, options: SurveyOptions): Promise<Survey> {
	checkOptions(options);
	if (options.manifests === undefined) return catalogSurvey(await openCatalog(host, file, options.today), options);
	if (file !== undefined) {
		throw new ExpectedError(
			'this is about a catalog or about manifests, not both',
			`leave out \`${file}\` or \`--manifests\``,
		);
	}
	return manifestSurvey(host, options.manifests, options);
}

/** What would count for nothing is refused: whoever gives it expects it to count. */
function checkOptions({ manifests, environment, dataPlane, trustDomain, rootNamespace, istio }: SurveyOptions): void {
	const ofManifests = {
		'--data-plane': dataPlane,
		'--trust-domain': trustDomain,
		'--root-namespace': rootNamespace,
		'--istio': istio,
	};
	const [given] = Object.entries(ofManifests).find(([, value]) => value !== undefined) ?? [];
	if (manifests === undefined && given !== undefined) {
		throw new ExpectedError(
			`\`${given}\` is for manifests: a catalog says it itself`,
			'leave it out, or add `--manifests`',
		);
	}
	if (manifests !== undefined && environment !== undefined) {
		throw new ExpectedError('manifests have no environments', 'leave out `--environment`, or `--manifests`');
	}
}

function catalogSurvey(read: ReadCatalog, options: SurveyOptions): Survey {
	const { synthesis, diagnostics, sources } = read;
	const { catalog, models, files } = synthesis;
	const code = exitCodeOf(synthesis.verdict);
	const places = { manifestPlace: ({ file }: Origin) => file, catalogPlace: printed(read.shownFile) };
	const common = { catalog: read, diagnostics, code, text: sources.text, ...places };
	const names = models.map((model) => model.environment);
	// Output that is not proved is not there to be looked at, and without it everything would seem open.
	if (catalog === undefined || code !== exitCodes.holds)
		return { ...common, ground: undefined, environment: undefined };
	if (options.environment !== undefined) checkKnown('environment', options.environment, names);
	const [model, other] = models.filter((one) => [undefined, one.environment].includes(options.environment));
	if (model === undefined || other !== undefined) {
		throw new ExpectedError(
			'this is about one environment, and the catalog has several',
			`say which, with --environment and ${listed(names, 8, 'or')}`,
		);
	}
	const objects = files.flatMap((one) =>
		one.kind === 'kubernetes' && one.path.startsWith(`${model.environment}/`) ? one.objects : [],
	);
	const scene = catalogScene({ ...catalog, model, files });
	return { ...common, ground: groundOf(scene, objects, { model, files }), environment: model.environment };
}

async function manifestSurvey(host: Host, place: string, options: SurveyOptions): Promise<Survey> {
	const isInput = place === '-';
	const loaded = isInput ? readManifestText(standardInput, await host.readInput()) : loadManifests(place, host.cwd);
	const { trustDomain, rootNamespace, istio, dataPlane } = options;
	const mesh = {
		...(trustDomain === undefined ? {} : { trustDomain }),
		...(rootNamespace === undefined ? {} : { rootNamespace }),
		...(istio === undefined ? {} : { istio }),
	};
	const scene = sceneOf(loaded.objects, { mesh, dataPlane, parse: parseInnerYaml });
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

function shownFrom(here: string, folder: string, file: string): string {
	const shown = relative(here, resolve(folder, file));
	return isAbsolute(shown) ? shown : shown.split(sep).join('/');
}

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
		const shown = (file: string) => survey.manifestPlace({ file, line: 0, column: 0, path: '' });
		host.stdout.write(
			catalog === undefined
				? renderJson(command, { ...verdict, ...body }, shown)
				: jsonText(command, { ...catalog, diagnostics }, body),
		);
		return;
	}
	const shown = options.quiet ? diagnostics.filter(({ severity }) => severity === 'error') : diagnostics;
	const shownFile =
		catalog?.shownFile ?? ((file: string) => survey.manifestPlace({ file, line: 0, column: 0, path: '' }));
	host.stderr.write(renderDiagnostics(shown, { text: survey.text, shownFile }, textOptions(host.stderr, host.env)));
	if (survey.ground !== undefined && !options.quiet) host.stdout.write(text());
}
