// A user's patch changes what objects say, and nothing else gets through.
import { expect, test } from 'vitest';
import type { Patch } from '../../src/core/patch.ts';
import type { KubernetesObject, ManifestFile } from '../../src/manifests/object.ts';
import { patchFiles } from '../../src/manifests/patch.ts';

const object: KubernetesObject = {
	apiVersion: 'security.istio.io/v1',
	kind: 'AuthorizationPolicy',
	metadata: { name: 'orders', namespace: 'shop', labels: { team: 'shop' }, annotations: {} },
	spec: { action: 'ALLOW', rules: [{ to: [{ operation: { ports: ['8080'] } }] }] },
};
const mesh: ManifestFile = { kind: 'kubernetes', path: 'prod/mesh/shop.yaml', objects: [object] };
const realm: ManifestFile = {
	kind: 'document',
	path: 'prod/keycloak/shop.config-cli.yaml',
	format: 'yaml',
	heading: [],
	content: { realm: 'shop' },
};

const problemsOf = (patch: Patch) => patchFiles([mesh], patch).problems.map(({ what }) => what);

test('gets a copy of each object with its place, and what it gives back takes its place', () => {
	const seen: unknown[] = [];
	const patch: Patch = (each, where) => {
		seen.push(where);
		return { ...each, spec: { action: 'DENY' } };
	};
	const { files, problems } = patchFiles([mesh, realm], patch);
	expect(problems).toEqual([]);
	expect(seen).toEqual([
		{ environment: 'prod', path: mesh.path },
		{ environment: 'prod', path: realm.path },
	]);
	expect(files).toMatchObject([{ objects: [{ spec: { action: 'DENY' } }] }, { content: { realm: 'shop' } }]);
	expect(object.spec).toHaveProperty('rules');
});

const broken = (metadata: object): Patch => {
	return (each) => ({ ...each, metadata: { name: 'orders', namespace: 'shop', ...metadata } });
};

test.each<[string, Patch, RegExp]>([
	['nothing', () => undefined, /gave back no object/],
	['a list', () => [], /gave back no object/],
	['no spec', ({ ...each }) => ({ ...each, spec: undefined }), /took away its spec/],
	['another name', broken({ name: 'other' }), /changed its apiVersion, kind, name, or namespace/],
	['another namespace', broken({ namespace: 'other' }), /changed its apiVersion, kind, name, or namespace/],
	['null beside the spec', broken({ generateName: null }), /left `metadata\.generateName` empty/],
	['null as a label', broken({ labels: { team: null } }), /left `metadata\.labels\.team` empty/],
	[
		'NaN, which JSON makes null',
		(each) => ({ ...each, spec: { rules: [{ from: Number.NaN }] } }),
		/left `spec\.rules\.0\.from` empty/,
	],
	[
		'an error',
		() => {
			throw new Error('no such team');
		},
		/^the patch failed: no such team$/,
	],
	[
		'what cannot be printed',
		() => {
			throw Object.assign(Object.create(null), { toString: undefined });
		},
		/^the patch failed: it threw an object that is no error$/,
	],
	[
		'a cycle',
		(each) => {
			const cycle: { self?: unknown } = { ...each };
			cycle.self = cycle;
			return cycle;
		},
		/^the patch failed: /,
	],
])('%s is a problem, and the object stays as it was', (_what, patch, why) => {
	expect(problemsOf(patch)).toEqual([expect.stringMatching(why)]);
	expect(patchFiles([mesh], patch).files).toEqual([mesh]);
});
