// `dist/` of the sample is committed: our first golden file. Both commands write it, to the byte; a failure leaves it be.
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { copyCheckout, filesIn, root, run } from './checkout.ts';

const parts = ['src', 'bin', 'services.catalog.ts', 'cdk8s.yaml', 'package.json', 'tsconfig.json'];
const committed = filesIn(join(root, 'dist'));
let copy = '';

beforeAll(() => {
	copy = copyCheckout(parts);
});
afterAll(() => rmSync(copy, { recursive: true }));

const synth = () => run(copy, 'node', ['bin/meshgrant.mjs', 'synth', '--today', '2026-11-24']);
const cdk8sSynth = () => run(copy, 'cdk8s', ['synth']);

test('`meshgrant synth` writes the committed dist/ (after a wanted change: npm run synth, and read the diff)', () => {
	const { status, stderr } = synth();
	expect(status, stderr).toBe(0);
	expect(committed.size).toBeGreaterThan(10);
	expect(filesIn(join(copy, 'dist'))).toEqual(committed);
});

test('`cdk8s synth` writes the same bytes', () => {
	const { status, stderr } = cdk8sSynth();
	expect(status, stderr).toBe(0);
	expect(filesIn(join(copy, 'dist'))).toEqual(committed);
});

test('an edit of the catalog makes dist/ stale, and this is seen', () => {
	const catalog = join(copy, 'services.catalog.ts');
	const text = readFileSync(join(copy, 'services.catalog.ts'), 'utf8');
	writeFileSync(catalog, text.replace("'GET /accounts/{id}/transactions'", "'GET /accounts/{id}/history'"));
	expect(synth().status).toBe(0);
	expect(filesIn(join(copy, 'dist'))).not.toEqual(committed);
	writeFileSync(catalog, text);
	expect(synth().status).toBe(0);
	expect(filesIn(join(copy, 'dist'))).toEqual(committed);
});

describe('a catalog with an error', () => {
	let text = '';
	beforeAll(() => {
		text = readFileSync(join(copy, 'services.catalog.ts'), 'utf8');
		writeFileSync(
			join(copy, 'services.catalog.ts'),
			text.replace("from: 'statements', scopes: ['accounts.read']", "from: 'statments', scopes: ['accounts.read']"),
		);
	});

	test('leaves dist/ as it was under `meshgrant synth`, which exits 2', () => {
		const { status, stderr } = synth();
		expect(status).toBe(2);
		expect(stderr).toContain('`statments`');
		expect(stderr).toContain('did you mean `statements`');
		expect(filesIn(join(copy, 'dist'))).toEqual(committed);
	});

	test('gives no output under `cdk8s synth`, which exits non-zero and shows the message', () => {
		const { status, stdout, stderr } = cdk8sSynth();
		expect(status).not.toBe(0);
		expect(stdout + stderr).toContain('`statments`');
		expect([...filesIn(join(copy, 'dist')).keys()]).toEqual([]);
	});
});
