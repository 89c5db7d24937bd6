// Changes by which a cluster has other objects than the file: what it refuses, drops, collects or keeps one of; and objects
// that speak for proxies, certificates and tokens of others.
import type { Json } from '../../../src/manifests/object.ts';
import { isFields, listAt, type Step, valueAt, withAt } from './edit.ts';
import type { Change, Operator } from './operator.ts';
import { nameOf } from './policies.ts';
import type { MeshObject, Subject } from './subject.ts';

type Edit = readonly [what: string, at: readonly Step[], to: Json];

/** Each object that the edits fit, with one edit. */
const edited =
	(of: (object: MeshObject, subject: Subject) => readonly Edit[]) =>
	(subject: Subject): readonly Change[] =>
		subject.objects.flatMap((object) =>
			of(object, subject).map(([what, at, to]): Change => {
				const changed = withAt(object, at, to) as MeshObject;
				const objects = subject.objects.map((one) => (one === object ? changed : one));
				return { kind: 'mesh', what: `${nameOf(object)}: ${what}`, objects };
			}),
		);

const changes = (name: string, of: Operator['changes']): Operator => ({ name, truth: 'changes', changes: of });
const metadata = (what: string, path: readonly Step[], to: Json): Edit => [what, ['metadata', ...path], to];

const object = (kind: string, namespace: string, name: string, spec: MeshObject['spec']): MeshObject => ({
	apiVersion: 'security.istio.io/v1',
	kind,
	metadata: { name, namespace, labels: {}, annotations: {} },
	spec,
});

const beside = (subject: Subject, what: string, added: readonly MeshObject[]): Change => ({
	kind: 'mesh',
	what,
	objects: [...subject.objects, ...added],
});

const owned = ({ model }: Subject): readonly string[] =>
	model.namespaces.flatMap(({ name, kind }) => (kind === 'owned' && name !== model.mesh.rootNamespace ? [name] : []));

const isNetwork = ({ kind }: MeshObject): boolean => kind === 'NetworkPolicy' || kind === 'Sidecar';

const withLabel = (name: string): MeshObject['spec'] => ({ selector: { matchLabels: { [name]: '1' } } });
const evil = 'https://evil.example';
const admitsEvil: Json = [{ from: [{ source: { requestPrincipals: [`${evil}/*`] } }] }];
const takesEvil: Json = [{ issuer: evil, jwksUri: `${evil}/keys` }];
const stranger = (name: string) => [{ group: 'gateway.networking.k8s.io', kind: 'Gateway', name }];

export const clusterOperators: readonly Operator[] = [
	changes(
		'cluster: metadata that decides over the object',
		edited(() => [
			metadata('an owner', ['ownerReferences'], [{ apiVersion: 'v1', kind: 'ConfigMap', name: 'x', uid: '0' }]),
			metadata('an end', ['deletionTimestamp'], '2026-01-01T00:00:00Z'),
			metadata('a version', ['resourceVersion'], '1'),
			metadata('Argo CD', ['annotations', 'argocd.argoproj.io/hook'], 'Skip'),
			metadata('Helm', ['annotations', 'helm.sh/hook'], 'test'),
			metadata('kpt', ['annotations', 'config.kubernetes.io/local-config'], 'true'),
			metadata('Flux', ['labels', 'kustomize.toolkit.fluxcd.io/reconcile'], 'disabled'),
		]),
	),
	changes(
		'cluster: metadata that is refused',
		edited(() => [
			metadata('a number', ['labels', 'team'], 5),
			metadata('no label', ['labels', 'team'], 'not a label!'),
			metadata('no key', ['annotations', 'not a key!'], 'x'),
			metadata('no map', ['annotations'], ['x']),
			metadata('a list', ['annotations', 'note'], ['x']),
			metadata('a field', ['comment'], 'x'),
			metadata('no name', ['name'], 'A_b!'),
		]),
	),
	changes(
		'cluster: a NetworkPolicy or Sidecar that is refused',
		edited((one): readonly Edit[] => {
			if (!isNetwork(one)) return [];
			const version: Edit = ['a version', ['apiVersion'], `${one.apiVersion.split('/')[0]}/v9`];
			if (one.kind === 'Sidecar') {
				const hosts = ['spec', 'egress', 0, 'hosts'];
				return [version, ['a host', hosts, [...listAt(one, hosts), 'a b']]];
			}
			const ingress = ['spec', 'ingress'];
			const more = (rule: Json): Json => [...listAt(one, ingress), rule];
			return [
				version,
				['a port', ingress, more({ ports: [{ port: 99_999_999 }] })],
				['a protocol', ingress, more({ ports: [{ protocol: 'XYZ' }] })],
				['a range', ingress, more({ from: [{ ipBlock: { cidr: 'nonsense' } }] })],
				['a direction', ['spec', 'policyTypes'], [...listAt(one, ['spec', 'policyTypes']), 'Nonsense']],
			];
		}),
	),
	changes('cluster: two of one name', (subject) =>
		subject.objects.filter(isNetwork).map((one) => beside(subject, nameOf(one), [{ ...one }])),
	),
	changes(
		'cluster: a timeout that is refused',
		edited((one) =>
			listAt(one, ['spec', 'jwtRules']).map((_, index) => ['0s', ['spec', 'jwtRules', index, 'timeout'], '0s']),
		),
	),
	changes('strangers: an object in the root namespace', (subject) => {
		const { rootNamespace } = subject.model.mesh;
		return [
			object('PeerAuthentication', rootNamespace, 'zz', { mtls: { mode: 'DISABLE' } }),
			object('PeerAuthentication', rootNamespace, 'zz', { mtls: { mode: 'STRICT' } }),
			object('AuthorizationPolicy', rootNamespace, 'zz', { action: 'DENY', ...withLabel('theirs'), rules: [{}] }),
		].map((added) => beside(subject, nameOf(added), [added]));
	}),
	changes('strangers: a Gateway that the catalog does not name', (subject) =>
		owned(subject).flatMap((namespace) =>
			[
				object('AuthorizationPolicy', namespace, 'zz', { targetRefs: stranger('zz'), rules: [{}] }),
				object('RequestAuthentication', namespace, 'zz', { targetRefs: stranger('zz'), jwtRules: takesEvil }),
				object('AuthorizationPolicy', namespace, 'zz', { rules: [{ from: [{ source: { notPrincipals: ['*'] } }] }] }),
			].map((added) => beside(subject, `${nameOf(added)} ${JSON.stringify(added.spec)}`, [added])),
		),
	),
	changes('strangers: a certificate of another CA at a gateway', (subject) =>
		subject.model.gateways
			.filter(({ workload }) => workload.state.kind !== 'disabled')
			.flatMap(({ workload: { namespace, selector } }) =>
				[{ principals: ['evil.example/ns/a/sa/b'] }, { namespaces: ['a/b'] }].map((source) => {
					const spec = { selector: { matchLabels: { ...selector } }, rules: [{ from: [{ source }] }] };
					return beside(subject, JSON.stringify(source), [object('AuthorizationPolicy', namespace.name, 'zz', spec)]);
				}),
			),
	),
	changes('strangers: tokens by one label, access by another', (subject) =>
		owned(subject).map((namespace) =>
			beside(subject, namespace, [
				object('RequestAuthentication', namespace, 'zz', { ...withLabel('x'), jwtRules: takesEvil }),
				object('AuthorizationPolicy', namespace, 'zz', { ...withLabel('y'), rules: admitsEvil }),
			]),
		),
	),
	changes(
		'handling: a header written twice',
		edited((one) =>
			listAt(one, ['spec', 'jwtRules']).flatMap((rule, index): readonly Edit[] => {
				const copies = listAt(rule, ['outputClaimToHeaders']);
				const at = ['spec', 'jwtRules', index, 'outputClaimToHeaders'];
				return copies.length === 0 ? [] : [[`rule ${index}`, at, [...copies, ...copies]]];
			}),
		),
	),
	{
		name: 'same: remarks in metadata',
		truth: 'same',
		changes: edited((one) => [
			...(isFields(valueAt(one, ['metadata', 'labels'])) ? [metadata('a label', ['labels', 'a.b/team'], 'x')] : []),
			metadata('an annotation', ['annotations', 'A.B/note'], 'any text\nat all'),
			metadata('an order', ['annotations', 'argocd.argoproj.io/sync-wave'], '2'),
			metadata('a name for people', ['labels', 'app.kubernetes.io/instance'], 'x'),
			metadata('no time', ['creationTimestamp'], null),
		]),
	},
];
