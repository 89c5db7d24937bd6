// What stays in doubt: objects of which the files do not say what they do in the cluster, and what stops granted calls
// before a sidecar is asked. Each doubt stands at the line of the catalog that owns the object.
import { describe, expect, test } from 'vitest';
import type { Finding } from '../../src/prove/index.ts';
import { contextOf, meshFindings } from '../../src/prove/index.ts';
import { grant, modelOf, namespace, scope, service } from '../compile/model.ts';
import { bank, planted, plantedAt } from './bank.ts';
import { withAt } from './mutants/edit.ts';
import { touched } from './mutants/operator.ts';
import { type MeshObject, subjectOf } from './mutants/subject.ts';

/** What is found, with a look at the namespaces of what was changed. */
function found(objects: readonly MeshObject[]): readonly Finding[] {
	const near = new Set(touched(bank.objects, objects).map(({ metadata }) => metadata.namespace));
	return meshFindings(
		contextOf(bank.model, objects, (name) => near.has(name)),
		objects,
	);
}

const doubtsOf = (findings: readonly Finding[]): readonly string[] =>
	findings.map((finding) =>
		finding.kind === 'undecided' ? `${finding.origin.path}: ${finding.where}: ${finding.why}` : finding.kind,
	);

const made = (
	apiVersion: string,
	kind: string,
	name: string,
	inNamespace: string,
	spec: MeshObject['spec'],
): MeshObject => ({ apiVersion, kind, metadata: { name, namespace: inNamespace, labels: {}, annotations: {} }, spec });

const peerAuthentication = (name: string, mode: string, more: MeshObject['spec'] = {}) =>
	made('security.istio.io/v1', 'PeerAuthentication', name, 'accounts', { ...more, mtls: { mode } });

const withMetadata = (object: MeshObject, metadata: Readonly<Record<string, unknown>>): MeshObject => ({
	...object,
	metadata: { ...object.metadata, ...metadata },
});

describe('revisions', () => {
	const labelled = (rev: string, of: (object: MeshObject) => boolean = () => true) =>
		bank.objects.map((object) => (of(object) ? withMetadata(object, { labels: { 'istio.io/rev': rev } }) : object));

	test('nothing is proved of objects of another revision, and nothing of the mesh’s', () => {
		for (const rev of ['canary', 'default', '']) {
			const kinds = found(labelled(rev)).map(({ kind }) => kind);
			expect(kinds).toContain('undecided');
		}
	});

	test('one object is enough', () => {
		const isOne = ({ kind, metadata }: MeshObject) => kind === 'AuthorizationPolicy' && metadata.name === 'accounts';
		expect(doubtsOf(found(labelled('default', isOne)))).toEqual([
			'services.accounts: AuthorizationPolicy accounts/accounts: only the control plane of revision `default` reads it, and the catalog does not say what the mesh’s is called',
		]);
		expect(doubtsOf(found(labelled('canary', isOne)))).toContain(
			'services.accounts: AuthorizationPolicy accounts/accounts, metadata.labels["istio.io/rev"]: label `istio.io/rev: canary`: only pods of that revision follow it, and the mesh’s is `default`, so it is left out',
		);
	});

	test('a NetworkPolicy is nobody’s of Istio', () => {
		expect(found(labelled('canary', ({ kind }) => kind === 'NetworkPolicy'))).toEqual([]);
		expect(found(labelled('canary', ({ kind }) => kind === 'Sidecar')).length).toBeGreaterThan(0);
	});
});

describe('ages', () => {
	test('two PeerAuthentications of one scope, whatever they are called', () => {
		for (const name of ['aa', 'zz']) {
			const [first, second] = name < 'default' ? [name, 'default'] : ['default', name];
			expect(doubtsOf(found([...bank.objects, peerAuthentication(name, 'PERMISSIVE')]))).toContainEqual(
				expect.stringMatching(
					new RegExp(
						`^namespaces\\.accounts: PeerAuthentication accounts/${second}: \`accounts/${first}\` speaks for the same`,
					),
				),
			);
		}
		expect(found([...bank.objects, peerAuthentication('zz', 'STRICT')])).toEqual([]);
	});

	test('two for one workload, and two that only some of its pods have in common', () => {
		const selector = { selector: { matchLabels: { app: 'accounts' } } };
		const both = [peerAuthentication('one', 'STRICT', selector), peerAuthentication('two', 'PERMISSIVE', selector)];
		expect(doubtsOf(found([...bank.objects, ...both]))).toContainEqual(
			expect.stringMatching(/^services\.accounts: PeerAuthentication accounts\/two: `accounts\/one` speaks/),
		);
		const narrower = { selector: { matchLabels: { app: 'accounts', version: 'v2' } } };
		const apart = [peerAuthentication('one', 'STRICT', selector), peerAuthentication('two', 'PERMISSIVE', narrower)];
		expect(doubtsOf(found([...bank.objects, ...apart]))).toContainEqual(
			expect.stringMatching(/^services\.accounts: PeerAuthentication accounts\/two: `accounts\/one` speaks/),
		);
	});

	test('a time in the output is not that of the cluster', () => {
		const creationTimestamp = '2030-01-01T00:00:00Z';
		const dated = [...bank.objects, withMetadata(peerAuthentication('aa', 'PERMISSIVE'), { creationTimestamp })];
		expect(doubtsOf(found(dated))).toEqual([
			'namespaces.accounts: PeerAuthentication accounts/aa: `accounts/default` speaks for the same pods and says otherwise, and only the oldest of them counts',
			'namespaces.accounts: PeerAuthentication accounts/aa: it says when it was made (`creationTimestamp`), and the API server writes another time',
		]);
		const none = planted('AuthorizationPolicy accounts/accounts', (object) =>
			withMetadata(object, { creationTimestamp: null }),
		);
		expect(found(none)).toEqual([]);
	});
});

describe('the network', () => {
	const networkPolicy = (name: string, inNamespace: string, spec: MeshObject['spec']) =>
		made('networking.k8s.io/v1', 'NetworkPolicy', name, inNamespace, spec);
	const shutUp = { podSelector: {}, policyTypes: ['Ingress', 'Egress'] };

	test('one that stops everything is harmless beside those that let granted connections pass', () => {
		expect(found([...bank.objects, networkPolicy('zz', 'accounts', shutUp)])).toEqual([]);
	});

	test('without those it stops them', () => {
		const [doubt, ...others] = doubtsOf(found(planted('NetworkPolicy accounts/accounts', () => undefined)));
		expect(doubt).toMatch(
			/^namespaces\.accounts: NetworkPolicy accounts\/default-deny: it may stop what `accounts\/accounts\.book\/payments\/user` needs, a connection to port 8080, and \d+ more$/,
		);
		expect(others).toEqual([]);
	});

	test('a catalog without NetworkPolicies, and one that somebody adds', () => {
		const receiver = service('store', { namespace: namespace('store') });
		const caller = service('web', { namespace: namespace('web') });
		const read = scope(receiver, 'store.read', ['GET /a']);
		const model = modelOf({
			workloads: [receiver, caller],
			clients: [],
			scopes: [read],
			grants: [grant(caller, read, 'identity')],
		});
		const { objects } = subjectOf('', { ...model, mesh: { ...model.mesh, networkPolicies: 'none' } });
		const doubts = (...more: readonly MeshObject[]) =>
			meshFindings(contextOf(model, [...objects, ...more]), [...objects, ...more]).map((finding) =>
				finding.kind === 'undecided' ? finding.where : finding.kind,
			);
		expect(doubts()).toEqual([]);
		expect(doubts(networkPolicy('shut', 'store', shutUp))).toEqual(['NetworkPolicy store/shut']);
		expect(doubts(networkPolicy('some', 'store', { podSelector: { matchLabels: { version: 'v2' } } }))).toEqual([
			'NetworkPolicy store/some',
		]);
		const from = [{ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'web' } } }];
		const ingress = [{ from, ports: [{ port: 8080 }] }];
		expect(doubts(networkPolicy('enough', 'store', { podSelector: {}, ingress }))).toEqual([]);
		expect(doubts(networkPolicy('egress', 'web', { podSelector: {}, egress: [] }))).toEqual([
			'NetworkPolicy web/egress',
		]);
	});

	test('others live in a shared namespace: what shuts their pods up is not ours to write', () => {
		expect(doubtsOf(found([...bank.objects, networkPolicy('zz', 'monitoring', shutUp)]))).toContain(
			'namespaces.monitoring: NetworkPolicy monitoring/zz: others live in its namespace, and it speaks of pods that are no workload’s',
		);
	});

	test('a Sidecar that hides a receiver', () => {
		const hosts = ['spec', 'egress', 0, 'hosts'];
		expect(doubtsOf(found(plantedAt('Sidecar payments/payments', hosts, ['~/*'])))).toEqual([
			'services.payments: Sidecar payments/payments: it hides `accounts` from `payments`, which `accounts/accounts.book/payments/user` needs',
		]);
		for (const wide of ['*/*', '*/*.svc.cluster.local']) {
			expect(found(plantedAt('Sidecar payments/payments', hosts, [wide]))).toEqual([]);
		}
		const everywhere = plantedAt('Sidecar payments/payments', ['spec', 'egress'], undefined);
		expect(found(everywhere)).toEqual([]);
	});

	test('a Sidecar for a namespace counts where no other one does', () => {
		const wide = (inNamespace: string, hosts: readonly string[] = ['~/*']) =>
			made('networking.istio.io/v1', 'Sidecar', 'zz', inNamespace, { egress: [{ hosts }] });
		const without = bank.objects.filter(
			({ kind, metadata }) => kind !== 'Sidecar' || metadata.namespace !== 'payments',
		);
		expect(found([...bank.objects, wide('payments')])).toEqual([]);
		expect(doubtsOf(found([...without, wide('payments')]))[0]).toMatch(
			/^namespaces\.payments: Sidecar payments\/zz: it hides/,
		);
		expect(found([...without, wide('payments', ['*/*'])])).toEqual([]);
		expect(doubtsOf(found([...without, wide('istio-system')]))).toContainEqual(
			expect.stringMatching(/Sidecar istio-system\/zz: it hides/),
		);
	});

	test('two Sidecars for the same pods, fields that are not judged, places outside', () => {
		const twin = planted('Sidecar payments/payments', (object) => object).find(
			({ kind, metadata }) => kind === 'Sidecar' && metadata.name === 'payments',
		);
		if (twin === undefined) throw new Error('no Sidecar');
		expect(doubtsOf(found([...bank.objects, withMetadata(twin, { name: 'twin' })]))).toContain(
			'services.payments: Sidecar payments/twin: `Sidecar payments/payments` may speak for the same pods, and the older one counts',
		);
		const why = (path: readonly (string | number)[], to: MeshObject['spec'] | string) =>
			doubtsOf(found(plantedAt('Sidecar payments/payments', path, to)))[0]?.replace(/^.*payments\/payments: /, '');
		expect(why(['spec', 'egress', 0, 'port'], { number: 1, name: 'x' })).toBe('`spec.egress[0].port` is not judged');
		expect(why(['spec', 'inboundConnectionPool'], {})).toBe('`spec.inboundConnectionPool` is not judged');
		expect(why(['spec', 'outboundTrafficPolicy', 'mode'], 'REGISTRY_ONLY')).toMatch(/^it keeps `payments` from places/);
	});
});

describe('the line of a doubt', () => {
	const unknown = (title: string) => doubtsOf(found(plantedAt(title, ['spec', 'unless'], [])))[0]?.replace(/:.*$/, '');

	test.each([
		['AuthorizationPolicy payments/payments', 'services.payments'],
		['RequestAuthentication payments/limits', 'services.limits'],
		['AuthorizationPolicy accounts/accounts-tenant-guard', 'services.accounts'],
		['AuthorizationPolicy accounts/default-deny', 'namespaces.accounts'],
		['AuthorizationPolicy edge/edge', 'gateways.edge'],
	])('%s: %s', (title, line) => {
		expect(unknown(title)).toBe(line);
	});

	test('by the pods that it selects before its name, by its namespace where it has neither', () => {
		const at = (name: string, inNamespace: string, app: string | undefined) => {
			const spec = { unless: [], ...(app === undefined ? {} : { selector: { matchLabels: { app } } }) };
			const object = made('security.istio.io/v1', 'AuthorizationPolicy', name, inNamespace, spec);
			return found([...bank.objects, object]).find(({ kind }) => kind === 'undecided');
		};
		expect(at('accounts-2', 'payments', 'payments')).toMatchObject({ origin: { path: 'services.payments' } });
		expect(at('anything', 'payments', undefined)).toMatchObject({ origin: { path: 'namespaces.payments' } });
		expect(at('payments', 'nowhere', 'payments')).toMatchObject({
			origin: { file: 'services.catalog.ts', line: 0, path: '' },
		});
	});
});

test('what a rule of a proxy does otherwise is told once, at whichever of its ports', () => {
	const title = 'RequestAuthentication accounts/accounts';
	const spec = planted(title, (object) => withAt(object, ['spec', 'jwtRules', 0, 'forwardOriginalToken'], true));
	const more = made('security.istio.io/v1', 'AuthorizationPolicy', 'added', 'accounts', {
		selector: { matchLabels: { version: 'v2' } },
	});
	const handling = found([...spec, more]).filter(({ kind }) => kind === 'handling');
	expect(handling).toMatchObject([{ place: { workload: 'accounts' }, object: 'accounts/accounts' }]);
});
