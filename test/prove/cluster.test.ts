// What a cluster would refuse, drop or store otherwise is not proved: an object that is not there guards nothing, while its
// neighbours stand. Each case is one change of the sample's production.
import { describe, expect, test } from 'vitest';
import type { Json } from '../../src/manifests/object.ts';
import { contextOf, type Finding, meshFindings } from '../../src/prove/index.ts';
import { added, bank, plantedAt } from './bank.ts';
import type { Step } from './mutants/edit.ts';
import { touched } from './mutants/operator.ts';
import type { MeshObject } from './mutants/subject.ts';

function found(objects: readonly MeshObject[], model = bank.model): readonly Finding[] {
	const near = new Set(touched(bank.objects, objects).map(({ metadata }) => metadata.namespace));
	return meshFindings(
		contextOf(model, objects, (name) => near.has(name)),
		objects,
	);
}

const doubts = (objects: readonly MeshObject[], model = bank.model): readonly string[] =>
	found(objects, model).map((finding) => (finding.kind === 'undecided' ? finding.why : finding.kind));

const deny = 'AuthorizationPolicy accounts/default-deny';
const guards = [deny, 'AuthorizationPolicy accounts/accounts-tenant-guard', 'PeerAuthentication accounts/default'];
const orphan = [{ apiVersion: 'v1', kind: 'ConfigMap', name: 'gone', uid: '0' }];

type Row = readonly [what: string, path: readonly Step[], to: Json];

describe('metadata', () => {
	test.each(guards)('an owner that is not there takes %s away', (title) => {
		expect(doubts(plantedAt(title, ['metadata', 'ownerReferences'], orphan))).toEqual([
			'`metadata.ownerReferences` may decide in the cluster what becomes of it',
		]);
	});

	test.each<Row>([
		['a number as a label', ['labels', 'team'], 5],
		['a label that is none', ['labels', 'team'], 'not a label!'],
		['a key that is none', ['labels', 'not a key!'], 'x'],
		['a map as an annotation', ['annotations', 'note'], { a: 'b' }],
		['labels that are no map', ['labels'], 'x'],
		['annotations that are no map', ['annotations'], ['x']],
		['no labels, but null', ['labels'], null],
		['too many annotations', ['annotations', 'note'], 'x'.repeat(262_145)],
		['a field that nobody knows', ['comment'], 'x'],
		['a version of the object', ['resourceVersion'], '1'],
		['its identity', ['uid'], '0'],
		['a name that is none', ['name'], 'Default_Deny!'],
		['a time of its end', ['deletionTimestamp'], '2026-01-01T00:00:00Z'],
		['who ends it', ['finalizers'], ['shop.example/wait']],
		['the start of a name', ['generateName'], 'deny-'],
		['Argo CD leaves it out', ['annotations', 'argocd.argoproj.io/hook'], 'Skip'],
		['Helm runs it once', ['annotations', 'helm.sh/hook'], 'pre-install'],
		['kpt keeps it here', ['annotations', 'config.kubernetes.io/local-config'], 'true'],
		['Flux passes over it', ['annotations', 'kustomize.toolkit.fluxcd.io/reconcile'], 'disabled'],
		['Flux passes over it, by a label', ['labels', 'kustomize.toolkit.fluxcd.io/reconcile'], 'disabled'],
	])('%s', (_, path, to) => {
		for (const title of [deny, 'NetworkPolicy accounts/accounts', 'Sidecar payments/payments']) {
			const findings = doubts(plantedAt(title, ['metadata', ...path], to));
			expect(findings.length, title).toBeGreaterThan(0);
			expect(findings, title).not.toContain('excess');
		}
	});

	test.each<Row>([
		['a label', ['labels', 'team'], 'accounts'],
		['an empty one', ['labels', 'shop.example/team'], ''],
		['an annotation', ['annotations', 'Shop.Example/note'], 'any text, of 2 lines\nand more'],
		['an order of objects', ['annotations', 'argocd.argoproj.io/sync-wave'], '-1'],
		['a name for people', ['labels', 'app.kubernetes.io/instance'], 'bank'],
		['no time', ['creationTimestamp'], null],
	])('harmless: %s', (_, path, to) => {
		for (const title of guards) expect(doubts(plantedAt(title, ['metadata', ...path], to))).toEqual([]);
	});

	test('a field besides metadata and spec', () => {
		expect(doubts(plantedAt(deny, ['status'], {}))).toEqual(['its field `status` is not judged']);
		expect(doubts(plantedAt('NetworkPolicy accounts/accounts', ['spec'], 'x'))).toContain(
			'its `spec` is `x`, not a map',
		);
	});
});

describe('what is refused', () => {
	const policy = 'NetworkPolicy accounts/accounts';
	const port = ['spec', 'ingress', 0, 'ports', 0];
	const more = { ports: [{ port: 8080, protocol: 'TCP' }] };

	test.each<Row>([
		['a port', [...port, 'port'], 99_999_999],
		['a protocol', [...port, 'protocol'], 'XYZ'],
		['a range of ports', [...port, 'endPort'], 1],
		['a range of addresses', ['spec', 'egress', 0, 'to'], [{ ipBlock: { cidr: 'nonsense' } }]],
		['a direction', ['spec', 'policyTypes'], ['Ingress', 'Egress', 'Nonsense']],
		['a version', ['apiVersion'], 'networking.k8s.io/v9'],
	])('a NetworkPolicy, by %s', (_, path, to) => {
		expect(doubts(plantedAt(policy, path, to)).length).toBeGreaterThan(0);
		// Beside rules that let everything pass it is refused all the same.
		const open = plantedAt(policy, ['spec', 'ingress'], [{}, more]);
		expect(doubts(open)).toEqual([]);
	});

	test.each<Row>([
		['a version', ['apiVersion'], 'networking.istio.io/v9'],
		['a host', ['spec', 'egress', 0, 'hosts'], ['*/*', 'a b']],
		['a host without a namespace', ['spec', 'egress', 0, 'hosts'], ['*/*', 'shop.example']],
		['a short host', ['spec', 'egress', 0, 'hosts'], ['*/*', 'accounts/accounts']],
		['no hosts', ['spec', 'egress'], [{ hosts: ['*/*'] }, { hosts: [] }]],
		['a mode', ['spec', 'outboundTrafficPolicy', 'mode'], 'ANY'],
		['a label', ['spec', 'workloadSelector', 'labels', 'team'], 5],
	])('a Sidecar, by %s', (_, path, to) => {
		expect(doubts(plantedAt('Sidecar payments/payments', path, to)).length).toBeGreaterThan(0);
	});

	test('the second of two objects of one name is the one that stays', () => {
		const open = { podSelector: { matchLabels: { app: 'accounts' } }, ingress: [{}], egress: [{}] };
		const metadata = { name: 'accounts', namespace: 'accounts', labels: {}, annotations: {} };
		const twin = { apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy', metadata, spec: open };
		expect(doubts([...bank.objects, twin])).toEqual([
			'it is the second object of this name, and a cluster keeps the last one alone',
		]);
	});
});

describe('a patch of Istio that is not named', () => {
	const narrow = { from: [{ source: { trustDomains: ['evil.example'] } }] };
	const selector = { matchLabels: { app: 'accounts' } };
	const opened = added('AuthorizationPolicy', 'accounts', { selector, rules: [narrow] });

	test.each([
		['1.29', ['excess']],
		['1.30.0', ['excess']],
		['1.30.1', ['excess']],
		['1.30', ['undecided']],
		['1.30.2', []],
		['1.31', []],
	])('trust domains in %s', (istio, kinds) => {
		const model = { ...bank.model, mesh: { ...bank.model.mesh, istio } };
		expect([...new Set(found(opened, model).map(({ kind }) => kind))]).toEqual(kinds);
	});
});

describe('what speaks for others', () => {
	const target = (kind: string, name: string) => [{ group: 'gateway.networking.k8s.io', kind, name }];

	test.each([
		['PeerAuthentication', { mtls: { mode: 'DISABLE' } }],
		['PeerAuthentication', { mtls: { mode: 'STRICT' } }],
		['AuthorizationPolicy', { action: 'DENY', selector: { matchLabels: { app: 'theirs' } }, rules: [{}] }],
	])('%s in the root namespace: %j', (kind, spec) => {
		expect(doubts(added(kind, 'istio-system', spec))).toEqual(['the catalog does not name its namespace']);
	});

	test.each(['accounts', 'monitoring'])('a Gateway in %s that the catalog does not name', (namespace) => {
		const specs: readonly (readonly [string, MeshObject['spec']])[] = [
			['AuthorizationPolicy', { rules: [{}] }],
			['AuthorizationPolicy', { action: 'DENY', rules: [{}] }],
			['RequestAuthentication', { jwtRules: [{ issuer: 'https://evil.example', jwksUri: 'https://evil.example/k' }] }],
		];
		for (const [kind, spec] of specs) {
			expect(doubts(added(kind, namespace, { targetRefs: target('Gateway', 'other'), ...spec }))).toEqual([
				'it speaks of a target that is no Gateway of the catalog in its namespace',
			]);
		}
	});
});
