// What commands look at: a catalog in one environment, or manifests. Their options, how what they name is shown again, and
// what of them would count for nothing: that is refused, since whoever gives it expects it to count.
import { isAbsolute, relative, resolve, sep } from 'node:path';
import { type Command, Option } from 'commander';
import { ExpectedError } from '../core/expected.ts';
import type { Origin } from '../core/origin.ts';
import type { MeshSettings } from '../semantics/istio/index.ts';

/** Of manifests, over what they say themselves. */
export interface MeshOptions {
	readonly dataPlane?: 'sidecar' | 'ambient' | 'none';
	readonly trustDomain?: string;
	readonly rootNamespace?: string;
	readonly istio?: string;
}

export interface GroundOptions extends MeshOptions {
	readonly environment?: string;
	readonly manifests?: string;
}

/** Adds them in the order of the help. */
export const withMeshOptions = (command: Command): Command =>
	command
		.addOption(
			new Option('--data-plane <kind>', 'of pods whose labels do not say it').choices(['sidecar', 'ambient', 'none']),
		)
		.option('--trust-domain <name>', 'of the mesh, over what manifests say')
		.option('--root-namespace <name>', 'of the mesh, over what manifests say')
		.option('--istio <version>', 'of the mesh, over what manifests say');

/** Settings of the mesh that the options say. */
export const meshOf = ({ trustDomain, rootNamespace, istio }: MeshOptions): Partial<MeshSettings> => ({
	...(trustDomain === undefined ? {} : { trustDomain }),
	...(rootNamespace === undefined ? {} : { rootNamespace }),
	...(istio === undefined ? {} : { istio }),
});

/** Throws an ExpectedError for options that would count for nothing; `catalog`: the file that is named as one. */
export function checkGround(catalog: string | undefined, options: GroundOptions): void {
	const { manifests, environment } = options;
	if (manifests === undefined) checkNoMesh(options);
	else if (catalog !== undefined) {
		throw new ExpectedError(
			'this is about a catalog or about manifests, not both',
			`leave out \`${catalog}\` or \`--manifests\``,
		);
	} else if (environment !== undefined) {
		throw new ExpectedError('manifests have no environments', 'leave out `--environment`, or `--manifests`');
	}
}

function checkNoMesh({ dataPlane, trustDomain, rootNamespace, istio }: MeshOptions): void {
	const given = {
		'--data-plane': dataPlane,
		'--trust-domain': trustDomain,
		'--root-namespace': rootNamespace,
		'--istio': istio,
	};
	const [first] = Object.entries(given).find(([, value]) => value !== undefined) ?? [];
	if (first === undefined) return;
	throw new ExpectedError(
		`\`${first}\` is for manifests: a catalog says it itself`,
		'leave it out, or add `--manifests`',
	);
}

export const standardInput = 'standard input';

/** A file of a folder as the reader would type its name here. */
export function shownFrom(here: string, folder: string, file: string): string {
	const shown = relative(here, resolve(folder, file));
	return isAbsolute(shown) ? shown : shown.split(sep).join('/');
}

/** A place as the reader would type it; the file alone where the line is not known. */
export const placeText = (shownFile: (file: string) => string, { file, line, column }: Origin): string =>
	line === 0 ? shownFile(file) : `${shownFile(file)}:${line}:${column}`;
