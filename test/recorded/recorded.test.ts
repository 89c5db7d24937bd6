// The recorded verdicts are whole, readable, wide enough, and say what the named cases state.
import { readFileSync, statSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { meshCase } from '../engines/generators/mesh-case.ts';
import { writeManifests } from '../engines/generators/objects.ts';
import { recordedOptions } from '../engines/mesh/questions.ts';
import { coverage, facts, wanted } from './coverage.ts';
import { type RecordedCase, readLine, writeLine } from './format.ts';
import { caseOf } from './named/case.ts';
import { namedCases } from './named/index.ts';
import { mistakes } from './named/mistakes.ts';
import { type RecordedFile, readRecorded, recordedFiles, recordedPath } from './read.ts';
import { enginesPath, readmePath, withCoverage } from './readme.ts';

const recorded: Readonly<Record<RecordedFile, readonly RecordedCase[]>> = {
	named: readRecorded('named'),
	examples: readRecorded('examples'),
	random: readRecorded('random'),
};
const all = recordedFiles.flatMap((name) => recorded[name]);
const verdicts = all.flatMap((each) => each.verdicts);
const counts = coverage(all);

test('at least 5,000 verdicts, in less than 2 MB', () => {
	expect(verdicts.length).toBeGreaterThanOrEqual(5000);
	const bytes = recordedFiles.reduce((sum, name) => sum + statSync(recordedPath(name)).size, 0);
	expect(bytes).toBeLessThan(2_000_000);
});

test('about half is allowed: where everything is denied, nothing is proved', () => {
	for (const name of ['random', 'examples'] as const) {
		const own = recorded[name].flatMap((each) => each.verdicts);
		const share = own.filter(({ verdict }) => verdict === 'allow').length / own.length;
		expect(share, name).toBeGreaterThan(name === 'random' ? 0.4 : 0.25);
		expect(share, name).toBeLessThan(0.6);
	}
});

test('each case has its own id', () => {
	expect(new Set(all.map(({ asked }) => asked.id)).size).toBe(all.length);
});

test.for(wanted)('covered: %s', (feature) => {
	expect(counts.get(feature)?.cases ?? 0).toBeGreaterThan(0);
});

test('nothing occurs that the coverage table does not know', () => {
	expect([...counts.keys()].filter((feature) => !wanted.includes(feature))).toEqual([]);
});

test('the README says what the data says (otherwise: node test/engines/mesh/record.ts)', () => {
	const text = readFileSync(readmePath, 'utf8');
	expect(withCoverage(text, recorded, JSON.parse(readFileSync(enginesPath, 'utf8')))).toBe(text);
});

test('a granted request is an allowed one', () => {
	for (const { origin, asked, verdicts } of recorded.examples) {
		if (origin.kind !== 'example') throw new Error(`${asked.id} is no example`);
		const granted = verdicts.slice(0, origin.granted).map(({ verdict }) => verdict);
		expect(granted, asked.id).toEqual(granted.map(() => 'allow'));
	}
});

test('a sample of seeds still gives the recorded questions', () => {
	for (const { origin, asked } of recorded.random.filter((_, index) => index % 40 === 0)) {
		if (origin.kind !== 'random') throw new Error(`${asked.id} is not random`);
		expect(meshCase(origin.seed, recordedOptions), `seed ${origin.seed}: record again`).toEqual(asked);
	}
});

describe('named cases', () => {
	const byId = new Map(recorded.named.map((each) => [each.asked.id, each]));

	test('each is recorded, and no other', () => {
		expect([...byId.keys()]).toEqual(namedCases.map((named) => `named/${named.name}`));
	});

	test('each trap has one', () => {
		expect(Object.keys(facts).filter((fact) => !namedCases.some((named) => named.fact === fact))).toEqual([]);
	});

	test.for(namedCases)('$fact $name', (named) => {
		const own = byId.get(`named/${named.name}`);
		expect(own?.asked, 'record again').toEqual(caseOf(named, writeManifests));
		expect(mistakes(named, own?.verdicts ?? [])).toEqual([]);
	});
});

describe('the format', () => {
	const [some] = recorded.named;
	if (some === undefined) throw new Error('there are named cases');
	const broken = (change: object) => () => readLine(JSON.stringify({ ...some, ...change }));

	test('reads what it has written', () => {
		expect(readLine(writeLine(some))).toEqual(some);
	});

	test('refuses another version, an unknown field, an unknown verdict, a missing verdict', () => {
		expect(broken({ v: 2 })).toThrow();
		expect(broken({ more: 1 })).toThrow();
		expect(broken({ asked: { ...some.asked, upstrem: 'echo' } })).toThrow();
		expect(broken({ verdicts: some.verdicts.with(0, { verdict: 'refused', wy: '' } as never) })).toThrow();
		expect(broken({ verdicts: some.verdicts.with(0, { verdict: 'alow' } as never) })).toThrow();
		expect(broken({ verdicts: some.verdicts.slice(1) })).toThrow('a verdict is missing');
	});
});
