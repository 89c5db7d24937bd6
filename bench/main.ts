// `npm run bench`: what a synthesis and its proof cost, as ratios to something named, measured in one run. `--write` puts
// the tables into docs/benchmarks.md; `--whole` also runs plain cdk8s at the largest size, where its work has grown with the
// square. With NCA=<path of nca>, np-guard's network-config-analyzer runs beside us. Each size runs in processes of its own,
// so that memory is its own.
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import type { Decisions } from './decisions.ts';
import type { Measured } from './measure.ts';
import type { Beside } from './np-guard.ts';

const sizes = [
	{ services: 100, edges: 620, rounds: 9 },
	{ services: 1_500, edges: 9_300, rounds: 5 },
	{ services: 10_000, edges: 100_000, rounds: 1 },
];
const isWhole = process.argv.includes('--whole');
/** Above it, plain cdk8s takes minutes. */
const plainCdk8sMost = 5_000;

/** What a script of this folder prints, run in a process of its own. */
function apart(script: string, ...args: readonly string[]): string {
	return execFileSync(process.execPath, [join(import.meta.dirname, script), ...args], {
		encoding: 'utf8',
		stdio: ['ignore', 'pipe', 'inherit'],
		maxBuffer: 1 << 26,
	});
}

const measured = sizes.map(({ services, edges, rounds }): Measured => {
	process.stderr.write(`measuring ${services} services, ${edges} edges …\n`);
	const withCdk8s = isWhole || services <= plainCdk8sMost;
	const numbers = [services, edges, rounds, withCdk8s ? 1 : 0].map(String);
	const run = (what: string): string => apart('measure.ts', what, ...numbers);
	const { peakMiB } = JSON.parse(run('memory')) as { peakMiB: number };
	return { ...(JSON.parse(run('time')) as Measured), peakMiB };
});

process.stderr.write('measuring decisions …\n');
const decisions = JSON.parse(apart('decisions.ts')) as Decisions;
const beside =
	process.env.NCA === undefined
		? []
		: [12, 25, 50].map((services) => {
				process.stderr.write(`measuring np-guard at ${services} services …\n`);
				return JSON.parse(apart('np-guard.ts', String(services))) as Beside;
			});

const row = (cells: readonly (string | number)[]): string => `| ${cells.join(' | ')} |`;
const ms = (value: number): string => value.toFixed(value < 10 ? 1 : 0);

/** Growth of time over growth of output from one size to the next: 1.0 is linear. */
const slope = (from: Measured, to: Measured, what: 'synth' | 'prove'): string =>
	(Math.log(to[what] / from[what]) / Math.log(to.bytes / from.bytes)).toFixed(2);

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
		'**prove ms**',
		'**÷ js-yaml**',
		'one namespace ms',
		'plain cdk8s ms',
		'÷ cdk8s',
		'peak MiB',
	]),
	row(Array(14).fill('---:')),
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
			`**${ms(size.prove)}**`,
			`**${(size.prove / size.bare).toFixed(2)}**`,
			ms(size.reprove),
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
			: `Slope from ${from.services} to ${size.services} services (time against bytes written): synth ${slope(from, size, 'synth')}, prove ${slope(from, size, 'prove')}.`;
	}),
	'',
	'- **load**: a catalog of TypeScript files (one for each 100 services) from disk, with the place of every literal.',
	'- **read**: shape, names, operations and the checks between parts.',
	'- **synth**: lower, compile and emit: from the checked catalog to the text of every file.',
	'- **prove**: from the access model and the objects to the proof that both grant the same, requests and tokens. **one',
	'  namespace**: the requests to the services of one namespace, as after a change there.',
	'- **peak**: of a process that reads, synthesises and proves once.',
	'- **bare js-yaml**: `dump` of the same objects, nothing else. **plain cdk8s**: `App.synth` of charts with the same objects,',
	'  printing only; the objects are given. A dash: not run without `--whole`, since its work grows with the square.',
	'',
	'## Decisions',
	'',
	`\`authorize\` decides ${decisions.perSecond.toLocaleString('en')} requests a second of one core: ${decisions.requests} requests to the proxies of our`,
	`examples, of which ${decisions.allowed} are allowed, asked again and again with their tokens.`,
	'',
	...(beside.length === 0 ? [] : npGuard(beside)),
];
const text = lines.join('\n');
process.stdout.write(text);
if (process.argv.includes('--write')) writeFileSync(join(import.meta.dirname, '../docs/benchmarks.md'), text);

function npGuard(rows: readonly Beside[]): readonly string[] {
	return [
		'## Beside np-guard',
		'',
		'Who can talk to whom, from one file of the same AuthorizationPolicies: np-guard’s network-config-analyzer 2.1.0 and our',
		'exact sets of requests. It knows no tokens and no path templates, so both were taken out of the policies.',
		'',
		row(['services', 'policies', 'ours s', 'network-config-analyzer s', 'ratio']),
		row(Array(5).fill('---:')),
		...rows.map(({ services, policies, ours, nca }) =>
			row([services, policies, ours.toFixed(2), nca.toFixed(2), (nca / ours).toFixed(1)]),
		),
		'',
	];
}
