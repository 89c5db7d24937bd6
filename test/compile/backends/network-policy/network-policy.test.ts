// NetworkPolicies: what they let through for each kind of edge, and what they never open.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { AccessModel } from '../../../../src/access/model.ts';
import { networkPolicy } from '../../../../src/compile/backends/network-policy/index.ts';
import { models } from '../../../generators/model.ts';
import {
	apiKey,
	clientGrant,
	clientOf,
	gateway,
	grant,
	issuer,
	modelOf,
	namespace,
	outsideClient,
	plaintext,
	route,
	scope,
	service,
} from '../../model.ts';
import { violations } from '../../violations.ts';
import { namesOf, objectOf, objectsOf, specOf } from '../output.ts';

type Parts = Parameters<typeof modelOf>[0];
const emitted = (parts: Parts) => networkPolicy(modelOf({ ...parts, mesh: { networkPolicies: 'emit' } }));

const pods = (of: string, app: string) => ({
	namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': of } },
	podSelector: { matchLabels: { app } },
});
const tcp = (...ports: readonly number[]) => ports.map((port) => ({ protocol: 'TCP', port }));
const platform = [
	{
		to: [
			{
				namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'kube-system' } },
				podSelector: { matchLabels: { 'k8s-app': 'kube-dns' } },
			},
		],
		ports: [
			{ protocol: 'TCP', port: 53 },
			{ protocol: 'UDP', port: 53 },
		],
	},
	{ to: [pods('istio-system', 'istiod')], ports: tcp(15012) },
];

const accounts = service('accounts', { ports: ['http 80->8080', 'admin 81->8081', 'tcp 5432->15432 tcp'] });
const statements = service('statements');
const read = scope(accounts, 'accounts.read', ['GET /accounts/{id}']);
const replicate = scope(accounts, 'accounts.replicate', ['TCP']);

test('nothing unless the catalog asks for it', () => {
	expect(networkPolicy(modelOf({ grants: [grant(statements, read, 'identity')] }))).toEqual([]);
});

test('an edge: one rule at each end, both on the container port', () => {
	const files = emitted({ grants: [grant(statements, read, 'identity'), grant(statements, replicate, 'identity')] });
	expect(specOf(files, 'NetworkPolicy', 'accounts')).toEqual({
		podSelector: { matchLabels: { app: 'accounts' } },
		policyTypes: ['Egress', 'Ingress'],
		ingress: [{ from: [pods('statements', 'statements')], ports: tcp(8080, 15432) }],
		egress: platform,
	});
	expect(specOf(files, 'NetworkPolicy', 'statements')).toEqual({
		podSelector: { matchLabels: { app: 'statements' } },
		policyTypes: ['Egress', 'Ingress'],
		egress: [{ to: [pods('accounts', 'accounts')], ports: tcp(8080, 15432) }, ...platform],
	});
});

test('two callers with different ports are two rules, so that neither gets the other’s port', () => {
	const files = emitted({
		grants: [grant(statements, read, 'identity'), grant(service('backup'), replicate, 'identity')],
	});
	expect(specOf(files, 'NetworkPolicy', 'accounts')).toHaveProperty('ingress', [
		{ from: [pods('backup', 'backup')], ports: tcp(15432) },
		{ from: [pods('statements', 'statements')], ports: tcp(8080) },
	]);
});

test('an owned namespace is shut both ways; a shared one only where our workloads are', () => {
	const files = emitted({ workloads: [statements, service('legacy', { namespace: namespace('default', 'shared') })] });
	expect(namesOf(files, 'NetworkPolicy')).toEqual([
		'default/legacy',
		'statements/default-deny',
		'statements/statements',
	]);
	expect(specOf(files, 'NetworkPolicy', 'default-deny')).toEqual({
		podSelector: {},
		policyTypes: ['Egress', 'Ingress'],
	});
});

test('a gateway’s listeners are open to the world; its receivers only to it', () => {
	const edge = gateway('edge');
	const files = emitted({ gateways: [edge], grants: [clientGrant(outsideClient('web'), edge.workload, read)] });
	expect(specOf(files, 'NetworkPolicy', 'edge')).toEqual({
		podSelector: { matchLabels: { app: 'edge' } },
		policyTypes: ['Egress', 'Ingress'],
		ingress: [{ ports: tcp(8080, 8443) }],
		egress: [{ to: [pods('accounts', 'accounts')], ports: tcp(8080) }, ...platform],
	});
	expect(specOf(files, 'NetworkPolicy', 'accounts')).toHaveProperty('ingress', [
		{ from: [pods('ingress', 'edge')], ports: tcp(8080) },
	]);
});

test('a plaintext exception opens its port to anyone', () => {
	const files = emitted({ plaintext: [plaintext(accounts, ['GET /metrics on admin'])] });
	expect(specOf(files, 'NetworkPolicy', 'accounts')).toHaveProperty('ingress', [{ ports: tcp(8081) }]);
});

test.each([
	[{ kind: 'unknown' }, []],
	[{ kind: 'cidr', cidr: '10.1.0.0/16', port: 443 }, [{ to: [{ ipBlock: { cidr: '10.1.0.0/16' } }], ports: tcp(443) }]],
	[
		{ kind: 'pods', namespace: 'identity', selector: { app: 'keycloak' }, port: 8443 },
		[{ to: [pods('identity', 'keycloak')], ports: tcp(8443) }],
	],
] as const)('an issuer at %j is reached by those who ask it for tokens, and by nobody else', (network, way) => {
	const client = clientOf(statements, { issuer: issuer('bank', { network }) });
	const files = emitted({ grants: [grant(statements, read, 'service', { client })] });
	const toAccounts = { to: [pods('accounts', 'accounts')], ports: tcp(8080) };
	expect(specOf(files, 'NetworkPolicy', 'statements')).toHaveProperty('egress', [toAccounts, ...way, ...platform]);
	expect(specOf(files, 'NetworkPolicy', 'accounts')).toHaveProperty('egress', platform);
});

test('a forwarded token is not asked for', () => {
	const network = { kind: 'cidr', cidr: '10.1.0.0/16', port: 443 } as const;
	const web = outsideClient('web', { issuer: issuer('bank', { network }) });
	const files = emitted({ grants: [clientGrant(web, statements, read)] });
	expect(JSON.stringify(specOf(files, 'NetworkPolicy', 'statements'))).not.toContain('10.1.0.0');
});

test('a gateway reaches the authorizer of its API keys, once for all its scopes; nobody else does', () => {
	const edge = gateway('edge');
	const through = route('api.bank.example', '/', accounts);
	const network = { kind: 'pods', namespace: 'keys', selector: { app: 'keys' }, port: 9001 } as const;
	const book = scope(accounts, 'accounts.book', ['POST /accounts/{id}']);
	const apiKeys = [read, book].map((each) => ({ ...apiKey(edge, through, each), network }));
	const files = emitted({ gateways: [edge], apiKeys });
	expect(specOf(files, 'NetworkPolicy', 'edge')).toHaveProperty('egress', [
		{ to: [pods('keys', 'keys')], ports: tcp(9001) },
		...platform,
	]);
	expect(specOf(files, 'NetworkPolicy', 'accounts')).toHaveProperty('egress', platform);
	const unused = apiKeys.map((each) => ({ ...each, operations: [] }));
	expect(specOf(emitted({ gateways: [edge], apiKeys: unused }), 'NetworkPolicy', 'edge')).toHaveProperty(
		'egress',
		platform,
	);
});

test('declared places outside are reached', () => {
	const external = [{ kind: 'cidr', cidr: '192.0.2.7/32', port: 5432, because: 'the old database' }] as const;
	const files = emitted({ workloads: [service('statements', { external })] });
	expect(specOf(files, 'NetworkPolicy', 'statements')).toHaveProperty('egress', [
		{ to: [{ ipBlock: { cidr: '192.0.2.7/32' } }], ports: tcp(5432) },
		...platform,
	]);
});

test('a disabled workload keeps only names and its control plane', () => {
	const off = service('accounts', {
		state: { kind: 'disabled', because: 'an incident' },
		external: [{ kind: 'cidr', cidr: '192.0.2.7/32', port: 5432, because: 'the old database' }],
	});
	expect(specOf(emitted({ workloads: [off] }), 'NetworkPolicy', 'accounts')).toEqual({
		podSelector: { matchLabels: { app: 'accounts' } },
		policyTypes: ['Egress', 'Ingress'],
		egress: platform,
	});
});

test('istiod is where the catalog says, not in the root namespace, and its plaintext port stays shut', () => {
	const mesh = { networkPolicies: 'emit', rootNamespace: 'mesh-root', istiodNamespace: 'mesh-control' } as const;
	const spec = specOf(networkPolicy(modelOf({ mesh, workloads: [statements] })), 'NetworkPolicy', 'statements');
	expect(spec).toHaveProperty('egress.1.to.0', pods('mesh-control', 'istiod'));
	expect(JSON.stringify(spec)).not.toContain('mesh-root');
	expect(JSON.stringify(spec)).not.toContain('15010');
});

test('objects say where they come from', () => {
	const files = emitted({ workloads: [statements] });
	expect(objectOf(files, 'NetworkPolicy', 'statements').metadata.annotations).toMatchObject({
		'meshgrant.dev/source': 'services.catalog.ts services.statements',
		'meshgrant.dev/owner': 'team-statements',
	});
	expect(objectOf(files, 'NetworkPolicy', 'default-deny').metadata.annotations).not.toHaveProperty(
		'meshgrant.dev/owner',
	);
});

const withPolicies = models.map((model) => ({ ...model, mesh: { ...model.mesh, networkPolicies: 'emit' as const } }));

const always = (law: (model: AccessModel) => void): void =>
	fc.assert(
		fc.property(withPolicies, (model) => {
			law(model);
		}),
		{ seed: 20_261_124, numRuns: 200 },
	);

test('for every model: edges are exactly the pairs of presenters and receivers, at both ends', () => {
	always((model) => {
		const files = networkPolicy(model);
		const ends = (key: 'ingress' | 'egress', own: 'receiver' | 'presenter', other: 'receiver' | 'presenter') => {
			const apps = new Set(model.workloads.map(({ name }) => name));
			const found = model.workloads.flatMap(({ name }) => {
				const text = JSON.stringify(
					Object.entries(specOf(files, 'NetworkPolicy', name)).find(([k]) => k === key) ?? '',
				);
				const named = [...text.matchAll(/"app":"([^"]+)"/g)].map(([, app = '']) => app).filter((app) => apps.has(app));
				return named.map((app) => `${name} ${app}`);
			});
			const active = model.grants.filter((each) => each[own].state.kind === 'active');
			expect(found.sort()).toEqual([...new Set(active.map((each) => `${each[own].name} ${each[other].name}`))].sort());
		};
		ends('ingress', 'receiver', 'presenter');
		ends('egress', 'presenter', 'receiver');
	});
});

test('for every model: each rule has ports, none has an empty list, and every object is shut both ways', () => {
	always((model) => {
		for (const object of objectsOf(networkPolicy(model))) {
			expect(violations(object)).toEqual([]);
			expect(object.spec).toHaveProperty('policyTypes', ['Egress', 'Ingress']);
			for (const rule of Object.values(object.spec).flat()) {
				if (typeof rule === 'object' && ('to' in rule || 'from' in rule)) expect(rule).toHaveProperty('ports.0.port');
			}
		}
	});
});

test('for every model: only gateways and declared exceptions are open to the world', () => {
	always((model) => {
		const open = new Set([
			...model.gateways.map(({ workload }) => workload.name),
			...model.plaintext.map(({ workload }) => workload.name),
		]);
		for (const { metadata, spec } of objectsOf(networkPolicy(model))) {
			const rules = 'ingress' in spec && Array.isArray(spec.ingress) ? spec.ingress : [];
			if (rules.some((rule) => !('from' in rule))) expect(open).toContain(metadata.name);
		}
	});
});
