// The part of the README that the data writes: totals and the coverage table. The command puts it there; the test holds
// that it is true.
import type { Verdict } from '../engines/mesh/case.ts';
import { coverage, coverageTable } from './coverage.ts';
import type { RecordedCase } from './format.ts';
import { type RecordedFile, recordedFiles } from './read.ts';

export const readmePath = new URL('README.md', import.meta.url);

export const enginesPath = new URL('engines.json', import.meta.url);

/** What the data was recorded with; engines.json. */
export type Engines = { readonly istio: string; readonly envoy: string };

const [start, end] = ['<!-- written by the command -->', '<!-- end of what the command writes -->'];

/** The README's text with what the data says between the marks. */
export function withCoverage(
	text: string,
	recorded: Readonly<Record<RecordedFile, readonly RecordedCase[]>>,
	engines: Engines,
): string {
	const [before, after] = [text.split(start)[0], text.split(end)[1]];
	if (before === undefined || after === undefined) throw new Error('the README has lost its marks');
	const all = recordedFiles.flatMap((name) => recorded[name]);
	return `${before}${start}

Recorded with Istio \`${engines.istio}\` and Envoy \`${engines.envoy}\`.

${totals(recorded)}

${coverageTable(coverage(all))}

${end}${after}`;
}

const outcomes = ['allow', 401, 403, 'refused'] as const satisfies readonly Verdict['verdict'][];

function totals(recorded: Readonly<Record<RecordedFile, readonly RecordedCase[]>>): string {
	const row = (name: string, cases: readonly RecordedCase[]) => {
		const verdicts = cases.flatMap((each) => each.verdicts);
		const counts = outcomes.map((outcome) => verdicts.filter(({ verdict }) => verdict === outcome).length);
		const others = verdicts.length - counts.reduce((sum, count) => sum + count, 0);
		return `| ${[name, cases.length, verdicts.length, ...counts, others].join(' | ')} |`;
	};
	return [
		'| file | cases | verdicts | allow | 401 | 403 | refused | other status |',
		'| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |',
		...recordedFiles.map((name) => row(`${name}.jsonl.br`, recorded[name])),
		row(
			'all',
			recordedFiles.flatMap((name) => recorded[name]),
		),
	].join('\n');
}
