// What a run measured, counted as it goes and written as JSON for docs/evidence.md where EVIDENCE_DIR asks for it.
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Matrix } from './matrix.ts';

export interface Evidence {
	readonly suite: 'tokens';
	readonly engine: string;
	/** From the call to the first answer. */
	readonly readySeconds: number;
	readonly seconds: number;
	readonly realms: number;
	readonly asked: number;
	readonly minted: number;
	readonly refused: number;
	readonly tricks: number;
	readonly tricksRefused: number;
	readonly faultsPlanted: number;
	readonly faultsFound: number;
	readonly byWay: Readonly<Record<string, { readonly minted: number; readonly refused: number }>>;
}

export interface Tally {
	readonly realm: (matrix: Matrix) => void;
	readonly fault: (found: boolean) => void;
	readonly evidence: (engine: string, readySeconds: number, seconds: number) => Evidence;
}

/** Realms with a planted fault count as faults only. */
export function openTally(): Tally {
	const matrices: Matrix[] = [];
	const faults: boolean[] = [];
	return {
		realm: (matrix) => {
			matrices.push(matrix);
		},
		fault: (found) => {
			faults.push(found);
		},
		evidence: (engine, readySeconds, seconds) => {
			const cells = matrices.flatMap((matrix) => matrix.cells);
			const tricks = matrices.flatMap((matrix) => matrix.probes);
			const count = (of: Matrix['cells'], kind: 'token' | 'refused') =>
				of.filter(({ outcome }) => outcome.kind === kind).length;
			const ways = [...new Set(cells.map(({ way }) => way))].sort();
			return {
				suite: 'tokens',
				engine,
				readySeconds,
				seconds,
				realms: matrices.length,
				asked: cells.length,
				minted: count(cells, 'token'),
				refused: count(cells, 'refused'),
				tricks: tricks.length,
				tricksRefused: tricks.filter(({ outcome }) => outcome.kind === 'refused').length,
				faultsPlanted: faults.length,
				faultsFound: faults.filter(Boolean).length,
				byWay: Object.fromEntries(
					ways.map((way) => {
						const those = cells.filter((cell) => cell.way === way);
						return [way, { minted: count(those, 'token'), refused: count(those, 'refused') }];
					}),
				),
			};
		},
	};
}

/** Writes `tokens.json` into the folder that EVIDENCE_DIR names, if it names one. */
export async function writeEvidence(evidence: Evidence): Promise<void> {
	const folder = process.env.EVIDENCE_DIR ?? '';
	if (folder === '') return;
	await mkdir(folder, { recursive: true });
	await writeFile(join(folder, 'tokens.json'), `${JSON.stringify(evidence, null, '\t')}\n`);
}
