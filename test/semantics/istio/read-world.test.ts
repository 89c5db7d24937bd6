import { expect, test } from 'vitest';
import { authorize, readManifests, readWorld } from '../../../src/semantics/istio/index.ts';
import { get, mesh, outcome, sidecar } from './scene.ts';

const denyAll = {
	apiVersion: 'security.istio.io/v1',
	kind: 'AuthorizationPolicy',
	metadata: { name: 'nobody', namespace: 'shop' },
	spec: {},
};
const service = { apiVersion: 'v1', kind: 'Service', metadata: { name: 'cart', namespace: 'shop' }, spec: {} };

test('a world is what the manifests say, under these settings', () => {
	const [world, problems] = readWorld([denyAll, service], mesh);
	const { policies, others, problems: found } = readManifests([denyAll, service]);
	expect(world).toEqual({ mesh, peerAuthentications: [], requestAuthentications: [], policies });
	expect([problems, others]).toEqual([found, [service]]);
	expect(outcome(authorize(world, sidecar, get('/')))).toBe(403);
});

test('no manifests, no refusal', () => {
	const [world, problems] = readWorld([], mesh);
	expect(problems).toEqual([]);
	expect(outcome(authorize(world, sidecar, get('/')))).toBe('allow');
});

test('what cannot be read is told', () => {
	const [, problems] = readWorld([{ ...denyAll, spec: { action: 'ALOW' } }], mesh);
	expect(problems.length).toBeGreaterThan(0);
});
