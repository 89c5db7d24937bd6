// `node test/engines/evidence/main.ts <folder>`: writes docs/evidence.md from the files that the suites left in the folder.
import { readFileSync, writeFileSync } from 'node:fs';
import { z } from 'zod';
import { readRecorded, recordedFiles } from '../../recorded/read.ts';
import { readMeasured } from './forms.ts';
import { countMeaning } from './meaning.ts';
import { evidencePage } from './page.ts';

const page = new URL('../../../docs/evidence.md', import.meta.url);
const engines = new URL('../../recorded/engines.json', import.meta.url);
const versions = z.object({ istio: z.string(), envoy: z.string() });

const [folder] = process.argv.slice(2);
if (folder === undefined) {
	process.stderr.write('usage: node test/engines/evidence/main.ts <folder that EVIDENCE_DIR named>\n');
	process.exitCode = 2;
} else {
	const recorded = Object.fromEntries(
		recordedFiles.map((name) => {
			const cases = readRecorded(name);
			return [name, { cases: cases.length, verdicts: cases.reduce((sum, each) => sum + each.verdicts.length, 0) }];
		}),
	);
	const recordedWith = versions.parse(JSON.parse(readFileSync(engines, 'utf8')));
	const text = evidencePage(await readMeasured(folder), recorded, recordedWith, await countMeaning());
	writeFileSync(page, `${text}\n`);
}
