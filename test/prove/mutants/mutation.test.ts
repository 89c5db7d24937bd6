// Mutation: what is compiled is changed in every way that an operator knows, and the prover must flag each change of access
// and no change that means nothing. Plain runs take some mutants of each operator; `MUTANTS=20` takes twenty of each and
// catalog. The score is printed, and written to `$EVIDENCE_DIR/mutation.json`.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { contextOf, meshFindings } from '../../../src/prove/index.ts';
import { tokenFindings } from '../../../src/prove/tokens/index.ts';
import { realmsIn } from '../../../src/prove/tokens/realms.ts';
import { writeEvidence } from '../../engines/evidence/write.ts';
import { authenticationOperators } from './authentication.ts';
import { clusterOperators } from './cluster.ts';
import { cornerOperators } from './corners.ts';
import { equivalentOperators } from './equivalent.ts';
import { objectOperators } from './objects.ts';
import type { Operator } from './operator.ts';
import { policyOperators } from './policies.ts';
import { realmOperators } from './realm.ts';
import { realmDetailOperators } from './realm-details.ts';
import { realmSettingOperators } from './realm-settings.ts';
import { report, type Score, scores } from './run.ts';
import { catalogFiles, generatedSubjects, type Subject, subjectsOf } from './subject.ts';
import { surroundingOperators } from './surroundings.ts';

const seed = 20261124;
const started = performance.now();
const wanted = Number(process.env.MUTANTS ?? 0);
/** Each operator meets so many catalogs in a plain run, one mutant of each. */
const subjectsEach = 4;
const options = wanted > 0 ? { each: wanted, requests: 200, seed } : { each: 1, requests: 60, seed };

const meshOperators = [
	...policyOperators,
	...objectOperators,
	...authenticationOperators,
	...cornerOperators,
	...surroundingOperators,
	...clusterOperators,
	...equivalentOperators,
];
const tokenOperators = [...realmOperators, ...realmSettingOperators, ...realmDetailOperators];
const found: Score[] = [];
let subjects: readonly Subject[] = [];
let tokenSubjects: readonly Subject[] = [];

beforeAll(async () => {
	const shipped = await Promise.all(catalogFiles.map(subjectsOf));
	subjects = [...shipped.flat(), ...generatedSubjects(wanted > 0 ? 20 : 5, seed)];
	// Generated models may grant what no realm can give, such as one tenant to all users.
	tokenSubjects = subjects.filter(({ model, documents }) => {
		const { realms } = realmsIn(model, documents);
		return realms.length > 0 && realms.every((realm) => tokenFindings(model, realm).length === 0);
	});
});

test('what is mutated is proved', () => {
	for (const { name, model, objects } of subjects) {
		expect([name, meshFindings(contextOf(model, objects), objects)]).toEqual([name, []]);
	}
	expect(tokenSubjects.length).toBeGreaterThanOrEqual(6);
});

describe.each(meshOperators)('$name', (operator) => {
	test('changes of access are flagged, and nothing else is', () => check(operator, subjects));
});

describe.each(tokenOperators)('$name', (operator) => {
	test('changes of tokens are flagged, and nothing else is', () => check(operator, tokenSubjects));
});

/** In a plain run on some catalogs, other ones for each operator, among those where it finds anything to change. */
function check(operator: Operator, among: readonly Subject[]): void {
	const place = [...meshOperators, ...tokenOperators].indexOf(operator);
	const turned = among
		.map((_, index) => among[(index * 7 + place) % among.length])
		.filter((each) => each !== undefined);
	const able = [...new Set(turned)].filter((subject) => operator.changes(subject).length > 0);
	const [score] = scores(wanted > 0 ? able : able.slice(0, subjectsEach), [operator], {
		...options,
		seed: seed + place,
	});
	if (score === undefined) return;
	found.push(score);
	expect(score.survivors).toEqual([]);
	expect(score.falseAlarms).toEqual([]);
}

test('every operator has mutants, and those that can change access do', () => {
	expect(found.filter(({ mutants }) => mutants === 0).map(({ operator }) => operator)).toEqual([]);
	const total = (of: (score: Score) => number) => found.reduce((sum, score) => sum + of(score), 0);
	expect(total(({ changing }) => changing)).toBeGreaterThan(100);
	expect(total(({ byRequests }) => byRequests)).toBeGreaterThan(total(({ byReplay }) => byReplay));
});

afterAll(async () => {
	process.stdout.write(`${report(found)}\n`);
	const total = (of: (score: Score) => number) => found.reduce((sum, score) => sum + of(score), 0);
	await writeEvidence<'mutation'>({
		suite: 'mutation',
		mutants: total(({ changing }) => changing),
		killed: total(({ killed }) => killed),
		// Those on which the prover is strict are neither: nobody showed a difference, and they are no mere rewording.
		equivalents: total(({ mutants, changing, strict }) => mutants - changing - strict),
		passed: total(({ passed }) => passed),
		seconds: Math.round((performance.now() - started) / 1000),
	});
});
