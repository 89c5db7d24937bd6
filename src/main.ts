// The cdk8s entry, run by `cdk8s synth` (see cdk8s.yaml): the whole pipeline in one screen. Whole output, or none and a
// non-zero exit: cdk8s has deleted the old folder before this file runs.
import { hasErrors } from './core/diagnostic.ts';
import { emit } from './emit/index.ts';
import { loadCatalog } from './load/index.ts';
import { replaceFolder } from './output/index.ts';
import { synthesize } from './pipeline.ts';
import { renderDiagnostics } from './report/index.ts';

const file = process.argv[2] ?? 'services.catalog.ts';
const today = new Date().toISOString().slice(0, 10);

const { catalog, sources, diagnostics: onLoad } = await loadCatalog(file);
const { files, diagnostics } =
	catalog === undefined ? { files: [], diagnostics: [] } : synthesize(catalog.value, catalog.locate, today);

const all = [...onLoad, ...diagnostics];
if (all.length > 0) process.stderr.write(renderDiagnostics(all, sources, { color: false, width: 100 }));
if (hasErrors(all)) process.exitCode = 2;
else await replaceFolder(process.env['CDK8S_OUTDIR'] ?? 'dist', emit(files));
