// What tests ask: a catalog as it would be applied in one environment, or anybody's manifests. Like every shell this may
// read files and the clock.
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { modelIn } from '../access/environment.ts';
import type { AccessModel } from '../access/model.ts';
import { type Diagnostic, hasErrors } from '../core/diagnostic.ts';
import { type Locate, locateByPath, type Origin, wholeFile } from '../core/origin.ts';
import type { Patch } from '../core/patch.ts';
import { type CatalogScene, type Compile, catalogScene, ifProved, type Scene, sceneOf } from '../decide/index.ts';
import { type LoadedManifests, loadCatalog, loadManifests, parseInnerYaml } from '../load/index.ts';
import type { ManifestFile } from '../manifests/object.ts';
import { synthesize } from '../pipeline.ts';
import { type Context, contextOf, type Proof } from '../prove/index.ts';
import { renderDiagnostics } from '../report/index.ts';
import { type MeshSettings, readWorld, type World } from '../semantics/istio/index.ts';
import { clearly } from './clearly.ts';
import { type Wallet, walletOf } from './tokens.ts';

/** A catalog in one environment, compiled, patched and proved. Made by `access`; asked by the matchers. */
export interface Access {
	readonly kind: 'catalog';
	readonly environment: string;
	readonly model: AccessModel;
	readonly proof: Proof;
	/** What checking and proving found, as `meshgrant check` prints it; empty for nothing. */
	readonly findings: string;
	readonly scene: CatalogScene;
	readonly world: World;
	/** What is granted and what is admitted at each place, made when it is first asked for. */
	readonly context: () => Context;
	readonly wallet: Wallet;
	/** Compiles a changed catalog, and proves it, to try what would help. */
	readonly compile: Compile;
	/** A place in the catalog as a person would type it. */
	readonly catalogPlace: (origin: Origin) => string;
}

/** Manifests that no catalog made. Made by `accessOfManifests`. */
export interface ManifestAccess {
	readonly kind: 'manifests';
	readonly scene: Scene;
	readonly world: World;
	/** A place in a manifest as a person would type it. */
	readonly manifestPlace: (origin: Origin) => string;
}

export interface AccessSettings {
	/** @default the only one that the catalog has */
	readonly environment?: string;
	/** Day against which exceptions are held, `YYYY-MM-DD`. @default today, UTC */
	readonly today?: string;
	/** Changes manifests and definitions before they are asked. @default what the catalog's file exports as `patch` */
	readonly patch?: Patch;
}

interface Read {
	readonly value: unknown;
	readonly locate: Locate;
	readonly patch: Patch | undefined;
	readonly text: (file: string) => string | undefined;
	readonly shownFile: (file: string) => string;
}

/**
 * What a catalog means, ready to be asked: its file (relative to the working directory, or a URL), or what `defineCatalog`
 * returned. Rejects for a catalog that holds errors, with the text that `meshgrant check` prints. One that is not proved can
 * be asked: `toBeProved` says it.
 */
export async function access(catalog: string | URL | object, settings: AccessSettings = {}): Promise<Access> {
	const { value, locate, patch, text, shownFile } = await read(catalog, settings);
	const today = settings.today ?? new Date().toISOString().slice(0, 10);
	const synthesis = synthesize(value, locate, today, patch);
	const sources = { text, shownFile };
	const errors = synthesis.diagnostics.filter(({ severity }) => severity === 'error');
	if (synthesis.catalog === undefined) throw unreadable('the catalog holds errors', errors, sources);
	const model = clearly(() => modelIn(synthesis.models, settings.environment, '`environment`'));
	const proof = synthesis.proofs.find((one) => one.environment === model.environment);
	if (proof === undefined) throw new Error(`no proof was made for \`${model.environment}\``);
	const { data, locate: located } = synthesis.catalog;
	const scene = catalogScene({ data, locate: located, model, files: synthesis.judged });
	const objects = objectsIn(model, synthesis.judged);
	let context: Context | undefined;
	return {
		kind: 'catalog',
		environment: model.environment,
		model,
		proof,
		findings: errors.length === 0 ? '' : renderDiagnostics(errors, sources, layout),
		scene,
		world: readWorld(objects, scene.mesh)[0],
		context: () => {
			context ??= contextOf(model, objects);
			return context;
		},
		wallet: walletOf(model, synthesis.judged),
		compile: (changed) => ifProved(synthesize(changed, locate, today, patch), model.environment),
		catalogPlace: ({ file, line, column }) => `${shownFile(file)}${line === 0 ? '' : `:${line}:${column}`}`,
	};
}

export const layout = { color: false, width: 100 };

async function read(catalog: string | URL | object, { patch }: AccessSettings): Promise<Read> {
	if (typeof catalog !== 'string' && !(catalog instanceof URL)) {
		const locate = locateByPath('the catalog');
		return { value: catalog, locate, patch, text: () => undefined, shownFile: (file) => file };
	}
	// A URL is absolute, and a machine's own folders help nobody in a message: names count from the catalog then.
	const file = typeof catalog === 'string' ? catalog : fileURLToPath(catalog);
	const folder = typeof catalog === 'string' ? dirname(catalog) : '.';
	const loaded = await loadCatalog(file);
	const { sources, diagnostics } = loaded;
	const shownFile = (name: string) => join(folder, name).split('\\').join('/');
	const found = { text: sources.text, shownFile };
	if (loaded.catalog === undefined || hasErrors(diagnostics)) {
		throw unreadable('the catalog cannot be read', diagnostics, found);
	}
	return { value: loaded.catalog.value, locate: loaded.catalog.locate, patch: patch ?? loaded.catalog.patch, ...found };
}

type Sources = Pick<Read, 'text' | 'shownFile'>;

const unreadable = (what: string, diagnostics: readonly Diagnostic[], sources: Sources): Error =>
	new Error(`${what}\n\n${renderDiagnostics(diagnostics, sources, layout)}`);

const objectsIn = ({ environment }: AccessModel, files: readonly ManifestFile[]): readonly object[] =>
	files.flatMap((file) => (file.kind === 'kubernetes' && file.path.startsWith(`${environment}/`) ? file.objects : []));

export interface ManifestSettings {
	/** What of the mesh the manifests do not say themselves. @default Istio's defaults */
	readonly mesh?: Partial<MeshSettings>;
	/** For pods of which no label says it. */
	readonly dataPlane?: 'sidecar' | 'ambient' | 'none';
}

/**
 * Anybody's manifests, ready to be asked: a folder or file (relative to the working directory, or a URL), or the objects
 * themselves. Throws for files that cannot be read. What Istio would not read makes the answers that hang on it undecided,
 * which no matcher takes for success.
 */
export function accessOfManifests(
	manifests: string | URL | readonly object[],
	settings: ManifestSettings = {},
): ManifestAccess {
	const isPlace = typeof manifests === 'string' || manifests instanceof URL;
	const loaded = isPlace ? loadedFrom(manifests) : given(manifests);
	const { mesh = {}, dataPlane } = settings;
	const scene = sceneOf(loaded.objects, { mesh, dataPlane, parse: parseInnerYaml });
	const folder = typeof manifests === 'string' ? manifests : '.';
	const shown = (file: string) => (isPlace ? join(folder, file).split('\\').join('/') : file);
	return {
		kind: 'manifests',
		scene,
		world: readWorld(
			loaded.objects.map(({ value }) => value),
			scene.mesh,
		)[0],
		manifestPlace: ({ file, line, column }) => `${shown(file)}${line === 0 ? '' : `:${line}:${column}`}`,
	};
}

function loadedFrom(place: string | URL): LoadedManifests {
	const loaded = loadManifests(typeof place === 'string' ? place : fileURLToPath(place));
	if (!hasErrors(loaded.diagnostics)) return loaded;
	throw unreadable('the manifests cannot be read', loaded.diagnostics, {
		text: loaded.sources.text,
		shownFile: (file) => file,
	});
}

function given(objects: readonly object[]): LoadedManifests {
	const placed = objects.map((value, index) => ({
		value: { ...value },
		locate: () => wholeFile(`object ${index + 1}`),
	}));
	return { objects: placed, diagnostics: [], sources: { folder: '.', text: () => undefined } };
}
