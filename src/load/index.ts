// Reads a catalog file, in TypeScript, JavaScript, YAML or JSON, and where each node of it stands. The only reader of
// catalog files; what they say is judged in `catalog`.
import { diagnose } from '../core/diagnostic.ts';
import { wholeFile } from '../core/origin.ts';
import { loadDiagnostics } from './diagnostics.ts';
import type { Files } from './files.ts';
import { openFiles } from './files.ts';
import { readModule } from './module/index.ts';
import { checkPlainData } from './plain-data.ts';
import type { LoadResult, ReadResult } from './result.ts';
import { readJson } from './text/json.ts';
import { readYaml } from './text/yaml.ts';

export { loadDiagnostics } from './diagnostics.ts';
export {
	type LoadedManifests,
	loadManifests,
	parseInnerYaml,
	readManifestText,
} from './manifests.ts';
export type { LoadedCatalog, LoadResult, Sources } from './result.ts';

/**
 * Loads the catalog whose entry file this is; a relative path counts from the current folder. Never rejects for what is
 * wrong with the file: the diagnostics say it, all that could be found at once.
 */
export async function loadCatalog(file: string): Promise<LoadResult> {
	const files = openFiles(file);
	const { catalog, diagnostics } = await readAs(files);
	if (catalog === undefined) return { catalog, diagnostics, sources: files.sources };
	const found = [...diagnostics, ...checkPlainData(catalog)];
	const { value, locate, patch } = catalog;
	return {
		catalog: found.length > 0 ? undefined : { value, locate, patch },
		diagnostics: found,
		sources: files.sources,
	};
}

async function readAs(files: Files): Promise<ReadResult> {
	const ending = /\.[^./\\]*$/.exec(files.entry)?.[0] ?? '';
	switch (ending) {
		case '.ts':
		case '.mts':
		case '.js':
		case '.mjs':
			return readModule(files);
		case '.yaml':
		case '.yml':
			return readYaml(files.read(files.entry));
		case '.json':
			return readJson(files.read(files.entry));
		default:
			return unknownLanguage(files);
	}
}

/** A file that is missing, or a folder, is said to be that, whatever its ending. */
function unknownLanguage(files: Files): ReadResult {
	const file = files.nameOf(files.entry);
	const answer = files.read(files.entry);
	const isHere = 'text' in answer || answer.code === 'LOD005' || answer.code === 'LOD006';
	const diagnostic = isHere ? diagnose(loadDiagnostics, 'LOD004', { file }, wholeFile(file)) : answer;
	return { catalog: undefined, diagnostics: [diagnostic] };
}
