// Which connections NetworkPolicies may stop: each rule of the API reference, and each doubt on the side of less.
import { expect, test } from 'vitest';
import { type End, readNetwork } from '../../../src/semantics/network-policy/index.ts';

const pods = (namespace: string, labels: Readonly<Record<string, string>>, canHave = true) =>
	({ kind: 'pods', namespace, labels, canHave: () => canHave }) as const;
const cart = pods('shop', { app: 'cart' });
const web = pods('web', { app: 'web' });
const block: End = { kind: 'block', cidr: '192.0.2.0/24' };
const anywhere: End = { kind: 'anywhere' };

const named = { namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'web' } } };
const everyPod = { podSelector: {} };
const policyFor = (spec: unknown, name = 'a') => ({ namespace: 'shop', name, spec });

type Row = readonly [what: string, spec: object | undefined, stops: boolean, other?: End];

/** Whether a connection from `other` to the cart at 8080 may be stopped there. */
const stopped = (spec: unknown, other: End = web, port = 8080): boolean =>
	readNetwork([policyFor(spec)]).stoppedAt(cart, 'ingress', other, port) !== undefined;

const rows: readonly Row[] = [
	['no pods of ours', { podSelector: { matchLabels: { app: 'x' } } }, false],
	['every pod', { podSelector: {} }, true],
	['its label', { podSelector: { matchLabels: { app: 'cart' } } }, true],
	['a label that it may have', { podSelector: { matchLabels: { version: 'v2' } } }, true],
	['no selector is every pod', {}, true],
	['expressions: perhaps', { podSelector: { matchExpressions: [{ key: 'x', operator: 'Exists' }] } }, true],
	['egress only', { ...everyPod, policyTypes: ['Egress'] }, false],
	['both ways', { ...everyPod, policyTypes: ['Egress', 'Ingress'] }, true],
	['no types, and egress: ingress all the same', { ...everyPod, egress: [{}] }, true],
	['a rule for all', { ...everyPod, ingress: [{}] }, false],
	['a rule for all, from anywhere', { ...everyPod, ingress: [{}] }, false, anywhere],
	['empty lists are all', { ...everyPod, ingress: [{ from: [], ports: [] }] }, false],
	['its namespace', { ...everyPod, ingress: [{ from: [named] }] }, false],
	['its namespace, not anywhere', { ...everyPod, ingress: [{ from: [named] }] }, true, anywhere],
	[
		'its pods',
		{ ...everyPod, ingress: [{ from: [{ ...named, podSelector: { matchLabels: { app: 'web' } } }] }] },
		false,
	],
	[
		'other pods',
		{ ...everyPod, ingress: [{ from: [{ ...named, podSelector: { matchLabels: { app: 'x' } } }] }] },
		true,
	],
	[
		'some of its pods',
		{ ...everyPod, ingress: [{ from: [{ ...named, podSelector: { matchLabels: { v: '2' } } }] }] },
		true,
	],
	['pods of any namespace', { ...everyPod, ingress: [{ from: [{ namespaceSelector: {} }] }] }, false],
	['pods of the own namespace', { ...everyPod, ingress: [{ from: [{ podSelector: {} }] }] }, true],
	[
		'a namespace by another label',
		{ ...everyPod, ingress: [{ from: [{ namespaceSelector: { matchLabels: { team: 'x' } } }] }] },
		true,
	],
	[
		'a namespace by two',
		{
			...everyPod,
			ingress: [
				{ from: [{ namespaceSelector: { matchLabels: { team: 'x', 'kubernetes.io/metadata.name': 'web' } } }] },
			],
		},
		true,
	],
	['an address range', { ...everyPod, ingress: [{ from: [{ ipBlock: { cidr: '192.0.2.0/24' } }] }] }, false, block],
	['an address range, pods', { ...everyPod, ingress: [{ from: [{ ipBlock: { cidr: '192.0.2.0/24' } }] }] }, true],
	['another range', { ...everyPod, ingress: [{ from: [{ ipBlock: { cidr: '192.0.2.0/25' } }] }] }, true, block],
	[
		'a range with exceptions',
		{ ...everyPod, ingress: [{ from: [{ ipBlock: { cidr: '192.0.2.0/24', except: [] } }] }] },
		true,
		block,
	],
	['a peer that says nothing', { ...everyPod, ingress: [{ from: [{}] }] }, true],
	['a peer of a kind that nobody knows', { ...everyPod, ingress: [{ from: [{ ...named, nodes: {} }] }] }, true],
	['its port', { ...everyPod, ingress: [{ ports: [{ port: 8080 }] }] }, false],
	['another port', { ...everyPod, ingress: [{ ports: [{ port: 80 }] }] }, true],
	['a range of ports', { ...everyPod, ingress: [{ ports: [{ port: 8000, endPort: 8100 }] }] }, false],
	['a range beside it', { ...everyPod, ingress: [{ ports: [{ port: 8000, endPort: 8079 }] }] }, true],
	['all ports of TCP', { ...everyPod, ingress: [{ ports: [{ protocol: 'TCP' }] }] }, false],
	['UDP', { ...everyPod, ingress: [{ ports: [{ protocol: 'UDP', port: 8080 }] }] }, true],
	['a port by name: perhaps', { ...everyPod, ingress: [{ ports: [{ port: 'http' }] }] }, true],
	['a rule that is none', { ...everyPod, ingress: ['all'] }, true],
	['a field that nobody knows', { ...everyPod, ingress: [{}], priority: 1 }, true],
	['a field of a rule that nobody knows', { ...everyPod, ingress: [{ unless: [] }] }, true],
	['no spec', undefined, true],
];

test.each(rows.map((row) => [row[0], row] as const))('%s', (_, [, spec, stops, other]) => {
	expect(stopped(spec, other)).toBe(stops);
});

test('policies add up, but one that selects only some of the pods helps only these', () => {
	const shut = policyFor({ ...everyPod, policyTypes: ['Ingress'] }, 'shut');
	const open = policyFor({ podSelector: { matchLabels: { app: 'cart' } }, ingress: [{}] }, 'open');
	const some = policyFor({ podSelector: { matchLabels: { version: 'v2' } }, ingress: [{}] }, 'some');
	const at = (...policies: readonly ReturnType<typeof policyFor>[]) =>
		readNetwork(policies).stoppedAt(cart, 'ingress', web, 8080);
	expect(at(shut, open)).toBeUndefined();
	expect(at(open, shut)).toBeUndefined();
	expect(at(shut, some)).toBe('shop/shut');
	expect(at()).toBeUndefined();
	expect(at({ ...shut, namespace: 'web' })).toBeUndefined();
});

test('a policy for labels that such a pod cannot have says nothing of it', () => {
	const some = readNetwork([policyFor({ podSelector: { matchLabels: { job: 'x' } } })]);
	expect(some.stoppedAt(cart, 'ingress', web, 8080)).toBe('shop/a');
	expect(some.stoppedAt(pods('shop', { app: 'cart' }, false), 'ingress', web, 8080)).toBeUndefined();
});

test('the way out has rules of its own', () => {
	const network = readNetwork([policyFor({ ...everyPod, egress: [{ to: [named], ports: [{ port: 8080 }] }] })]);
	expect(network.stoppedAt(cart, 'egress', web, 8080)).toBeUndefined();
	expect(network.stoppedAt(cart, 'egress', web, 80)).toBe('shop/a');
	expect(network.stoppedAt(cart, 'egress', block, 8080)).toBe('shop/a');
});
