// The other direction: where the prover says "equal", no request that is aimed at the edges of the rules, and none that is
// made up, is treated otherwise than a second reading of the catalog means it.
import { beforeAll, describe, expect, test } from 'vitest';
import { contextOf, meshFindings } from '../../src/prove/index.ts';
import { authorizer } from '../../src/semantics/istio/index.ts';
import { isMeant } from './meaning.ts';
import { aimedRequests } from './mutants/aim.ts';
import { listAt } from './mutants/edit.ts';
import { enforcerOf, worldOf } from './mutants/judge.ts';
import { catalogFiles, generatedSubjects, type Subject, subjectsOf } from './mutants/subject.ts';

const seed = 20261124;
const most = Number(process.env.REQUESTS ?? 120);

let subjects: readonly Subject[] = [];
beforeAll(async () => {
	const shipped = (await Promise.all(catalogFiles.map(subjectsOf))).flat();
	subjects = [...shipped, ...generatedSubjects(20, seed)];
});

test('requests are treated as they are meant, wherever the prover finds nothing', () => {
	let [asked, allowed] = [0, 0];
	const wrong: unknown[] = [];
	for (const { name, model, objects } of subjects) {
		expect([name, meshFindings(contextOf(model, objects), objects)]).toEqual([name, []]);
		const world = worldOf({ model, objects });
		for (const [index, workload] of model.workloads.entries()) {
			const judge = authorizer(world, enforcerOf(model, workload, workload.selector));
			const own = objects.filter(
				({ kind, metadata }) => kind === 'AuthorizationPolicy' && metadata.name.startsWith(workload.name),
			);
			const rules = own.flatMap((object) => listAt(object, ['spec', 'rules']));
			const ports = workload.ports.map(({ targetPort }) => targetPort);
			const about = { focus: rules, others: [] };
			for (const request of aimedRequests(model, about, ports.length > 0 ? ports : [8080], most, seed + index)) {
				const meant = isMeant(model, workload, request);
				if (meant === undefined) continue;
				asked++;
				const decision = judge(request);
				if (decision.decision === 'allow') allowed++;
				if ((decision.decision === 'allow') !== meant) wrong.push([name, workload.name, meant, request, decision]);
			}
		}
	}
	expect(wrong.slice(0, 3)).toEqual([]);
	expect(asked).toBeGreaterThan(5_000);
	expect(allowed / asked).toBeGreaterThan(0.05);
});

describe('the second reading', () => {
	test('is not the prover’s: a request is meant by hand', () => {
		const bank = subjects.find(({ name }) => name === 'bank prod');
		const workload = bank?.model.workloads.find(({ name }) => name === 'accounts');
		if (bank === undefined || workload === undefined) throw new Error('no sample catalog');
		const from = 'spiffe://bank.example/ns/monitoring/sa/prometheus' as const;
		const http = { method: 'GET', path: '/metrics', host: 'x', headers: [], tokens: [], external: 'agrees' } as const;
		expect(isMeant(bank.model, workload, { from, port: 8080, http })).toBe(true);
		expect(isMeant(bank.model, workload, { from, port: 8080, http: { ...http, method: 'POST' } })).toBe(false);
		expect(isMeant(bank.model, workload, { from, port: 8081, http })).toBe(false);
		expect(isMeant(bank.model, workload, { from: 'plaintext', port: 8080, http })).toBe(false);
	});
});
