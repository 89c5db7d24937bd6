// All recorded verdicts, as data: what a reader of manifests is held to in the plain test command, without any engine.
import { readFileSync } from 'node:fs';
import { brotliDecompressSync } from 'node:zlib';
import { type RecordedCase, readLine } from './format.ts';

/** In the order in which the command writes them. */
export const recordedFiles = ['named', 'examples', 'random'] as const;
export type RecordedFile = (typeof recordedFiles)[number];

export const recordedPath = (name: RecordedFile): URL => new URL(`${name}.jsonl.br`, import.meta.url);

export const readRecorded = (name: RecordedFile): readonly RecordedCase[] => recordedLines(name).map(readLine);

/** The lines as they stand, for comparing bytes. */
export function recordedLines(name: RecordedFile): readonly string[] {
	const text = brotliDecompressSync(readFileSync(recordedPath(name))).toString('utf8');
	return text.split('\n').filter((line) => line !== '');
}
