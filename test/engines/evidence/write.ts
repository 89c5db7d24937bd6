// How a suite leaves what it measured: a JSON file in the folder that EVIDENCE_DIR names; nothing where it names none.
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type ClusterParts, type Form, forms, type Suite } from './forms.ts';

/** Writes `<suite>.json`. */
export async function writeEvidence<S extends Suite>(measured: Form<S>): Promise<void> {
	const folder = process.env.EVIDENCE_DIR ?? '';
	if (folder === '') return;
	await mkdir(folder, { recursive: true });
	await writeFile(join(folder, `${measured.suite}.json`), `${JSON.stringify(measured, undefined, '\t')}\n`);
}

/** Writes one test file's part of `cluster.json` and keeps the parts of the others, which run before or after it. */
export async function writeClusterPart(engine: string, part: ClusterParts): Promise<void> {
	const folder = process.env.EVIDENCE_DIR ?? '';
	if (folder === '') return;
	const text = await readFile(join(folder, 'cluster.json'), 'utf8').catch(() => undefined);
	const before = text === undefined ? {} : forms.cluster.parse(JSON.parse(text)).parts;
	await writeEvidence({ suite: 'cluster', engine, parts: { ...before, ...part } });
}
