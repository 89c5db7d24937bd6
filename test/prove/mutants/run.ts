// Runs mutants and keeps the score. What a change does to access is known before the prover is looked at: by how it is made,
// by requests and tokens put to both sides, and at last by the prover's own counterexample, put to both sides, too.

import { contextOf, type Finding, meshFindings } from '../../../src/prove/index.ts';
import { tokenFindings } from '../../../src/prove/tokens/index.ts';
import { realmsIn } from '../../../src/prove/tokens/realms.ts';
import { authorizer, type Enforcer, type World } from '../../../src/semantics/istio/index.ts';
import { sampled } from './edit.ts';
import { difference, enforcersNear, outcome, worldOf } from './judge.ts';
import { type Change, type Operator, touched } from './operator.ts';
import type { MeshObject, Subject } from './subject.ts';
import { tokenDifference } from './token-judge.ts';

export interface Score {
	readonly operator: string;
	mutants: number;
	/** Known to change access, how that is known, and how many of them the prover flags. */
	changing: number;
	byConstruction: number;
	byRequests: number;
	byReplay: number;
	killed: number;
	/** Not known to change anything, and not flagged. */
	passed: number;
	/** Flagged, though access stays: words that nobody understands, or another handling of tokens and connections. */
	strict: number;
	/** Changing and not flagged. */
	readonly survivors: string[];
	/** Flagged and equivalent by construction, or with a request that is treated as before. */
	readonly falseAlarms: string[];
}

export interface Options {
	/** Mutants of each operator and subject. */
	readonly each: number;
	/** Requests about each mutant and proxy. */
	readonly requests: number;
	readonly seed: number;
}

/** The score of each operator over all subjects, in the order of the operators. */
export function scores(
	subjects: readonly Subject[],
	operators: readonly Operator[],
	options: Options,
): readonly Score[] {
	const worlds = new Map(subjects.map((subject) => [subject, worldOf(subject)]));
	return operators.map((operator, place) => {
		const score = emptyScore(operator.name);
		for (const subject of subjects) {
			const world = worlds.get(subject);
			const changes = sampled(operator.changes(subject), options.each, options.seed + place);
			for (const change of changes) if (world !== undefined) judge(score, operator, subject, world, change, options);
		}
		return score;
	});
}

const emptyScore = (operator: string): Score => ({
	operator,
	mutants: 0,
	changing: 0,
	byConstruction: 0,
	byRequests: 0,
	byReplay: 0,
	killed: 0,
	passed: 0,
	strict: 0,
	survivors: [],
	falseAlarms: [],
});

function judge(
	score: Score,
	{ truth, name }: Operator,
	subject: Subject,
	world: World,
	change: Change,
	options: Options,
): void {
	const title = `${name}, ${subject.name}, ${change.what}`;
	const found = findingsOf(subject, change);
	const known = truth === 'depends' ? tried(subject, world, change, options) : undefined;
	const replayed =
		truth === 'depends' &&
		known === undefined &&
		change.kind === 'mesh' &&
		isReplayed(subject, world, change.objects, found);
	score.mutants++;
	if (truth === 'changes') score.byConstruction++;
	else if (known !== undefined) score.byRequests++;
	else if (replayed) score.byReplay++;
	if (truth === 'changes' || known !== undefined || replayed) {
		score.changing++;
		if (found.length > 0) score.killed++;
		else score.survivors.push(`${title}: ${JSON.stringify(known ?? truth)}`);
	} else if (found.length === 0) score.passed++;
	else if (truth === 'depends' && found.every(({ kind }) => kind !== 'excess' && kind !== 'missing')) score.strict++;
	else
		score.falseAlarms.push(
			`${title}: ${JSON.stringify(found[0], (key, value) => (key === 'origin' ? undefined : value))}`,
		);
}

/** What the prover says of a change, of the part that it touches. */
function findingsOf({ model, objects, documents }: Subject, change: Change): readonly Finding[] {
	if (change.kind === 'mesh') {
		const near = namespacesOf(touched(objects, change.objects));
		const isNear = near.has(model.mesh.rootNamespace) ? () => true : (name: string) => near.has(name);
		return meshFindings(contextOf(model, change.objects, isNear), change.objects);
	}
	const changed = change.documents.filter((file, index) => file !== documents[index]);
	const { realms, findings } = realmsIn(model, changed);
	const strays = findings.filter(
		({ kind, ...finding }) =>
			kind === 'undecided' && changed.some(({ path }) => 'where' in finding && finding.where === path),
	);
	return [...strays, ...realms.flatMap((realm) => tokenFindings(model, realm))];
}

const namespacesOf = (objects: readonly MeshObject[]): ReadonlySet<string> =>
	new Set(objects.map(({ metadata }) => metadata.namespace));

/** What is treated otherwise, by requests and tokens that owe nothing to the prover. */
function tried(subject: Subject, world: World, change: Change, { requests, seed }: Options): object | undefined {
	if (change.kind === 'mesh') return difference(subject, world, change.objects, requests, seed);
	for (const [index, after] of change.documents.entries()) {
		const before = subject.documents[index];
		if (before === undefined || before === after) continue;
		const found = tokenDifference(subject.model, before, after);
		if (found !== undefined) return found;
	}
	return undefined;
}

function isReplayed(
	{ model, objects }: Subject,
	world: World,
	after: readonly MeshObject[],
	found: readonly Finding[],
): boolean {
	const requests = found.flatMap((finding) => ('request' in finding ? [finding.request] : []));
	if (requests.length === 0) return false;
	const other = worldOf({ model, objects: after });
	const isOther = (enforcer: Enforcer): boolean => {
		const [before, now] = [authorizer(world, enforcer), authorizer(other, enforcer)];
		return requests.some((request) => outcome(before(request)) !== outcome(now(request)));
	};
	return enforcersNear(model, touched(objects, after)).some(isOther);
}

/** `killed 311 of 311, equivalent 120 passed of 120, strict on 4`, then a line for each operator. */
export function report(found: readonly Score[]): string {
	const sum = (of: (score: Score) => number) => found.reduce((total, score) => total + of(score), 0);
	const equivalent = (score: Score) => score.mutants - score.changing - score.strict;
	const same = sum(({ mutants, changing, strict }) => mutants - changing - strict);
	const [killed, changing, passed, strict] = [
		sum((score) => score.killed),
		sum((score) => score.changing),
		sum((score) => score.passed),
		sum((score) => score.strict),
	];
	const head = `killed ${killed} of ${changing}, equivalent ${passed} passed of ${same}, strict on ${strict}`;
	const lines = found
		.filter(({ mutants }) => mutants > 0)
		.map((score) => {
			const { operator, killed, changing, passed, strict } = score;
			const told = strict === 0 ? '' : `, ${strict} strict`;
			return `  ${operator}: ${killed} of ${changing}, equivalent ${passed} of ${equivalent(score)}${told}`;
		});
	return [head, ...lines].join('\n');
}
