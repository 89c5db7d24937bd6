// What questions are asked about: a catalog, or manifests. Both answer the same questions, each read once.
import { modelIn } from '../../access/environment.ts';
import { type Diagnostic, hasErrors } from '../../core/diagnostic.ts';
import { ExpectedError } from '../../core/expected.ts';
import { invariant } from '../../core/invariant.ts';
import type { Origin } from '../../core/origin.ts';
import {
	type Answer,
	answerExact,
	answerOnManifests,
	type CatalogScene,
	type Compile,
	catalogScene,
	ifProved,
	inquire,
	type PlacedObject,
	problemsOf,
	refusalOf,
	type Scene,
	sceneOf,
} from '../../decide/index.ts';
import { type LoadedManifests, loadManifests, parseInnerYaml, readManifestText } from '../../load/index.ts';
import { exitCodeOf } from '../../pipeline.ts';
import type { AskedQuestion, Question } from '../../questions/index.ts';
import { openCatalog, type ReadCatalog } from '../catalog.ts';
import { type ExitCode, exitCodes } from '../exit.ts';
import { checkGround, meshOf, placeText, shownFrom, standardInput } from '../ground.ts';
import type { Host } from '../host.ts';
import type { DecideOptions } from './options.ts';

export interface Ground {
	/** Undefined where manifests are asked. */
	readonly catalog: ReadCatalog | undefined;
	readonly diagnostics: readonly Diagnostic[];
	/** Texts by the names that origins give. */
	readonly text: (file: string) => string | undefined;
	/** Other than `holds` where nothing can be asked. */
	readonly code: ExitCode;
	/** Throws an ExpectedError for what cannot be asked. `thorough`: a refusal on a catalog also says what would help. */
	readonly ask: (asked: AskedQuestion, thorough: boolean) => Answer;
	/** A file of a manifest as the reader would type its name. */
	readonly manifestFile: (file: string) => string;
	readonly manifestPlace: (origin: Origin) => string;
	readonly catalogPlace: (origin: Origin) => string;
}

/** Opens what the options name: manifests where they do, else a catalog. Throws an ExpectedError for options that count for nothing. */
export async function groundOf(
	host: Host,
	catalogFile: string | undefined,
	options: DecideOptions,
	input: string,
): Promise<Ground> {
	checkGround(catalogFile, options);
	return options.manifests === undefined
		? catalogGround(await openCatalog(host, catalogFile, options.today), options)
		: manifestGround(host, options.manifests, options, input);
}

/** For questions that all bring their own manifests, so that no catalog is needed. */
export const noGround = (options: DecideOptions): Ground =>
	withScenes(
		{ objects: [], diagnostics: [], sources: { folder: '.', text: () => undefined } },
		options,
		(file) => file,
	);

function catalogGround(read: ReadCatalog, options: DecideOptions): Ground {
	const { catalog, models, files } = read.synthesis;
	const scenes = new Map<string, CatalogScene>();
	const sceneIn = (environment: string | undefined): CatalogScene => {
		const model = modelIn(models, environment, '`--environment`');
		invariant(catalog !== undefined, 'a catalog with errors is not asked');
		const scene = scenes.get(model.environment) ?? catalogScene({ ...catalog, model, files });
		scenes.set(model.environment, scene);
		return scene;
	};
	const compileIn =
		(environment: string): Compile =>
		(data) =>
			ifProved(read.resynthesize(data), environment);
	const own = ownScenes(options);
	const catalogFile = (file: string) => read.shownFile(file);
	return {
		catalog: read,
		diagnostics: read.diagnostics,
		text: read.sources.text,
		// Output that is not proved is not there to be asked, and without it everything would pass.
		code: exitCodeOf(read.synthesis.verdict),
		ask: (asked, thorough) => {
			const { question } = asked;
			if (question.manifests !== undefined) return answerIn(own(asked), question);
			checkNoSettings(question);
			if (question.kind === 'exact') return answerExact(sceneIn(options.environment), question, 'catalog');
			const scene = sceneIn(question.environment ?? options.environment);
			const inquiry = inquire(scene, question);
			const { answer } = inquiry;
			if (answer.verdict !== 'deny') return answer;
			// Each change is compiled and proved anew, which takes too long for many questions.
			const compile = thorough ? compileIn(scene.model.environment) : undefined;
			return { ...answer, refusal: refusalOf(scene, inquiry, compile) };
		},
		manifestFile: (file) => file,
		// Lines are not known before the manifests are written, and edits elsewhere would move them.
		manifestPlace: ({ file }) => file,
		catalogPlace: (origin) => placeText(catalogFile, origin),
	};
}

function manifestGround(host: Host, place: string, options: DecideOptions, input: string): Ground {
	if (place === '-') return withScenes(readManifestText(standardInput, input), options, (file) => file);
	const loaded = loadManifests(place, host.cwd);
	return withScenes(loaded, options, (file) => shownFrom(host.cwd, loaded.sources.folder, file));
}

function withScenes(loaded: LoadedManifests, options: DecideOptions, manifestFile: (file: string) => string): Ground {
	const scenes = new Map<string, Scene>();
	const sceneFor = ({ mesh }: Question): Scene => {
		const key = JSON.stringify(mesh);
		const scene =
			scenes.get(key) ?? sceneOf(loaded.objects, { ...sceneOptions(options), mesh: { ...meshOf(options), ...mesh } });
		scenes.set(key, scene);
		return scene;
	};
	const own = ownScenes(options);
	const diagnostics = hasErrors(loaded.diagnostics)
		? loaded.diagnostics
		: [
				...loaded.diagnostics,
				...problemsOf(sceneOf(loaded.objects, { ...sceneOptions(options), mesh: meshOf(options) })),
			];
	return {
		catalog: undefined,
		diagnostics,
		text: loaded.sources.text,
		code: hasErrors(loaded.diagnostics) ? exitCodes.badInput : exitCodes.holds,
		ask: (asked) =>
			answerIn(asked.question.manifests === undefined ? sceneFor(asked.question) : own(asked), asked.question),
		manifestFile,
		manifestPlace: (origin) => placeText(manifestFile, origin),
		catalogPlace: (origin) => placeText((file) => file, origin),
	};
}

/** Of what the catalog compiles to the catalog says the settings. */
function checkNoSettings({ mesh }: Question): void {
	const [name] = Object.keys(mesh);
	if (name === undefined) return;
	throw new ExpectedError(
		`\`mesh\` is for manifests: a catalog says \`${name}\` itself`,
		'leave it out, or put `manifests` beside it',
	);
}

const answerIn = (scene: Scene, question: Question): Answer =>
	question.kind === 'exact' ? answerExact(scene, question) : answerOnManifests(scene, question);

const sceneOptions = ({ dataPlane }: DecideOptions) => ({ dataPlane, parse: parseInnerYaml });

/** Scenes of questions that bring their manifests: lines in a row mostly bring the same ones. */
function ownScenes(options: DecideOptions): (asked: AskedQuestion) => Scene {
	let last: { readonly key: string; readonly scene: Scene } | undefined;
	return ({ question, origin }) => {
		const { manifests, mesh } = question;
		const key = JSON.stringify([manifests, mesh]);
		if (last?.key === key) return last.scene;
		const scene = sceneOf(objectsOf(manifests ?? [], origin), {
			...sceneOptions(options),
			mesh: { ...meshOf(options), ...mesh },
		});
		last = { key, scene };
		return scene;
	};
}

function objectsOf(manifests: NonNullable<Question['manifests']>, origin: Origin): readonly PlacedObject[] {
	if (typeof manifests !== 'string') return manifests.map((value) => ({ value, locate: () => origin }));
	const { objects, diagnostics } = readManifestText('its manifests', manifests);
	const [error] = diagnostics.filter(({ severity, code }) => severity === 'error' && code !== 'LOD061');
	if (error !== undefined) {
		throw new ExpectedError(
			`the manifests of this line cannot be read: ${error.message}`,
			`line ${error.origin.line} of \`manifests\` is meant`,
		);
	}
	return objects;
}
