// The grants that a counterexample is near to, and the line of the catalog at which a reader is sent.
import { describe, expect, test } from 'vitest';
import type { Json } from '../../src/manifests/object.ts';
import { diagnosticOf, type Finding } from '../../src/prove/index.ts';
import { added, bank, found, plantedAt, ruleFor } from './bank.ts';
import { listAt, textsAt } from './mutants/edit.ts';

const title = 'AuthorizationPolicy accounts/accounts';
const policy = bank.objects.find(({ kind, metadata }) => title === `${kind} ${metadata.namespace}/${metadata.name}`);
const carried = policy?.metadata.annotations['meshgrant.dev/grants']?.split('\n') ?? [];
const rules = listAt(policy, ['spec', 'rules']);

const grantAt = (id: string | undefined) => bank.model.grants.find((grant) => grant.id === id);
const excess = (findings: readonly Finding[]) => findings.flatMap((each) => (each.kind === 'excess' ? [each] : []));
const named = (findings: readonly Finding[]) => excess(findings).map(({ nearest }) => nearest.map(({ name }) => name));
const inRule = (index: number, path: readonly (string | number)[], to: Json | undefined) =>
	plantedAt(title, ['spec', 'rules', index, ...path], to);

describe('one rule is stretched: its grant is named, and its line shown', () => {
	test.each(carried.map((id, index) => [id, index] as const))('%s', (id, index) => {
		const methods = ['to', 0, 'operation', 'methods'];
		const findings = found(inRule(index, methods, [...textsAt(rules[index] ?? null, methods), 'DELETE']));
		expect(named(findings)).toEqual([[id]]);
		const [finding] = findings;
		if (finding === undefined) throw new Error('nothing found');
		const { message, origin, label } = diagnosticOf(finding, 'prod');
		expect(message).toMatch(/^`accounts` admits `DELETE \/.*`, which no grant allows; nearest is `/);
		expect(message).toContain(`\`${id}\``);
		expect(label).toBe('port 8080 of `accounts` is open further than this');
		expect(origin).toEqual(grantAt(id)?.origin);
	});
});

test('anybody in place of its caller', () => {
	const index = carried.findIndex((id) => id.includes('prometheus'));
	const findings = found(inRule(index, ['from', 0, 'source', 'principals'], ['*']));
	expect(named(findings)).toEqual([[carried[index]]]);
});

test('nobody that the catalog knows: no grant is near, and the workload is shown', () => {
	const findings = found(
		added('AuthorizationPolicy', 'accounts', {
			selector: { matchLabels: { app: 'accounts' } },
			rules: [{ from: [{ source: { principals: ['evil.example/ns/x/sa/y', 'bank.example/ns/elsewhere/sa/x'] } }] }],
		}),
	).filter((finding) => finding.kind === 'excess' && finding.place.speaks === 'http' && finding.place.port === 8080);
	expect(named(findings)).toEqual([[]]);
	const [finding] = findings;
	if (finding === undefined) throw new Error('nothing found');
	expect(diagnosticOf(finding, 'prod')).toMatchObject({
		message: expect.stringMatching(/which no grant allows$/),
		label: 'port 8080 is open further than the catalog says',
		origin: { path: 'services.accounts' },
	});
});

test('a public route that goes on: the route’s grant', () => {
	const settlements = ruleFor('AuthorizationPolicy payments/payments', '/settlements');
	const path = ['spec', 'rules', settlements, 'to', 0, 'operation', 'paths'];
	const findings = found(plantedAt('AuthorizationPolicy payments/payments', path, ['/settlements*']));
	expect(named(findings)).toEqual([['payments/payments.settlement.notify/anyone@edge/anyone']]);
});

test('several are as near: they are listed, at the workload where their lines differ', () => {
	const finding = excess(found(inRule(0, ['to', 0, 'operation', 'methods'], ['DELETE'])))[0];
	if (finding === undefined) throw new Error('nothing found');
	const [one, two] = [grantAt(carried[0]), grantAt(carried[1])];
	if (one === undefined || two === undefined) throw new Error('no grants');
	const near = (...grants: readonly (typeof one)[]) => ({
		...finding,
		nearest: grants.map(({ id, origin }) => ({ name: id, origin })),
	});
	const several = diagnosticOf(near(one, two), 'prod');
	expect(several.origin).toEqual(finding.place.origin);
	expect(several.details?.at(-1)).toEqual({ label: 'nearest', text: `${one.id}, ${two.id}` });
	const line = diagnosticOf({ ...near(one, two), nearest: near(one, one).nearest }, 'prod');
	expect(line.origin).toEqual(one.origin);
});
