// The recorded matrices in test/recorded/tokens: compared with what the server says now, or rewritten with UPDATE=1.
import { readFile, writeFile } from 'node:fs/promises';
import { expect } from 'vitest';
import type { Matrix } from './matrix.ts';
import { parseMatrix } from './recorded.ts';

const fileOf = (name: string): URL => new URL(`../../recorded/tokens/${name}.jsonl`, import.meta.url);

/** The recorded text. Throws where there is none. */
export const readRecorded = (name: string): Promise<string> => readFile(fileOf(name), 'utf8');

export const readMatrix = async (name: string): Promise<Matrix> => parseMatrix(await readRecorded(name));

/** Fails where the server no longer says what is recorded. */
export async function expectRecorded(name: string, text: string): Promise<void> {
	if (process.env.UPDATE === '1') await writeFile(fileOf(name), text);
	expect(text, `test/recorded/tokens/${name}.jsonl; UPDATE=1 rewrites it`).toBe(await readRecorded(name));
}
