// Manifests that do not say everything: the answer is undecided, and says what is missing.
import { expect, test } from 'vitest';
import { answerExact, answerOnManifests, sceneOf } from '../../src/decide/index.ts';
import type { Enforcer } from '../../src/semantics/istio/index.ts';
import { peers, policy } from '../semantics/istio/objects.ts';

const pod = {
	apiVersion: 'v1',
	kind: 'Pod',
	metadata: { name: 'cart', namespace: 'shop', labels: { app: 'cart', 'sidecar.istio.io/inject': 'true' } },
	spec: { containers: [{ name: 'cart', ports: [{ containerPort: 8080 }] }] },
};
const strict = peers('a', { mtls: { mode: 'STRICT' } });
const open = peers('z', { mtls: { mode: 'PERMISSIVE' } });
const labelled = policy('nobody', {}, 'shop', { labels: { 'istio.io/rev': 'canary' } });

const plain = { id: undefined, manifests: undefined, mesh: {} } as const;

const asked = (objects: readonly unknown[], mesh = {}) => {
	const scene = sceneOf(
		[pod, ...objects].map((value) => ({ value, locate: () => ({ file: '', line: 0, column: 0, path: '' }) })),
		{ parse: () => undefined, mesh },
	);
	const enforcer: Enforcer = { kind: 'sidecar', workload: { namespace: 'shop', labels: { app: 'cart' } }, ports: [] };
	const request = { from: 'plaintext', port: 8080 } as const;
	return [
		answerOnManifests(scene, {
			...plain,
			kind: 'short',
			from: 'plaintext',
			to: 'shop/cart',
			request: 'TCP',
			port: 8080,
		}),
		answerExact(scene, { ...plain, kind: 'exact', enforcer, request }),
	];
};

test('nothing in doubt: decided', () => {
	for (const answer of asked([strict])) expect(answer).toMatchObject({ verdict: 'deny', doubts: [] });
});

test('two PeerAuthentications of one scope, of unknown age: undecided', () => {
	for (const answer of asked([strict, open])) {
		expect(answer.verdict).toBe('undecided');
		expect(answer.doubts).toEqual([
			'PeerAuthentication shop/z, metadata.creationTimestamp: `shop/a` speaks for the same pods and says otherwise: only the oldest one counts, and the manifests do not say which that is',
		]);
	}
});

test('an object of another revision: left out, and undecided', () => {
	for (const answer of asked([open, labelled])) {
		expect(answer.verdict).toBe('undecided');
		expect(answer.hops.map(({ decision }) => decision?.decision)).toEqual(['allow']);
		expect(answer.doubts[0]).toContain('label `istio.io/rev: canary`');
	}
	for (const answer of asked([open, labelled], { revision: 'canary' })) expect(answer.verdict).toBe('deny');
});
