// One size, in a process of its own: `measure.ts time|memory <services> <edges> <rounds> <plain cdk8s: 1|0>` prints a
// JSON line.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ApiObject, App, Chart } from 'cdk8s';
import { dump } from 'js-yaml';
import type { AccessModel } from '../src/access/model.ts';
import { type Catalog, readCatalog } from '../src/catalog/index.ts';
import type { CatalogInput } from '../src/catalog/input.ts';
import { compile } from '../src/compile/index.ts';
import { lower } from '../src/compile/lower.ts';
import { locateByPath } from '../src/core/origin.ts';
import { emit } from '../src/emit/index.ts';
import { loadCatalog } from '../src/load/index.ts';
import type { ManifestFile } from '../src/manifests/object.ts';
import { contextOf, meshFindings, prove } from '../src/prove/index.ts';
import { generateCatalog } from '../test/generators/catalog.ts';

/** Milliseconds, medians. */
export interface Measured {
	readonly services: number;
	readonly edges: number;
	readonly objects: number;
	readonly bytes: number;
	readonly load: number;
	readonly read: number;
	readonly synth: number;
	readonly bare: number;
	readonly prove: number;
	/** Of one namespace alone, as after a change to one service in it. */
	readonly reprove: number;
	/** 0 where it was not asked for. */
	readonly cdk8s: number;
	readonly peakMiB: number;
}

const [what = 'time', ...numbers] = process.argv.slice(2);
const [services = 100, edges = 620, rounds = 3, withCdk8s = 1] = numbers.map(Number);
const today = '2026-11-24';
const input = generateCatalog({ services, edges, seed: 20261124 });

const synthesizeText = (catalog: Catalog) => emit(compile(lower(catalog, 'prod')));

/** Everything that `synth` does after reading the catalog. */
function proveAndPrint(catalog: Catalog) {
	const model = lower(catalog, 'prod');
	const files = compile(model);
	holds(prove(model, files).findings);
	return emit(files);
}

/** A bench of a proof that fails would measure something else. */
function holds(findings: readonly unknown[]): void {
	if (findings.length > 0) throw new Error(JSON.stringify(findings[0]));
}

/** The last namespace, with its own objects and those of the whole mesh. */
function proveOneNamespace(model: AccessModel, files: readonly ManifestFile[]): void {
	const name = model.namespaces.at(-1)?.name ?? '';
	const near = new Set([name, model.mesh.rootNamespace]);
	const objects = files
		.flatMap((file) => (file.kind === 'kubernetes' ? file.objects : []))
		.filter(({ metadata }) => near.has(metadata.namespace));
	holds(
		meshFindings(
			contextOf(model, objects, (namespace) => namespace === name),
			objects,
		),
	);
}

function readOrFail(value: unknown): Catalog {
	const [catalog, diagnostics] = readCatalog(value, locateByPath('services.catalog.ts'), today);
	if (catalog === undefined) throw new Error(JSON.stringify(diagnostics.slice(0, 3)));
	return catalog;
}

function timed(work: () => unknown): number {
	const start = performance.now();
	work();
	return performance.now() - start;
}

function median(values: readonly number[]): number {
	return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

/** A folder with the catalog as a team would hold it: a root, and a file for each hundred services. */
function writeCatalog(catalog: CatalogInput): string {
	const folder = mkdtempSync(join(tmpdir(), 'meshgrant-bench-'));
	const names = Object.keys(catalog.services);
	const parts: string[] = [];
	for (let start = 0; start < names.length; start += 100) {
		const part = Object.fromEntries(names.slice(start, start + 100).map((name) => [name, catalog.services[name]]));
		parts.push(`part${parts.length}`);
		writeFileSync(join(folder, `${parts.at(-1)}.ts`), `export default ${JSON.stringify(part, undefined, 1)};\n`);
	}
	const { services: _services, ...rest } = catalog;
	const imports = parts.map((part) => `import ${part} from './${part}.ts';`).join('\n');
	const spreads = parts.map((part) => `...${part}`).join(', ');
	writeFileSync(join(folder, 'package.json'), '{ "type": "module" }\n');
	writeFileSync(
		join(folder, 'services.catalog.ts'),
		`${imports}\nexport default { ...${JSON.stringify(rest)}, services: { ${spreads} } };\n`,
	);
	return folder;
}

async function timeLoad(): Promise<number> {
	const folder = writeCatalog(input);
	const start = performance.now();
	const { catalog, diagnostics } = await loadCatalog(join(folder, 'services.catalog.ts'));
	const elapsed = performance.now() - start;
	rmSync(folder, { recursive: true });
	if (catalog === undefined) throw new Error(JSON.stringify(diagnostics.slice(0, 3)));
	return elapsed;
}

function timePlainCdk8s(files: readonly ManifestFile[]): number {
	const outdir = mkdtempSync(join(tmpdir(), 'meshgrant-cdk8s-'));
	mkdirSync(outdir, { recursive: true });
	const app = new App({ outdir });
	for (const file of files) {
		if (file.kind !== 'kubernetes') continue;
		const chart = new Chart(app, file.path);
		for (const object of file.objects) {
			new ApiObject(chart, `${object.kind}-${object.metadata.name}`, { ...object, metadata: { ...object.metadata } });
		}
	}
	const elapsed = timed(() => app.synth());
	rmSync(outdir, { recursive: true });
	return elapsed;
}

if (what === 'memory') {
	proveAndPrint(readOrFail(input));
	process.stdout.write(JSON.stringify({ peakMiB: process.resourceUsage().maxRSS / 1024 }));
} else {
	const load = await timeLoad();
	const read = median(Array.from({ length: rounds }, () => timed(() => readOrFail(input))));
	const catalog = readOrFail(input);
	const model = lower(catalog, 'prod');
	const files = compile(model);
	const objects = files.flatMap((file): unknown[] => (file.kind === 'kubernetes' ? [...file.objects] : [file.content]));
	const texts = synthesizeText(catalog);
	const synth: number[] = [];
	const bare: number[] = [];
	const proofs: number[] = [];
	const again: number[] = [];
	for (let round = 0; round < rounds; round++) {
		synth.push(timed(() => synthesizeText(catalog)));
		bare.push(timed(() => objects.map((object) => dump(object))));
		proofs.push(timed(() => holds(prove(model, files).findings)));
		again.push(timed(() => proveOneNamespace(model, files)));
	}
	const bytes = [...texts.values()].reduce((sum, text) => sum + Buffer.byteLength(text), 0);
	const cdk8s = withCdk8s === 1 ? timePlainCdk8s(files) : 0;
	const measured: Omit<Measured, 'peakMiB'> = {
		services,
		edges,
		objects: objects.length,
		bytes,
		load,
		read,
		synth: median(synth),
		bare: median(bare),
		prove: median(proofs),
		reprove: median(again),
		cdk8s,
	};
	process.stdout.write(JSON.stringify(measured));
}
