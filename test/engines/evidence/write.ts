// How a suite leaves what it measured: a JSON file in the folder that EVIDENCE_DIR names; nothing where it names none.
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Form, Suite } from './forms.ts';

/** Writes `<suite>.json`. */
export async function writeEvidence<S extends Suite>(measured: Form<S>): Promise<void> {
	const folder = process.env.EVIDENCE_DIR ?? '';
	if (folder === '') return;
	await mkdir(folder, { recursive: true });
	await writeFile(join(folder, `${measured.suite}.json`), `${JSON.stringify(measured, undefined, '\t')}\n`);
}
