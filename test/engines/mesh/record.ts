// Records what the engine does, and writes the data of test/recorded/ with the totals and the coverage table of its README:
// `node test/engines/mesh/record.ts`. With `--check` it writes nothing and says which cases differ from the data. The same
// commit of this repository gives the same data, to the byte.
import { readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { brotliCompressSync, constants } from 'node:zlib';
import { type RecordedCase, readLine, recordVersion, writeLine } from '../../recorded/format.ts';
import { namedCases } from '../../recorded/named/index.ts';
import { mistakes } from '../../recorded/named/mistakes.ts';
import { type RecordedFile, recordedFiles, recordedLines, recordedPath } from '../../recorded/read.ts';
import { enginesPath, readmePath, withCoverage } from '../../recorded/readme.ts';
import { stable } from '../../recorded/stable.ts';
import { type EngineName, engine } from '../prepare/index.ts';
import type { CaseVerdicts } from './case.ts';
import { type MeshVersions, openMesh } from './oracle.ts';
import { type Question, questions } from './questions.ts';

type Recorded = Readonly<Record<RecordedFile, readonly RecordedCase[]>>;

const say = (text: string): void => void process.stdout.write(`${text}\n`);

async function main(): Promise<number> {
	const { values } = parseArgs({ options: { check: { type: 'boolean', default: false } } });
	const { recorded, versions } = await recordAll();
	const wrong = mistaken(recorded.named);
	for (const text of wrong) say(text);
	if (values.check) return compare(recorded) + wrong.length === 0 ? 0 : 1;
	write(recorded, versions);
	return wrong.length === 0 ? 0 : 1;
}

async function recordAll(): Promise<{ readonly recorded: Recorded; readonly versions: MeshVersions }> {
	const oracle = await openMesh({ mesh: await ready('mesh'), envoy: await ready('envoy'), network: 'own' });
	const asked = await questions();
	const recorded: Record<RecordedFile, RecordedCase[]> = { named: [], examples: [], random: [] };
	for (const name of recordedFiles) {
		const list = asked[name];
		let index = 0;
		for await (const answer of oracle.judge(list.map((each) => each.asked))) {
			const question = list[index++];
			const made = question === undefined ? undefined : record(question, answer);
			if (made !== undefined) recorded[name].push(made);
		}
		say(`${name}: ${recorded[name].length} of ${list.length} cases`);
	}
	const { versions } = oracle;
	await oracle.close();
	return { recorded, versions };
}

async function ready(name: EngineName): Promise<string> {
	const found = await engine(name);
	if (found.kind === 'missing') throw new Error(found.why);
	return found.path;
}

/**
 * Undefined for a generated case whose policies istiod refuses. Whatever says nothing about the policies is an error: the
 * data must not shrink, or hold the instrument's own failures, without a word.
 */
function record({ origin, asked }: Question, answer: CaseVerdicts): RecordedCase | undefined {
	if (answer.id !== asked.id) throw new Error(`${asked.id}: the answer is for ${answer.id}`);
	if (answer.kind === 'invalid' && origin.kind === 'random') return undefined;
	if (answer.kind !== 'judged') throw new Error(`${asked.id}: ${answer.kind}: ${answer.why}`);
	return { v: recordVersion, origin, asked, adapted: answer.adapted, verdicts: answer.verdicts.map(stable) };
}

const mistaken = (named: readonly RecordedCase[]): readonly string[] =>
	named.flatMap(({ verdicts }, index) => {
		const own = namedCases[index];
		return own === undefined ? [] : mistakes(own, verdicts);
	});

function write(recorded: Recorded, { istio, envoy }: MeshVersions): void {
	for (const name of recordedFiles) {
		const data = compress(recorded[name].map((each) => `${writeLine(each)}\n`).join(''));
		writeFileSync(recordedPath(name), data);
		say(`${name}: ${data.length} bytes`);
	}
	const engines = { istio, envoy };
	writeFileSync(enginesPath, `${JSON.stringify(engines, undefined, '\t')}\n`);
	writeFileSync(readmePath, withCoverage(readFileSync(readmePath, 'utf8'), recorded, engines));
}

/** How many cases differ from the committed data; says which. */
function compare(recorded: Recorded): number {
	let different = 0;
	for (const name of recordedFiles) {
		const before = new Map(recordedLines(name).map((line) => [readLine(line).asked.id, line]));
		for (const each of recorded[name]) {
			if (before.get(each.asked.id) !== writeLine(each)) {
				say(`${each.asked.id} is not as recorded`);
				different++;
			}
			before.delete(each.asked.id);
		}
		for (const id of before.keys()) say(`${id} is recorded and was not asked`);
		different += before.size;
	}
	say(different === 0 ? 'the data is as the engine says' : `${different} cases differ`);
	return different;
}

const compress = (text: string): Buffer =>
	brotliCompressSync(text, {
		params: {
			[constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY,
			[constants.BROTLI_PARAM_LGWIN]: constants.BROTLI_MAX_WINDOW_BITS,
			[constants.BROTLI_PARAM_SIZE_HINT]: text.length,
		},
	});

process.exitCode = await main();
