// The named properties: they hold for all that we ship, and each finds what is planted against it, with a request.
import { beforeAll, describe, expect, test } from 'vitest';
import { contextOf } from '../../src/prove/index.ts';
import { properties } from '../../src/prove/properties/index.ts';
import { added, bank, planted, plantedAt } from './bank.ts';
import { listAt } from './mutants/edit.ts';
import { catalogFiles, generatedSubjects, type MeshObject, type Subject, subjectsOf } from './mutants/subject.ts';

let subjects: readonly Subject[] = [];
beforeAll(async () => {
	subjects = [...(await Promise.all(catalogFiles.map(subjectsOf))).flat(), ...generatedSubjects(20, 3)];
});

type Planted = readonly [what: string, objects: () => readonly MeshObject[], expected: object];

const broken: Readonly<Record<keyof typeof properties, readonly Planted[]>> = {
	'no public route undeclared': [
		[
			'a rule at the gateway without its token',
			() =>
				planted('AuthorizationPolicy edge/edge', (object) => ({
					...object,
					spec: { ...object.spec, rules: [{ to: listAt(object, ['spec', 'rules', 0, 'to']) }] },
				})),
			{ place: { workload: 'edge' }, request: { http: { method: 'POST', tokens: [] } } },
		],
	],
	'plaintext never': [
		[
			'a rule without a caller on a port that is permissive',
			() => [
				...planted('AuthorizationPolicy products/deposit-calculator', (object) => ({
					...object,
					spec: { ...object.spec, rules: [{}] },
				})),
				...added('PeerAuthentication', 'products', {
					mtls: { mode: 'PERMISSIVE' },
					selector: { matchLabels: { app: 'deposit-calculator' } },
				}).slice(-1),
			],
			{ place: { workload: 'deposit-calculator' }, request: { from: 'plaintext' } },
		],
	],
	'tenant header unspoofable': [
		[
			'no guard at the gateway',
			() => planted('AuthorizationPolicy edge/edge-tenant-guard', () => undefined),
			{ place: { workload: 'edge' }, request: { http: { headers: [['x-tenant-id', 'x']] } } },
		],
		[
			'a receiver that does not write it',
			() =>
				plantedAt(
					'RequestAuthentication accounts/accounts',
					['spec', 'jwtRules', 0, 'outputClaimToHeaders'],
					undefined,
				),
			{ place: { workload: 'accounts' } },
		],
	],
	'no bypass of the gateway': [
		[
			"a caller in the mesh with a phone's token",
			() =>
				planted('AuthorizationPolicy accounts/accounts', (object) => ({
					...object,
					spec: {
						...object.spec,
						rules: [
							...listAt(object, ['spec', 'rules']),
							{
								from: [
									{ source: { principals: ['bank.example/ns/messages/sa/statements'], requestPrincipals: ['*'] } },
								],
								when: [{ key: 'request.auth.presenter', values: ['mobile-app'] }],
							},
						],
					},
				})),
			{ place: { workload: 'accounts' }, request: { from: 'spiffe://bank.example/ns/messages/sa/statements' } },
		],
	],
};

describe.each(Object.entries(properties))('%s', (name, property) => {
	test('holds for what is compiled', () => {
		for (const subject of subjects) {
			expect([subject.name, property(contextOf(subject.model, subject.objects))]).toEqual([subject.name, []]);
		}
	});

	test.each(broken[name as keyof typeof properties])('finds %s', (_what, objects, expected) => {
		const breaches = property(contextOf(bank.model, objects()));
		expect(breaches[0]).toMatchObject({ kind: 'breach', ...expected });
	});
});
