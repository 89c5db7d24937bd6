// `npm run bench`: what a synthesis costs, as ratios to something named, measured in one run. `--write` puts the table
// into docs/benchmarks.md; `--whole` also runs plain cdk8s at the largest size, where its work has grown with the square.
// Each size runs in processes of its own, so that memory is its own.
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import type { Measured } from './measure.ts';

const sizes = [
	{ services: 100, edges: 620, rounds: 9 },
	{ services: 1_500, edges: 9_300, rounds: 5 },
	{ services: 10_000, edges: 100_000, rounds: 1 },
];
const isWhole = process.argv.includes('--whole');
/** Above it, plain cdk8s takes minutes. */
const plainCdk8sMost = 5_000;

const measured = sizes.map(({ services, edges, rounds }): Measured => {
	process.stderr.write(`measuring ${services} services, ${edges} edges …\n`);
	const script = join(import.meta.dirname, 'measure.ts');
	const withCdk8s = isWhole || services <= plainCdk8sMost;
	const numbers = [services, edges, rounds, withCdk8s ? 1 : 0].map(String);
	const run = (what: string): string =>
		execFileSync(process.execPath, [script, what, ...numbers], {
			encoding: 'utf8',
			stdio: ['ignore', 'pipe', 'inherit'],
			maxBuffer: 1 << 26,
		});
	const { peakMiB } = JSON.parse(run('memory')) as { peakMiB: number };
	return { ...(JSON.parse(run('time')) as Measured), peakMiB };
});

const row = (cells: readonly (string | number)[]): string => `| ${cells.join(' | ')} |`;
const ms = (value: number): string => value.toFixed(value < 10 ? 1 : 0);

/** Growth of time over growth of output from one size to the next: 1.0 is linear. */
const slope = (from: Measured, to: Measured): string =>
	(Math.log(to.synth / from.synth) / Math.log(to.bytes / from.bytes)).toFixed(2);

const lines = [
	'# Benchmarks',
	'',
	`Made by \`npm run bench -- ${isWhole ? '--whole ' : ''}--write\`. Timings are medians of one run; compare the ratios, not the milliseconds.`,
	'Catalogs come from the seeded generator [test/generators/catalog.ts](../test/generators/catalog.ts).',
	'',
	`Node ${process.versions.node}, ${cpus().length} × ${cpus()[0]?.model ?? 'unknown processor'}.`,
	'',
	row([
		'services / edges',
		'objects',
		'MiB written',
		'load ms',
		'read ms',
		'**synth ms**',
		'bare js-yaml ms',
		'**÷ js-yaml**',
		'plain cdk8s ms',
		'÷ cdk8s',
		'peak MiB',
	]),
	row(Array(11).fill('---:')),
	...measured.map((size) =>
		row([
			`${size.services} / ${size.edges}`,
			size.objects,
			(size.bytes / 2 ** 20).toFixed(1),
			ms(size.load),
			ms(size.read),
			`**${ms(size.synth)}**`,
			ms(size.bare),
			`**${(size.synth / size.bare).toFixed(2)}**`,
			size.cdk8s === 0 ? '–' : ms(size.cdk8s),
			size.cdk8s === 0 ? '–' : (size.synth / size.cdk8s).toFixed(3),
			size.peakMiB.toFixed(0),
		]),
	),
	'',
	...measured.slice(1).map((size, index) => {
		const from = measured[index];
		return from === undefined
			? ''
			: `Slope from ${from.services} to ${size.services} services (time against bytes written): ${slope(from, size)}.`;
	}),
	'',
	'- **load**: a catalog of TypeScript files (one for each 100 services) from disk, with the place of every literal.',
	'- **read**: shape, names, operations and the checks between parts.',
	'- **synth**: lower, compile and emit: from the checked catalog to the text of every file.',
	'- **bare js-yaml**: `dump` of the same objects, nothing else. **plain cdk8s**: `App.synth` of charts with the same objects,',
	'  printing only; the objects are given. A dash: not run without `--whole`, since its work grows with the square.',
	'',
];
const text = lines.join('\n');
process.stdout.write(text);
if (process.argv.includes('--write')) writeFileSync(join(import.meta.dirname, '../docs/benchmarks.md'), text);
