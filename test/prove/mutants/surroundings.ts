// Changes of what stands around the policies: whose control plane reads them, which of several counts, what is stopped before
// a sidecar is asked.
import { listAt, textAt, textsAt, valueAt, withAt } from './edit.ts';
import type { Change, Operator } from './operator.ts';
import { nameOf } from './policies.ts';
import type { MeshObject, Subject } from './subject.ts';

type Changed = readonly (readonly [what: string, changed: MeshObject | undefined])[];

/** Each object of these kinds, otherwise or gone. */
const each =
	(kinds: readonly string[], of: (object: MeshObject, subject: Subject) => Changed) =>
	(subject: Subject): readonly Change[] =>
		subject.objects.flatMap((object, index) => {
			if (!kinds.includes(object.kind)) return [];
			return of(object, subject).map(([what, changed]): Change => {
				const objects = subject.objects.flatMap((one, place) =>
					place !== index ? [one] : changed === undefined ? [] : [changed],
				);
				return { kind: 'mesh', what: `${nameOf(object)}: ${what}`, objects };
			});
		});

const security = ['AuthorizationPolicy', 'PeerAuthentication', 'RequestAuthentication'];

const withMetadata = (object: MeshObject, metadata: Readonly<Record<string, unknown>>): MeshObject => ({
	...object,
	metadata: { ...object.metadata, ...metadata },
});

const withRevision = (object: MeshObject, revision: string): MeshObject =>
	withMetadata(object, { labels: { ...object.metadata.labels, 'istio.io/rev': revision } });

const isOwned = ({ model }: Subject, namespace: string): boolean =>
	model.namespaces.some(({ name, kind }) => name === namespace && kind === 'owned');

const workloadOf = ({ model }: Subject, { metadata }: MeshObject) =>
	model.workloads.find(({ name, namespace }) => name === metadata.name && namespace.name === metadata.namespace);

/** A place of the mesh that a Sidecar shows whole makes its hosts superfluous. */
const isShownOnce = (hosts: readonly string[], host: string): boolean =>
	host.endsWith('.svc.cluster.local') && !hosts.includes(`${host.split('/')[0]}/*`);

export const surroundingOperators: readonly Operator[] = [
	{
		name: 'object: of another revision',
		truth: 'depends',
		changes: each(security, (object) => [['canary', withRevision(object, 'canary')]]),
	},
	{
		name: 'object: of a revision that nobody knows',
		truth: 'depends',
		changes: each(security, (object) => [['default', withRevision(object, 'default')]]),
	},
	{
		name: 'object: with a time',
		truth: 'depends',
		changes: each(security, (object) => [
			['2030', withMetadata(object, { creationTimestamp: '2030-01-01T00:00:00Z' })],
		]),
	},
	{
		name: 'mutual TLS: another object of one scope',
		truth: 'changes',
		changes: (subject) =>
			subject.objects
				.filter(({ kind, spec }) => kind === 'PeerAuthentication' && textAt(spec, ['mtls', 'mode']) === 'STRICT')
				// They do not speak to gateways.
				.filter((object) => workloadOf(subject, object)?.kind !== 'gateway')
				.flatMap((object) =>
					['aa', 'zz'].map((name): Change => {
						const other = withMetadata(withAt(object, ['spec', 'mtls', 'mode'], 'PERMISSIVE') as MeshObject, { name });
						return {
							kind: 'mesh',
							what: `${nameOf(object)}: ${name} beside it`,
							objects: [...subject.objects, other],
						};
					}),
				),
	},
	{
		name: 'network: a way stopped',
		truth: 'changes',
		changes: each(['NetworkPolicy'], (object, subject) => {
			const workload = workloadOf(subject, object);
			if (workload === undefined || !isOwned(subject, object.metadata.namespace)) return [];
			if (workload.state.kind === 'disabled') return [];
			const isCalled = subject.model.grants.some(({ receiver }) => receiver === workload);
			const path = ['spec', 'ingress', 0, 'ports', 0, 'port'];
			return [
				['dropped', undefined],
				['other pods', withAt(object, ['spec', 'podSelector', 'matchLabels'], { app: 'nobody' }) as MeshObject],
				['no egress', withAt(object, ['spec', 'egress'], undefined) as MeshObject],
				...(isCalled ? ([['no ingress', withAt(object, ['spec', 'ingress'], undefined) as MeshObject]] as const) : []),
				...(isCalled && listAt(object, ['spec', 'ingress']).length === 1 && valueAt(object, path) !== undefined
					? ([['another port', withAt(object, path, 9) as MeshObject]] as const)
					: []),
			];
		}),
	},
	{
		name: 'network: a receiver hidden',
		truth: 'changes',
		changes: each(['Sidecar'], (object) => {
			const path = ['spec', 'egress', 0, 'hosts'];
			const hosts = textsAt(object, path);
			return hosts
				.filter((host) => isShownOnce(hosts, host))
				.map((host) => [
					`without ${host}`,
					withAt(
						object,
						path,
						hosts.filter((other) => other !== host),
					) as MeshObject,
				]);
		}),
	},
	{
		name: 'network: more is let through',
		truth: 'same',
		changes: each(['NetworkPolicy', 'Sidecar'], (object) =>
			object.kind === 'Sidecar'
				? [['all hosts', withAt(object, ['spec', 'egress'], [{ hosts: ['*/*'] }]) as MeshObject]]
				: [
						[
							'from and to anywhere',
							{ ...object, spec: { ...object.spec, ingress: [{}], egress: [{}] } } as MeshObject,
						],
						...(listAt(object, ['spec', 'ingress']).length > 0
							? ([
									[
										'twice',
										withAt(object, ['spec', 'ingress'], [...listAt(object, ['spec', 'ingress']), {}]) as MeshObject,
									],
								] as const)
							: []),
					],
		),
	},
];
