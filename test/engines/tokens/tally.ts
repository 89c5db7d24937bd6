// What a run measured for docs/evidence.md, counted as it goes.
import type { Form } from '../evidence/forms.ts';
import type { Matrix } from './matrix.ts';

export interface Tally {
	readonly realm: (matrix: Matrix) => void;
	readonly fault: (found: boolean) => void;
	readonly evidence: (engine: string, readySeconds: number, seconds: number) => Form<'tokens'>;
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
