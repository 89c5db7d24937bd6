import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { questionJsonSchema } from '../../src/questions/schema.ts';

const file = join(import.meta.dirname, '../../schema/question.schema.json');

test('the published JSON Schema is the one that lines are read by (UPDATE=1 writes it)', () => {
	const text = `${JSON.stringify(questionJsonSchema(), undefined, '\t')}\n`;
	if (process.env.UPDATE === '1') writeFileSync(file, text);
	expect(readFileSync(file, 'utf8')).toBe(text);
});

test('it accepts both forms, and refuses fields that are not there', () => {
	const schema = z.fromJSONSchema(JSON.parse(readFileSync(file, 'utf8')));
	const short = { v: 1, from: 'web', to: 'cart', request: 'GET /cart' };
	const exact = { v: 1, enforcer: 'shop/cart', request: { from: 'plaintext', port: 8080 } };
	expect(schema.safeParse(short).success).toBe(true);
	expect(schema.safeParse(exact).success).toBe(true);
	expect(schema.safeParse({ ...short, too: 'cart' }).success).toBe(false);
	expect(schema.safeParse({ ...exact, v: 2 }).success).toBe(false);
	expect(schema.safeParse({ ...exact, request: { ...exact.request, from: 'web' } }).success).toBe(false);
});
