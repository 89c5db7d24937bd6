// Matrices as committed text, JSON Lines: each distinct outcome once, then one line for each client and way with the number
// of the outcome for each scope, then one for each trick. Small enough to keep, and a change shows in a diff.
import { groupBy } from '../../../src/core/order.ts';
import type { Matrix, Way } from './matrix.ts';
import type { Seen } from './seen.ts';

type Line =
	| { readonly outcome: Seen }
	| { readonly client: string; readonly way: Way; readonly scopes: Readonly<Record<string, number>> }
	| { readonly trick: string; readonly clients: Readonly<Record<string, number>> };

/** The text of a matrix; `parseMatrix` gives the matrix back. */
export function printMatrix({ cells, probes }: Matrix): string {
	const indexes = new Map<string, number>();
	const index = (outcome: Seen): number => {
		const key = JSON.stringify(outcome);
		const known = indexes.get(key) ?? indexes.size;
		indexes.set(key, known);
		return known;
	};
	const rows: Line[] = [...groupBy(cells, ({ client, way }) => `${client} ${way}`).values()].flatMap((row) =>
		row.slice(0, 1).map(({ client, way }) => ({
			client,
			way,
			scopes: Object.fromEntries(row.map(({ scope, outcome }) => [scope, index(outcome)])),
		})),
	);
	const tricks: Line[] = [...groupBy(probes, ({ name }) => name)].map(([trick, group]) => ({
		trick,
		clients: Object.fromEntries(group.map(({ client, outcome }) => [client, index(outcome)])),
	}));
	const outcomes = [...indexes.keys()].map((key) => `{"outcome":${key}}`);
	return `${[...outcomes, ...[...rows, ...tricks].map((line) => JSON.stringify(line))].join('\n')}\n`;
}

/** Throws an Error where the text is no matrix of `printMatrix`. */
export function parseMatrix(text: string): Matrix {
	const lines = linesOf(text);
	const outcomes = lines.flatMap((line) => ('outcome' in line ? [line.outcome] : []));
	const at = (index: number): Seen => {
		const outcome = outcomes[index];
		if (outcome === undefined) throw new Error(`no outcome ${index}`);
		return outcome;
	};
	const cells = lines.flatMap((line) => {
		if (!('way' in line)) return [];
		const { client, way, scopes } = line;
		return Object.entries(scopes).map(([scope, index]) => ({ client, way, scope, outcome: at(index) }));
	});
	const probes = lines.flatMap((line) => {
		if (!('trick' in line)) return [];
		return Object.entries(line.clients).map(([client, index]) => ({ name: line.trick, client, outcome: at(index) }));
	});
	return { cells, probes };
}

const linesOf = (text: string): Line[] =>
	text
		.split('\n')
		.filter((line) => line !== '')
		.map((line) => JSON.parse(line) as Line);
