// What was prepared, as a table for people.
import type { Prepared } from './prepare.ts';
import type { Recipe } from './recipe.ts';

const heading = ['engine', 'version', 'how', 'seconds', 'size'];

/** One line an engine, then one for each reason why an engine is not there. Ends with a line break. */
export function preparedTable(results: readonly (readonly [Recipe, Prepared])[]): string {
	const rows = results.map(([recipe, prepared]) => [
		recipe.name,
		recipe.version,
		how(recipe, prepared),
		prepared.seconds.toFixed(1),
		'bytes' in prepared ? `${Math.round(prepared.bytes / 1e6)} MB` : '–',
	]);
	const widths = heading.map((_title, column) =>
		Math.max(...[heading, ...rows].map((row) => row[column]?.length ?? 0)),
	);
	const line = (row: readonly string[]) =>
		row
			.map((cell, column) => cell.padEnd(widths[column] ?? 0))
			.join('  ')
			.trimEnd();
	const reasons = results.flatMap(([{ name }, prepared]) => ('why' in prepared ? [`${name}: ${prepared.why}`] : []));
	return [...[heading, ...rows].map(line), ...(reasons.length > 0 ? ['', ...reasons] : [])].join('\n').concat('\n');
}

function how({ kind }: Recipe, prepared: Prepared): string {
	switch (prepared.kind) {
		case 'made':
			return kind;
		case 'cached':
			return 'cached';
		case 'missing':
			return 'missing tool';
		case 'failed':
			return 'failed';
	}
}
