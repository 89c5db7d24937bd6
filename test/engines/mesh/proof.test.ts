// The prover before the real engines. Where it says that output and catalog differ, its counterexample is sent, and must be
// answered as it says. Where it says that they are equal, requests at the edges of the grants are answered as the catalog
// means them, whoever reads the manifests.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { contextOf, meshFindings } from '../../../src/prove/index.ts';
import { authenticationOperators } from '../../prove/mutants/authentication.ts';
import { sampled } from '../../prove/mutants/edit.ts';
import { equivalentOperators } from '../../prove/mutants/equivalent.ts';
import { objectOperators } from '../../prove/mutants/objects.ts';
import { type Operator, touched } from '../../prove/mutants/operator.ts';
import { policyOperators } from '../../prove/mutants/policies.ts';
import { type MeshObject, type Subject, subjectsOf } from '../../prove/mutants/subject.ts';
import { ourCase } from '../../semantics/istio/case.ts';
import { writeEvidence } from '../evidence/write.ts';
import { casesOfModel } from '../generators/from-model.ts';
import { withEngines } from '../prepare/suite.ts';
import { agreement } from './agreement.ts';
import type { MeshCase } from './case.ts';
import { type Counterexample, type Disputed, disputed, manifestsOf } from './counterexample.ts';
import { catalogJudge } from './intended.ts';
import { type MeshOracle, openMesh } from './oracle.ts';
import { exampleCatalogs } from './questions.ts';

const seed = Number(process.env.SEED ?? 1);
/** Mutants of each operator for each environment of each catalog. */
const mutantsOfEach = Number(process.env.MUTANTS ?? 1);
const subjects = (await Promise.all(exampleCatalogs.map(subjectsOf))).flat();

interface Mutant {
	readonly name: string;
	readonly subject: Subject;
	readonly objects: readonly MeshObject[];
}

const mutantsBy = (operators: readonly Operator[]): readonly Mutant[] =>
	subjects.flatMap((subject, index) =>
		operators.flatMap(({ name, changes }, at) =>
			sampled(changes(subject), mutantsOfEach, seed + 1000 * index + at).flatMap((change) =>
				change.kind === 'mesh'
					? [{ name: `${subject.name}, ${name}: ${change.what}`, subject, objects: change.objects }]
					: [],
			),
		),
	);

await withEngines(['mesh', 'envoy'], (paths) => {
	const started = performance.now();
	let oracle: MeshOracle;
	const counted = { mutants: 0, sent: 0, confirmed: 0, refusedByIstio: 0, equals: 0, meant: 0, strange: 0 };

	beforeAll(async () => {
		oracle = await openMesh(paths);
	});
	afterAll(async () => {
		await oracle?.close();
		const { istio, envoy } = oracle.versions;
		const seconds = Math.round((performance.now() - started) / 1000);
		process.stdout.write(`proofs before the engines: ${JSON.stringify({ ...counted, seconds })}\n`);
		await writeEvidence({ suite: 'proof', engines: { istio, envoy }, ...counted, seconds });
	});

	test('every counterexample is answered as the proof says', async () => {
		const questions: Disputed[] = [];
		for (const { name, subject, objects } of mutantsBy([
			...policyOperators,
			...objectOperators,
			...authenticationOperators,
		])) {
			const context = contextOf(subject.model, objects, isNear(subject, objects));
			const found = meshFindings(context, objects).filter((each): each is Counterexample => 'request' in each);
			counted.mutants += 1;
			questions.push(...disputed(name, context, found, objects));
		}
		const wrong: unknown[] = [];
		let index = 0;
		for await (const answer of oracle.judge(questions.map(({ asked }) => asked))) {
			const question = questions[index++];
			if (question === undefined) throw new Error('more answers than questions');
			const { asked, findings } = question;
			if (answer.kind === 'invalid') counted.refusedByIstio += 1;
			else if (answer.kind !== 'judged') wrong.push({ id: asked.id, answer });
			else {
				for (const [at, { kind }] of findings.entries()) {
					counted.sent += 1;
					const verdict = answer.verdicts[at];
					if ((verdict?.verdict === 'allow') === (kind === 'excess')) counted.confirmed += 1;
					else wrong.push({ id: asked.id, kind, request: asked.requests[at], verdict });
				}
				wrong.push(...agreement(asked, answer).disagreements.map((each) => ({ id: asked.id, ...each })));
			}
		}
		expect(wrong).toEqual([]);
		expect(counted.confirmed).toBeGreaterThan(counted.mutants / 4);
		expect(counted.refusedByIstio).toBeLessThan(counted.mutants / 10);
	});

	test('where output and catalog are proved equal, engines say what the catalog means', async () => {
		const unchanged = subjects.map((subject): Mutant => ({ name: subject.name, subject, objects: subject.objects }));
		const questions: { readonly asked: MeshCase; readonly means: readonly boolean[] }[] = [];
		for (const [index, { name, subject, objects }] of [...unchanged, ...mutantsBy(equivalentOperators)].entries()) {
			const { model } = subject;
			const found = meshFindings(contextOf(model, objects, isNear(subject, objects)), objects);
			expect(
				found.filter((each) => 'request' in each),
				name,
			).toEqual([]);
			// An object that istiod would refuse is a doubt, whatever it means.
			if (found.length > 0) continue;
			counted.equals += 1;
			const isUnchanged = index < unchanged.length;
			const options = { seed: seed + 100 * index, mutations: isUnchanged ? 40 : 4, requests: isUnchanged ? 150 : 12 };
			questions.push(...questionsAbout(name, subject, objects, options));
		}
		const wrong: unknown[] = [];
		let index = 0;
		for await (const answer of oracle.judge(questions.map(({ asked }) => asked))) {
			const question = questions[index++];
			if (question === undefined) throw new Error('more answers than questions');
			const { asked, means } = question;
			if (answer.kind !== 'judged') wrong.push({ id: asked.id, answer });
			else {
				for (const [at, verdict] of answer.verdicts.entries()) {
					counted.meant += 1;
					if ((verdict.verdict === 'allow') === means[at]) continue;
					counted.strange += 1;
					wrong.push({ id: asked.id, request: asked.requests[at], verdict, means: means[at] });
				}
			}
		}
		expect(wrong).toEqual([]);
		expect(counted.meant).toBeGreaterThan(2000);
	});
});

/** Namespaces in which a changed object stands, and all where it speaks for all; those of no object, too. */
function isNear({ model, objects }: Subject, after: readonly MeshObject[]): (namespace: string) => boolean {
	const changed = new Set(touched(objects, after).map(({ metadata }) => metadata.namespace));
	if (changed.size === 0 || changed.has(model.mesh.rootNamespace)) return () => true;
	return (namespace) => changed.has(namespace);
}

/** Requests at the edges of each workload's grants, under these manifests, with what the catalog means by them. */
function questionsAbout(
	name: string,
	subject: Subject,
	objects: readonly MeshObject[],
	options: Parameters<typeof casesOfModel>[2],
) {
	const { model } = subject;
	const isConcerned = isNear(subject, objects);
	return casesOfModel(model, [], options).flatMap((made) => {
		const workload = model.workloads.find((each) => each.name === made.workload);
		if (workload === undefined) throw new Error(`the model has no ${made.workload}`);
		if (!isConcerned(workload.namespace.name)) return [];
		const near = new Set([workload.namespace.name, model.mesh.rootNamespace]);
		const asked: MeshCase = { ...made.asked, id: `${name}: ${made.asked.id}`, manifests: manifestsOf(objects, near) };
		const { enforcer, requests } = ourCase(asked);
		return [{ asked, means: requests.map(catalogJudge(model, workload, enforcer)) }];
	});
}
