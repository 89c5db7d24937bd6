// Proxies that the catalog does not name, and certificates and tokens that it does not know: gateways that somebody puts
// into a namespace of ours, listeners that take another CA's callers, pods with labels of two selectors at once.
import { describe, expect, test } from 'vitest';
import { contextOf, type Finding, letIn, meshFindings } from '../../src/prove/index.ts';
import { everything, hasIdentity } from '../../src/traffic/predicate.ts';
import { added, bank, plantedAt } from './bank.ts';
import { listAt } from './mutants/edit.ts';
import { enforcerOf, worldOf } from './mutants/judge.ts';
import { touched } from './mutants/operator.ts';
import type { MeshObject } from './mutants/subject.ts';

function found(objects: readonly MeshObject[]): readonly Finding[] {
	const near = new Set(touched(bank.objects, objects).map(({ metadata }) => metadata.namespace));
	return meshFindings(
		contextOf(bank.model, objects, (name) => near.has(name)),
		objects,
	);
}

const kinds = (findings: readonly Finding[]) => [...new Set(findings.map(({ kind }) => kind))].sort();
const placesIn = (findings: readonly Finding[]) => [
	...new Set(findings.flatMap((finding) => ('place' in finding ? [finding.place.workload] : []))),
];

const another = (objects: readonly MeshObject[], name: string): readonly MeshObject[] =>
	objects.map((object) =>
		object.metadata.name === 'added' ? { ...object, metadata: { ...object.metadata, name } } : object,
	);

describe('a gateway whose listener takes other certificates than the mesh’s', () => {
	const title = 'AuthorizationPolicy edge/edge';
	const policy = bank.objects.find(({ kind, metadata }) => kind === 'AuthorizationPolicy' && metadata.name === 'edge');
	const own = listAt(policy, ['spec', 'rules']);

	test.each([
		{ principals: ['evil.example/ns/a/sa/b'] },
		{ principals: ['someone'] },
		{ trustDomains: ['evil.example'] },
		{ namespaces: ['a/b'] },
	])('lets in: %j', (source) => {
		const objects = plantedAt(title, ['spec', 'rules'], [...own, { from: [{ source }] }]);
		expect(kinds(found(objects))).toEqual(['undecided']);
		const edge = bank.model.gateways[0]?.workload;
		if (edge === undefined) throw new Error('no gateway');
		const world = worldOf({ model: bank.model, objects });
		const proxy = enforcerOf(bank.model, edge, edge.selector);
		expect(letIn(world, proxy, hasIdentity).kind).toBe('undecided');
		expect(letIn(world, proxy, everything).kind).toBe('request');
	});

	test('keeps out', () => {
		const from = [{ source: { notPrincipals: ['evil.example/ns/a/sa/b'] } }];
		const narrowed = own.map((rule) => (listAt(rule, ['from']).length === 0 ? { ...(rule as object), from } : rule));
		const refusing = added('AuthorizationPolicy', 'edge', {
			action: 'DENY',
			rules: [{ from: [{ source: { principals: ['evil.example/*'] } }] }],
		});
		expect(narrowed).not.toEqual(own);
		expect(kinds(found(plantedAt(title, ['spec', 'rules'], narrowed)))).toEqual(['undecided']);
		expect(kinds(found(refusing))).toEqual(['undecided']);
	});
});

describe('a gateway that the catalog does not name', () => {
	test('a rule that mutual TLS keeps shut at sidecars is open there', () => {
		const findings = found(
			added('AuthorizationPolicy', 'accounts', { rules: [{ from: [{ source: { notPrincipals: ['*'] } }] }] }),
		);
		expect(kinds(findings)).toEqual(['excess']);
		expect(placesIn(findings)).toEqual(['any other gateway in accounts']);
		expect(findings[0]).toMatchObject({ request: { from: 'plaintext' } });
	});

	test('one that lets in certificates, whosever', () => {
		const spec = { selector: { matchLabels: { app: 'zz' } }, rules: [{ from: [{ source: { namespaces: ['a/b'] } }] }] };
		expect(kinds(found(added('AuthorizationPolicy', 'accounts', spec)))).toEqual(['undecided']);
	});
});

describe('tokens at pods that the catalog does not name', () => {
	const evil = 'https://evil.example';
	const takes = (labels: Readonly<Record<string, string>>, issuer: string, audiences: readonly string[] = []) => ({
		selector: { matchLabels: labels },
		jwtRules: [
			{ issuer, jwksUri: `${issuer}/protocol/openid-connect/certs`, ...(audiences.length ? { audiences } : {}) },
		],
	});

	test('whose tokens are taken there is told', () => {
		expect(found(added('RequestAuthentication', 'accounts', takes({ app: 'zz' }, evil)))).toMatchObject([
			{
				kind: 'handling',
				place: { workload: 'pods with app=zz in accounts' },
				what: 'verifies tokens of https://evil.example, which the catalog does not take here',
			},
			{ kind: 'handling', what: expect.stringMatching(/^takes tokens from/) },
		]);
	});

	test('a workload without ports takes none', () => {
		const scheduler = bank.model.workloads.find(({ name }) => name === 'scheduler');
		if (scheduler === undefined) throw new Error('no scheduler');
		const spec = takes({ ...scheduler.selector }, evil);
		expect(kinds(found(added('RequestAuthentication', scheduler.namespace.name, spec)))).toEqual(['handling']);
	});

	test('one object takes the tokens, another one lets them in, and only pods with both labels are open', () => {
		const admits = (issuer: string, values: object) => ({
			selector: { matchLabels: { y: '1' } },
			rules: [
				{
					from: [{ source: { requestPrincipals: [`${issuer}/*`] } }],
					when: [{ key: 'request.auth.audiences', ...values }],
				},
			],
		});
		const both = (app: string, issuer: string, audiences: readonly string[]) => [
			...another(added('RequestAuthentication', 'accounts', takes({ app, x: '1' }, issuer, audiences)), 'taken'),
			...added('AuthorizationPolicy', 'accounts', admits(issuer, { values: ['other'], notValues: ['accounts'] })).slice(
				-1,
			),
		];
		expect(placesIn(found(both('zz', evil, ['other'])).filter(({ kind }) => kind === 'excess'))).toEqual([
			'pods with app=zz,x=1,y=1 in accounts',
			'gateways with app=zz,x=1,y=1 in accounts',
		]);
		// Tokens of the issuer that is ours, for another receiver.
		const { issuer = '' } = bank.model.issuers[0] ?? {};
		expect(placesIn(found(both('accounts', issuer, ['other'])).filter(({ kind }) => kind === 'excess'))).toContain(
			'accounts, pods with app=accounts,x=1,y=1',
		);
	});
});

test('a claim that is written to one header twice', () => {
	const title = 'RequestAuthentication accounts/accounts';
	const object = bank.objects.find(
		({ kind, metadata }) => kind === 'RequestAuthentication' && metadata.name === 'accounts',
	);
	const path = ['spec', 'jwtRules', 0, 'outputClaimToHeaders'];
	const [first] = listAt(object, path);
	expect(first).toMatchObject({ header: 'x-tenant-id' });
	const twice = [first ?? {}, { ...(first as object), header: 'X-Tenant-Id' }];
	expect(found(plantedAt(title, path, twice))).toMatchObject([
		{ kind: 'handling', what: 'writes the header x-tenant-id more than once, so that it has several values' },
	]);
});

test.each(['0s', '0.5ms', '0h0m'])('a rule that waits %s for keys', (timeout) => {
	const path = ['spec', 'jwtRules', 0, 'timeout'];
	expect(kinds(found(plantedAt('RequestAuthentication accounts/accounts', path, timeout)))).toEqual(['undecided']);
	expect(found(plantedAt('RequestAuthentication accounts/accounts', path, '1m0.5s'))).toEqual([]);
});
