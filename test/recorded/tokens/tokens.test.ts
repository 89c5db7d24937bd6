// The recorded answers of a real Keycloak, judged without one: the definitions of today's model still promise what the
// server gave, and each fault that was planted there is still found.
import { expect, test } from 'vitest';
import { actors } from '../../engines/tokens/actors.ts';
import { onlyRealmOf, recordedCases } from '../../engines/tokens/cases.ts';
import { faults, faultyRealms } from '../../engines/tokens/faults.ts';
import { judge, printFinding } from '../../engines/tokens/judge.ts';
import type { Matrix } from '../../engines/tokens/matrix.ts';
import { readMatrix, readRecorded } from '../../engines/tokens/record-file.ts';
import { parseMatrix, printMatrix } from '../../engines/tokens/recorded.ts';

const cases = await recordedCases();
const { issuer } = onlyRealmOf(actors);

const findings = (matrix: Matrix): readonly string[] => judge(actors, issuer, matrix).map(printFinding);

test.each(cases)('$name: what is granted, and nothing else', async ({ name, model, issuer: of }) => {
	const text = await readRecorded(name);
	const matrix = parseMatrix(text);
	expect(judge(model, of, matrix).map(printFinding)).toEqual([]);
	expect(matrix.cells.filter(({ outcome }) => outcome.kind === 'token').length).toBeGreaterThan(3);
	expect(printMatrix(matrix)).toBe(text);
});

test.each(faults)('planted fault: $name', async ({ realm, found }) => {
	expect(findings(await readMatrix(`faults-${realm}`))).toContainEqual(expect.stringMatching(found));
});

test('each planted fault stands in a realm that is recorded', () => {
	expect(faultyRealms.flatMap(({ planted }) => planted)).toHaveLength(faults.length);
	expect(faults.length).toBeGreaterThanOrEqual(10);
});

test('a matrix that lacks a cell is not good', async () => {
	const { cells, probes } = await readMatrix('actors');
	const without = cells.filter(({ client, scope }) => !(client === 'statements' && scope === 'accounts.close'));
	expect(findings({ cells: without, probes })).toContain(
		'untried: statements, as itself, accounts.close: no such cell in the matrix',
	);
});

test('each single token, put where a refusal stood, is found, and each refusal where a granted token stood', async () => {
	const right = await readMatrix('actors');
	const scopes = new Set(actors.scopes.map(({ name }) => name));
	const token = right.cells.find(({ outcome, scope }) => outcome.kind === 'token' && scopes.has(scope))?.outcome;
	const refusal = right.cells.find(({ outcome }) => outcome.kind === 'refused')?.outcome;
	if (token === undefined || refusal === undefined) throw new Error('the record has no token or no refusal');
	const tried = right.cells.filter(({ scope }) => scopes.has(scope));
	for (const cell of tried) {
		const outcome = cell.outcome.kind === 'token' ? refusal : token;
		const wrong = right.cells.map((each) => (each === cell ? { ...cell, outcome } : each));
		expect(findings({ ...right, cells: wrong }), `${cell.client} ${cell.way} ${cell.scope}`).not.toEqual([]);
	}
	expect(tried.length).toBeGreaterThan(100);
});
