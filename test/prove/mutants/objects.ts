// Changes of whole objects: dropped, moved, attached elsewhere, opened; policies added where nobody asked for them.
import type { Json } from '../../../src/manifests/object.ts';
import { isFields, listAt, valueAt, withAt } from './edit.ts';
import type { Change, Operator } from './operator.ts';
import { edits, nameOf } from './policies.ts';
import type { MeshObject, Subject } from './subject.ts';

const security = new Set(['AuthorizationPolicy', 'PeerAuthentication', 'RequestAuthentication']);

const each =
	(
		of: (object: MeshObject, subject: Subject) => readonly (readonly [what: string, changed: MeshObject | undefined])[],
	) =>
	(subject: Subject): readonly Change[] =>
		subject.objects.flatMap((object, index) => {
			if (!security.has(object.kind)) return [];
			return of(object, subject).map(([what, changed]): Change => {
				const objects = subject.objects.flatMap((one, place) =>
					place !== index ? [one] : changed === undefined ? [] : [changed],
				);
				return { kind: 'mesh', what: `${nameOf(object)}: ${what}`, objects };
			});
		});

const changed = (object: MeshObject, path: readonly string[], to: Json | undefined): MeshObject =>
	withAt(object, path, to) as MeshObject;

const added =
	(of: (subject: Subject) => readonly MeshObject[]) =>
	(subject: Subject): readonly Change[] =>
		of(subject).map((object) => ({
			kind: 'mesh',
			what: `${nameOf(object)} added: ${JSON.stringify(object.spec)}`,
			objects: [...subject.objects, object],
		}));

const object = (kind: string, namespace: string, spec: MeshObject['spec']): MeshObject => ({
	apiVersion: 'security.istio.io/v1',
	kind,
	metadata: { name: 'added', namespace, labels: {}, annotations: {} },
	spec,
});

const selectorOf = (labels: Readonly<Record<string, string>>) => ({ selector: { matchLabels: { ...labels } } });

/** Where something may be added: each namespace of the catalog, and the root. */
const namespacesOf = ({ model }: Subject): readonly string[] => [
	...new Set([...model.namespaces.map(({ name }) => name), model.mesh.rootNamespace]),
];

/** An object in each namespace: for all of it, for each workload there, and for labels that nobody has. */
const everywhere = (kind: string, specs: (subject: Subject) => readonly MeshObject['spec'][]) =>
	added((subject) =>
		namespacesOf(subject).flatMap((namespace) => {
			const own = subject.model.workloads.filter((workload) => workload.namespace.name === namespace);
			const attachments = [
				{},
				...own.map(({ selector }) => selectorOf(selector)),
				...own.slice(0, 1).map(({ selector }) => selectorOf({ ...selector, version: 'v2' })),
				selectorOf({ version: 'v2' }),
			];
			return attachments.flatMap((where) =>
				specs(subject).map((spec) => object(kind, namespace, { ...where, ...spec })),
			);
		}),
	);

const strangerRule = ({ model }: Subject) => ({
	from: [{ source: { principals: [`${model.mesh.trustDomain}/ns/elsewhere/sa/stranger`] } }],
});

export const objectOperators: readonly Operator[] = [
	{ name: 'object: dropped', truth: 'depends', changes: each(() => [['dropped', undefined]]) },
	{
		name: 'object: moved to another namespace',
		truth: 'depends',
		changes: each((one, { model }) =>
			[...model.namespaces.map(({ name }) => name), 'elsewhere']
				.filter((name) => name !== one.metadata.namespace)
				.slice(-3)
				.map((name) => [`to ${name}`, changed(one, ['metadata', 'namespace'], name)]),
		),
	},
	{
		name: 'object: selector changed',
		truth: 'depends',
		changes: each((one, { model }) => {
			const labels = valueAt(one, ['spec', 'selector', 'matchLabels']);
			if (!isFields(labels)) return [];
			const other = model.workloads.find(({ selector }) => JSON.stringify(selector) !== JSON.stringify(labels));
			const set = (to: Json) => changed(one, ['spec', 'selector', 'matchLabels'], to);
			return [
				['no pods', set({ app: 'nobody' })],
				['more labels', set({ ...labels, version: 'v2' })],
				['no labels', set({})],
				['no selector', changed(one, ['spec', 'selector'], undefined)],
				['a target', { ...one, spec: { ...withoutSelector(one), targetRefs: [target('Gateway', 'edge')] } }],
				...(other === undefined ? [] : [['another workload', set({ ...other.selector })] as const]),
			];
		}),
	},
	{
		name: 'object: target changed',
		truth: 'depends',
		changes: each((one) => {
			if (listAt(one, ['spec', 'targetRefs']).length === 0) return [];
			const { targetRefs: _, ...rest } = one.spec;
			return [
				['another Gateway', changed(one, ['spec', 'targetRefs'], [target('Gateway', 'other')])],
				['a Service', changed(one, ['spec', 'targetRefs'], [{ group: '', kind: 'Service', name: 'other' }])],
				['no target', { ...one, spec: rest }],
			];
		}),
	},
	{
		name: 'object: of a version that is not read',
		truth: 'depends',
		changes: each((one) => [['v9', changed(one, ['apiVersion'], 'security.istio.io/v9')]]),
	},
	{
		name: 'policy added: ALLOW',
		truth: 'depends',
		changes: everywhere('AuthorizationPolicy', (subject) => [
			{ action: 'ALLOW', rules: [{}] },
			{ action: 'ALLOW', rules: [strangerRule(subject)] },
			{ action: 'ALLOW', rules: [{ to: [{ operation: { methods: ['GET'], paths: ['/x'] } }] }] },
		]),
	},
	{
		name: 'policy added: DENY',
		truth: 'depends',
		changes: everywhere('AuthorizationPolicy', () => [
			{ action: 'DENY', rules: [{}] },
			{ action: 'DENY', rules: [{ from: [{ source: { notRequestPrincipals: ['*'] } }] }] },
			{ action: 'DENY', rules: [{ to: [{ operation: { ports: ['8080'] } }] }] },
		]),
	},
	{
		name: 'policy added: CUSTOM',
		truth: 'depends',
		changes: everywhere('AuthorizationPolicy', () => [
			{ action: 'CUSTOM', provider: { name: 'unknown' }, rules: [{}] },
			{
				action: 'CUSTOM',
				provider: { name: 'keys' },
				rules: [{ from: [{ source: { notRequestPrincipals: ['*'] } }] }],
			},
		]),
	},
	{
		name: 'mutual TLS: mode changed',
		truth: 'depends',
		changes: edits('PeerAuthentication', function* (one) {
			for (const mode of ['PERMISSIVE', 'DISABLE', 'UNSET']) {
				yield { at: ['spec', 'mtls', 'mode'], to: mode, what: mode };
			}
			for (const port of Object.keys(valueAt(one, ['spec', 'portLevelMtls']) ?? {})) {
				for (const mode of ['STRICT', 'DISABLE', 'UNSET'])
					yield { at: ['spec', 'portLevelMtls', port, 'mode'], to: mode, what: `${port} ${mode}` };
			}
		}),
	},
	{
		name: 'mutual TLS: port opened',
		truth: 'depends',
		changes: edits('PeerAuthentication', function* (one) {
			const old = valueAt(one, ['spec', 'portLevelMtls']);
			for (const port of ['8080', '9999']) {
				for (const mode of ['PERMISSIVE', 'DISABLE']) {
					yield {
						at: ['spec', 'portLevelMtls'],
						to: { ...(isFields(old) ? old : {}), [port]: { mode } },
						what: `${port} ${mode}`,
					};
				}
			}
		}),
	},
	{
		name: 'mutual TLS: object added',
		truth: 'depends',
		changes: everywhere('PeerAuthentication', () => [
			{ mtls: { mode: 'PERMISSIVE' } },
			{ mtls: { mode: 'DISABLE' } },
			{ mtls: { mode: 'STRICT' }, portLevelMtls: { '8080': { mode: 'PERMISSIVE' } } },
		]),
	},
];

const target = (kind: string, name: string) => ({ group: 'gateway.networking.k8s.io', kind, name });

function withoutSelector({ spec }: MeshObject): MeshObject['spec'] {
	const { selector: _, ...rest } = spec;
	return rest;
}
