// What the end-to-end suites measured, written as JSON for docs/evidence.md where EVIDENCE_DIR asks for it.
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

export interface SystemEvidence {
	readonly name: string;
	readonly minted: number;
	/** By requirement. */
	readonly rows: Readonly<Record<string, number>>;
	/** Rows of N1 to N12 that were let through, as is due: a granted path in other letters, a header that was overwritten. */
	readonly letThrough: number;
	/** Rows in which the engines did not do what they must. */
	readonly wrong: number;
	/** Uses of grants to which a requirement does not apply. */
	readonly leftOut: readonly { readonly why: string; readonly uses: number }[];
}

interface CaughtFault {
	readonly name: string;
	/** The row, and what was wrong in it. */
	readonly caughtBy: string;
}

export interface EndToEndEvidence {
	readonly suite: 'end-to-end';
	readonly engines: { readonly keycloak: string; readonly istio: string; readonly envoy: string };
	readonly seconds: number;
	readonly systems: readonly SystemEvidence[];
	/** Planted in a realm. */
	readonly faults: readonly CaughtFault[];
}

export interface FaultsEvidence {
	readonly suite: 'end-to-end-faults';
	readonly engines: { readonly istio: string; readonly envoy: string };
	readonly seconds: number;
	/** Rows of all systems without a fault, with tokens that the mesh oracle signs. */
	readonly rows: number;
	readonly faults: readonly CaughtFault[];
}

/** Writes `<suite>.json` into the folder that EVIDENCE_DIR names, if it names one. */
export async function writeEndToEnd(evidence: EndToEndEvidence | FaultsEvidence): Promise<void> {
	const folder = process.env.EVIDENCE_DIR ?? '';
	if (folder === '') return;
	await mkdir(folder, { recursive: true });
	await writeFile(join(folder, `${evidence.suite}.json`), `${JSON.stringify(evidence, undefined, '\t')}\n`);
}
