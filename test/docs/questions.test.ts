// The examples of docs/questions.md run as they stand: their questions give exactly the answers shown. `UPDATE=1` rewrites
// the answers: read the diff.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { folderWith, inProcess, packageFolder } from '../cli/console.ts';
import { blocksOf, withBlock } from './blocks.ts';

const file = join(packageFolder, 'docs/questions.md');
const block = (role: string): string =>
	blocksOf(readFileSync(file, 'utf8')).find((one) => one.role === role)?.text ?? '';

test.each([
	['catalog', ['-e', 'prod', join(packageFolder, 'services.catalog.ts')]],
	['exact', []],
])('the examples in %s words', async (role, argv) => {
	const folder = folderWith({ 'questions.jsonl': block(role) });
	const { code, stdout, stderr } = await inProcess(folder, ['decide', '--questions', 'questions.jsonl', ...argv]);
	expect(stderr).toBe('');
	if (process.env.UPDATE === '1') writeFileSync(file, withBlock(readFileSync(file, 'utf8'), `${role}-answers`, stdout));
	expect(stdout).toBe(block(`${role}-answers`));
	expect(code).toBe(1);
});

test('every field of the schema is in its tables', () => {
	const page = readFileSync(file, 'utf8');
	const schema: unknown = JSON.parse(readFileSync(join(packageFolder, 'schema/question.schema.json'), 'utf8'));
	const forms = z
		.object({ anyOf: z.array(z.object({ properties: z.record(z.string(), z.unknown()) })) })
		.parse(schema).anyOf;
	const fields = forms.flatMap(({ properties }) => Object.keys(properties));
	expect(fields.length).toBeGreaterThan(20);
	expect(
		[...new Set(fields)].filter((field) => !page.includes(`\`${field}\``) && !page.includes(`"${field}"`)),
	).toEqual([]);
});
