// Limits: how much goes into one object, and that splitting changes no meaning.
import { expect, test } from 'vitest';
import { istioSidecar } from '../../../src/compile/backends/istio-sidecar/index.ts';
import { ruleShards } from '../../../src/compile/backends/istio-sidecar/shards.ts';
import { networkPolicy } from '../../../src/compile/backends/network-policy/index.ts';
import { bytesOf, fitting, maxBytes, shardsOf } from '../../../src/compile/backends/shared/shards.ts';
import { nonEmpty } from '../../../src/core/non-empty.ts';
import { grant, modelOf, scope, service } from '../model.ts';
import { violations } from '../violations.ts';
import { namesOf, objectsOf, policiesOf } from './output.ts';

const sizeOf = (text: string): number => text.length;

test.each([
	[[], [[]]],
	[['a'], [['a']]],
	[['a', 'b'], [['a', 'b']]],
	[
		['a', 'b', 'c', 'd', 'e'],
		[['a', 'b'], ['c', 'd'], ['e']],
	],
])('%j in twos is %j', (items, expected) => {
	expect(shardsOf(items, sizeOf, 2)).toEqual(expected);
});

test('bytes count, too, and one item that is too large stands alone', () => {
	const large = 'x'.repeat(maxBytes - 1);
	expect(shardsOf(['a', large, 'bb', `${large}${large}`, 'c'], sizeOf).map((shard) => shard.length)).toEqual([
		2, 1, 1, 1,
	]);
});

test('bytes are those of UTF-8', () => {
	expect(bytesOf('ä')).toBe(4);
});

const accounts = service('accounts');
const read = scope(accounts, 'accounts.read', ['GET /a']);
const callers = (count: number) => Array.from({ length: count }, (_, index) => service(`caller-${index}`));

const identityGrants = (count: number) =>
	istioSidecar(modelOf({ grants: callers(count).map((each) => grant(each, read, 'identity')) }));

test('512 rules are one policy, 513 are two', () => {
	const shards = (count: number) =>
		namesOf(identityGrants(count), 'AuthorizationPolicy').filter((name) => name.startsWith('accounts/accounts'));
	expect(shards(512)).toEqual(['accounts/accounts']);
	expect(shards(513)).toEqual(['accounts/accounts', 'accounts/accounts-2']);
});

test('shards have the same selector, carry each grant once, and name it', () => {
	const policies = policiesOf(identityGrants(1100)).filter(({ metadata }) => metadata.name.startsWith('accounts'));
	expect(policies.map(({ spec }) => spec.rules?.length)).toEqual([512, 512, 76]);
	expect(new Set(policies.map(({ spec }) => JSON.stringify(spec.selector)))).toHaveLength(1);
	const grants = policies.flatMap(({ metadata }) => metadata.annotations['meshgrant.dev/grants']?.split('\n') ?? []);
	expect(grants).toHaveLength(1100);
	expect(new Set(grants)).toHaveLength(1100);
});

test('every shard can be applied without --server-side', () => {
	const grants = callers(900).map((each) => grant(each, read, 'service'));
	const objects = objectsOf(istioSidecar(modelOf({ grants })));
	for (const object of objects) {
		const own = Object.values(object.metadata.annotations).reduce((sum, text) => sum + Buffer.byteLength(text), 0);
		expect(bytesOf(object) + own).toBeLessThan(262_144);
	}
	expect(objects.flatMap(violations)).toEqual([]);
});

test('a rule that is too large for one object is several with a part of its operations each', () => {
	const many = Array.from({ length: 6000 }, (_, index) => `GET /a-rather-long-path-segment/${index}`);
	const files = istioSidecar(
		modelOf({ grants: [grant(service('caller'), scope(accounts, 'accounts.read', many), 'identity')] }),
	);
	const policies = policiesOf(files).filter(({ metadata }) => metadata.name.startsWith('accounts'));
	expect(policies.length).toBeGreaterThan(1);
	const paths = policies.flatMap(({ spec }) =>
		(spec.rules ?? []).flatMap((rule) => (rule.to ?? []).flatMap(({ operation }) => operation.paths ?? [])),
	);
	expect(new Set(paths)).toHaveLength(6000);
	expect(paths).toHaveLength(6000);
	for (const policy of policies) expect(bytesOf(policy)).toBeLessThan(maxBytes + 5000);
});

test('an operation at too many hosts is several with a part of the hosts each', () => {
	const hosts = Array.from({ length: 12_000 }, (_, index) => `h${index}.tenant-name-is-long.shop.example`);
	const operation = { hosts: nonEmpty(hosts, 'hosts'), ports: ['8443'], paths: ['/a'] } as const;
	const rule = { to: [{ operation }, { operation: { ports: ['80'] } }] } as const;
	const shards = ruleShards([{ because: { kind: 'grant', id: 'a' }, rule }]);
	expect(shards.length).toBeGreaterThan(1);
	const found = shards.flat().flatMap((reasoned) => reasoned.rule.to ?? []);
	expect(found.flatMap((to) => to.operation.hosts ?? []).sort()).toEqual(hosts.toSorted());
	expect(new Set(found.map((to) => JSON.stringify({ ...to.operation, hosts: 0 })))).toHaveLength(2);
	for (const shard of shards) expect(bytesOf(shard)).toBeLessThan(maxBytes);
});

test('NetworkPolicies add up, so a large one is several, each shut both ways', () => {
	const grants = callers(2500).map((each) => grant(each, read, 'identity'));
	const policies = objectsOf(networkPolicy(modelOf({ mesh: { networkPolicies: 'emit' }, grants }))).filter(
		({ metadata }) => metadata.name.startsWith('accounts'),
	);
	expect(policies.length).toBeGreaterThan(1);
	for (const { spec } of policies) expect(spec).toHaveProperty('policyTypes', ['Egress', 'Ingress']);
});

test('an object that cannot be split and is too large is a bug of ours', () => {
	const object = { kind: 'Sidecar', metadata: { name: 'a' }, spec: 'x'.repeat(1_000_000) };
	expect(() => fitting(object)).toThrow('Sidecar a has 1000052 bytes and cannot be split');
	const small = { ...object, spec: '' };
	expect(fitting(small)).toBe(small);
});
