// The label `istio.io/rev`: whose control plane reads an object (Istio 1.31, `LabelsInRevision`).
import { expect, test } from 'vitest';
import { readManifests } from '../../../../src/semantics/istio/read/index.ts';
import { readWorld } from '../../../../src/semantics/istio/read-world.ts';
import { defaultSettings } from '../../../../src/semantics/istio/world.ts';
import { peers, policy, tokens } from '../objects.ts';

const labelled = (rev: unknown) => ({ labels: { 'istio.io/rev': rev } });
const all = (rev: unknown) => [policy, tokens, peers].map((kind) => kind('a', {}, 'shop', labelled(rev)));

test.each<readonly [what: string, label: unknown, revision: string | undefined, isRead: boolean]>([
	['no label: every revision', undefined, undefined, true],
	['null for a label', null, undefined, true],
	['its own revision', 'canary', 'canary', true],
	['`default` is what a mesh is called', 'default', undefined, true],
	['another revision', 'canary', undefined, false],
	['an empty label is none of its revision', '', undefined, false],
	['a control plane without a revision reads all', 'canary', '', true],
	['another one than that of the settings', 'default', 'canary', false],
	['no text', 1, undefined, false],
])('%s', (_, label, revision, isRead) => {
	const { policies, requestAuthentications, peerAuthentications, problems } = readManifests(all(label), revision);
	const count = isRead ? 1 : 0;
	expect([policies.length, requestAuthentications.length, peerAuthentications.length]).toEqual([count, count, count]);
	expect(problems.map(({ kind, path }) => `${kind} ${path}`)).toEqual(
		isRead ? [] : [1, 2, 3].map(() => 'unmodelled metadata.labels["istio.io/rev"]'),
	);
});

test('a world has what its revision reads, and the rest is told', () => {
	const objects = [...all('blue'), policy('b', {}, 'shop', labelled('green'))];
	const [world, problems] = readWorld(objects, { ...defaultSettings, revision: 'green' });
	expect(world.policies.map(({ name }) => name)).toEqual(['b']);
	expect(problems).toContainEqual({
		object: 'AuthorizationPolicy shop/a',
		kind: 'unmodelled',
		path: 'metadata.labels["istio.io/rev"]',
		what: 'label `istio.io/rev: blue`',
		why: 'only pods of that revision follow it, and the mesh’s is `green`, so it is left out',
	});
});
