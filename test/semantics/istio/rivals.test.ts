// PeerAuthentications of one scope: when it is told which of them counts.
import { expect, test } from 'vitest';
import { unsettled } from '../../../src/semantics/istio/rivals.ts';
import type { Enforcer } from '../../../src/semantics/istio/world.ts';
import { peers, tokens, worldOf } from './objects.ts';

const workload = { namespace: 'shop', labels: { app: 'cart' } };
const sidecar: Enforcer = { kind: 'sidecar', workload, ports: [] };
const ztunnel: Enforcer = { kind: 'ztunnel', workload, ports: [] };
const gateway: Enforcer = { kind: 'gateway', api: 'istio', name: 'edge', workload, ports: [] };

const day = (number: number | undefined) =>
	number === undefined ? {} : { creationTimestamp: `2026-01-0${number}T00:00:00Z` };
const both = (first: number | undefined, second: number | undefined, mode = 'PERMISSIVE') => [
	peers('b', { mtls: { mode } }, 'shop', day(second)),
	peers('a', { mtls: { mode: 'STRICT' } }, 'shop', day(first)),
];

test.each<readonly [what: string, objects: readonly unknown[], sidecar: boolean, ztunnel: boolean]>([
	['no times', both(undefined, undefined), false, false],
	['one time', both(1, undefined), false, false],
	['the other time', both(undefined, 1), false, false],
	['two times', both(1, 2), true, true],
	['equal times: the first by name at a sidecar, any one at a ztunnel', both(1, 1), true, false],
	['the same is said', both(undefined, undefined, 'STRICT'), true, true],
	['one alone', both(undefined, undefined).slice(0, 1), true, true],
	[
		'other pods are meant',
		[...both(1, 2), peers('c', { selector: { matchLabels: { app: 'x' } } }), peers('d', {}, 'other')],
		true,
		true,
	],
])('%s', (_, objects, settledAtSidecar, settledAtZtunnel) => {
	const world = worldOf(objects);
	expect(unsettled(world, sidecar).length === 0).toBe(settledAtSidecar);
	expect(unsettled(world, ztunnel).length === 0).toBe(settledAtZtunnel);
	expect(unsettled(world, gateway)).toEqual([]);
});

test('the object that may lose is named, with the one that may win', () => {
	expect(unsettled(worldOf(both(undefined, undefined)), sidecar)).toEqual([
		{
			object: 'PeerAuthentication shop/b',
			path: 'metadata.creationTimestamp',
			kind: 'unmodelled',
			what: '`shop/a` speaks for the same pods and says otherwise',
			why: 'only the oldest one counts, and the manifests do not say which that is',
		},
	]);
});

const rule = (more: object) => ({ jwtRules: [{ issuer: 'https://a', jwksUri: 'https://a/keys', ...more }] });
const pair = (
	first: object,
	second: object,
	days: readonly [number | undefined, number | undefined] = [undefined, undefined],
) => [tokens('a', rule(first), 'shop', day(days[0])), tokens('b', rule(second), 'shop', day(days[1]))];
const header = (name: string) => ({ fromHeaders: [{ name }] });

test.each<readonly [what: string, objects: readonly unknown[], isSettled: boolean]>([
	['the same rule twice', pair({}, {}), true],
	[
		'other audiences: whichever is tried first, one takes the token',
		pair({ audiences: ['x'] }, { audiences: ['y'] }),
		true,
	],
	['other places', pair(header('x-one'), header('x-two')), false],
	['handed on or not', pair({ forwardOriginalToken: true }, {}), false],
	['other places, and times', pair(header('x-one'), header('x-two'), [1, 2]), true],
	['other places, and equal times: by name', pair(header('x-one'), header('x-two'), [1, 1]), true],
	['another issuer', [tokens('a', rule(header('x'))), tokens('b', rule({ issuer: 'https://b' }))], true],
	['the root namespace comes last', [tokens('a', rule(header('x')), 'istio-system'), tokens('b', rule({}))], true],
])('rules for tokens: %s', (_, objects, isSettled) => {
	const found = unsettled(worldOf(objects), sidecar);
	expect(found.length === 0).toBe(isSettled);
	expect(unsettled(worldOf(objects), gateway)).toEqual(found);
	expect(unsettled(worldOf(objects), ztunnel)).toEqual([]);
});
