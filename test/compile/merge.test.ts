// Files of several backends as one set, in one order.
import { expect, test } from 'vitest';
import { backends } from '../../src/compile/backends/index.ts';
import { compile } from '../../src/compile/index.ts';
import { mergeFiles } from '../../src/compile/merge.ts';
import type { DocumentFile, KubernetesFile, KubernetesObject } from '../../src/manifests/object.ts';
import {
	clientGrant,
	clientOf,
	entrance,
	gateway,
	grant,
	modelOf,
	outsideClient,
	route,
	scope,
	service,
} from './model.ts';

const object = (kind: string, name: string, spec: object = {}): KubernetesObject => ({
	apiVersion: 'v1',
	kind,
	metadata: { name, namespace: 'a', labels: {}, annotations: {} },
	spec,
});

const file = (path: string, ...objects: readonly KubernetesObject[]): KubernetesFile => ({
	kind: 'kubernetes',
	path,
	objects,
});

const document = (path: string): DocumentFile => ({ kind: 'document', path, format: 'yaml', heading: [], content: {} });

test('objects of one path come together, sorted by kind and name; files by path', () => {
	const merged = mergeFiles([
		file('b.yaml', object('B', 'x')),
		file('a.yaml', object('B', 'y'), object('B', 'x')),
		document('c.yaml'),
		file('a.yaml', object('A', 'z')),
	]);
	expect(merged).toEqual([
		file('a.yaml', object('A', 'z'), object('B', 'x'), object('B', 'y')),
		file('b.yaml', object('B', 'x')),
		document('c.yaml'),
	]);
});

test('what opens nothing comes before what opens something', () => {
	const opening = object('AuthorizationPolicy', 'a', { action: 'ALLOW', rules: [{}] });
	const others = [
		object('AuthorizationPolicy', 'b', { action: 'ALLOW' }),
		object('AuthorizationPolicy', 'c', { action: 'CUSTOM', rules: [{}] }),
		object('AuthorizationPolicy', 'd', {}),
	];
	expect(mergeFiles([file('a.yaml', opening, ...others)])).toEqual([file('a.yaml', ...others, opening)]);
});

test.each([
	[
		'two objects of one name',
		[file('a.yaml', object('A', 'x')), file('a.yaml', object('A', 'x'))],
		/two objects A a\/x/,
	],
	['two documents of one path', [document('a.yaml'), document('a.yaml')], /two documents/],
	['a document and objects in one path', [file('a.yaml', object('A', 'x')), document('a.yaml')], /a document and/],
])('%s are a bug of ours', (_what, files, message) => {
	expect(() => mergeFiles(files)).toThrow(message);
});

test('objects of one name and different kinds may share a file', () => {
	expect(mergeFiles([file('a.yaml', object('A', 'x'), object('B', 'x'))])[0]).toHaveProperty('objects.length', 2);
});

test('compile joins all backends: the mesh, NetworkPolicies and Keycloak', () => {
	expect(Object.keys(backends).sort()).toEqual(['istio-sidecar', 'keycloak', 'network-policy']);
	const accounts = service('accounts');
	const through = route('api.bank.example', '/', accounts);
	const edge = gateway('edge', [through]);
	const read = scope(accounts, 'accounts.read', ['GET /accounts']);
	const outside = clientGrant(outsideClient('web'), edge.workload, read);
	const model = modelOf({
		mesh: { networkPolicies: 'emit' },
		clients: [clientOf(accounts)],
		grants: [grant(service('statements'), read, 'service'), outside],
		entrances: [entrance(edge, through, outside)],
	});
	const files = compile(model);
	const paths = files.map(({ path }) => path);
	expect(paths).toEqual([...paths].sort());
	expect(paths.filter((path) => path.startsWith('prod/mesh/'))).toEqual([
		'prod/mesh/accounts.yaml',
		'prod/mesh/ingress.yaml',
		'prod/mesh/statements.yaml',
	]);
	expect(paths.some((path) => path.startsWith('prod/keycloak/'))).toBe(true);
	const mesh = files.find(({ path }) => path === 'prod/mesh/accounts.yaml');
	expect(mesh?.kind === 'kubernetes' && mesh.objects.map(({ kind, metadata }) => `${kind} ${metadata.name}`)).toEqual([
		'AuthorizationPolicy default-deny',
		'AuthorizationPolicy accounts',
		'NetworkPolicy accounts',
		'NetworkPolicy default-deny',
		'PeerAuthentication default',
		'RequestAuthentication accounts',
	]);
});
