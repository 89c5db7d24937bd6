// The cdk8s entry, run by `cdk8s synth` (see cdk8s.yaml): the whole pipeline in one screen. Whole and proved
// output, or none and a non-zero exit: cdk8s has deleted the old folder before this file runs. MESHGRANT_TODAY (`YYYY-MM-DD`) holds exceptions
// to another day than today, as `--today` does.
import { ExpectedError } from './core/expected.ts';
import { emit } from './emit/index.ts';
import { loadCatalog } from './load/index.ts';
import { replaceFolder } from './output/index.ts';
import { exitCodeOf, synthesize } from './pipeline.ts';
import { renderDiagnostics } from './report/index.ts';

const file = process.argv[2] ?? 'services.catalog.ts';
const folder = process.env.CDK8S_OUTDIR ?? 'dist';
const today = process.env.MESHGRANT_TODAY ?? new Date().toISOString().slice(0, 10);

const { catalog, sources, diagnostics: onLoad } = await loadCatalog(file);
const synthesis = catalog && synthesize(catalog.value, catalog.locate, today, catalog.patch);

const all = [...onLoad, ...(synthesis?.diagnostics ?? [])];
process.stderr.write(renderDiagnostics(all, sources, { color: false, width: 100 }));
if (synthesis?.verdict !== 'proved') process.exitCode = exitCodeOf(synthesis?.verdict ?? 'unreadable');
else await replaceFolder(folder, emit(synthesis.files)).catch(reportUnwritable);

function reportUnwritable(error: unknown): void {
	if (!(error instanceof ExpectedError)) throw error;
	process.stderr.write(`error: ${error.message}\n  help: ${error.help}\n`);
	process.exitCode = exitCodeOf('unreadable');
}
