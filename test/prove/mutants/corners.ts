// Rules for requests that only a protocol's corners let anybody send: each opens a workload to somebody.
import type { Json } from '../../../src/manifests/object.ts';
import { listAt, withAt } from './edit.ts';
import type { Change, Operator } from './operator.ts';
import { nameOf } from './policies.ts';
import type { MeshObject, Subject } from './subject.ts';

/** The ALLOW policies that are some service's own. */
const allowing = ({ objects, model }: Subject): readonly MeshObject[] =>
	objects.filter(
		({ kind, spec, metadata: { name, namespace } }) =>
			kind === 'AuthorizationPolicy' &&
			(spec.action ?? 'ALLOW') === 'ALLOW' &&
			model.workloads.some(
				(workload) =>
					workload.kind === 'service' &&
					workload.name === name &&
					workload.namespace.name === namespace &&
					workload.ports.some(({ protocol }) => protocol !== 'tcp'),
			),
	);

const withRule = (object: MeshObject, rule: Json): MeshObject =>
	withAt(object, ['spec', 'rules'], [...listAt(object, ['spec', 'rules']), rule]) as MeshObject;

/** A rule more, in one policy after the other. */
const opened =
	(rules: readonly Json[]) =>
	(subject: Subject): readonly Change[] =>
		allowing(subject).flatMap((object) =>
			rules.map((rule): Change => {
				const objects = subject.objects.map((one) => (one === object ? withRule(object, rule) : one));
				return { kind: 'mesh', what: `${nameOf(object)}: ${JSON.stringify(rule)}`, objects };
			}),
		);

/** The rules of each gateway's ALLOW policy, otherwise. */
const gatewaysWith = (
	{ objects, model }: Subject,
	what: string,
	change: (rules: readonly Json[]) => readonly Json[],
): readonly Change[] =>
	objects.flatMap((object): readonly Change[] => {
		const rules = listAt(object, ['spec', 'rules']);
		const isOwn = model.gateways.some(
			({ workload }) => workload.name === object.metadata.name && workload.namespace.name === object.metadata.namespace,
		);
		if (!isOwn || object.kind !== 'AuthorizationPolicy' || rules.length === 0) return [];
		const changed = withAt(object, ['spec', 'rules'], [...change(rules)]) as MeshObject;
		return [
			{
				kind: 'mesh',
				what: `${nameOf(object)}: ${what}`,
				objects: objects.map((one) => (one === object ? changed : one)),
			},
		];
	});

const openedGateways = (subject: Subject, rules: readonly Json[]): readonly Change[] =>
	rules.flatMap((rule) => gatewaysWith(subject, JSON.stringify(rule), (own) => [...own, rule]));

const withoutPorts = (rule: Json): Json =>
	JSON.parse(JSON.stringify(rule, (key, value) => (key === 'ports' ? undefined : value)));

const operation = (fields: Json): Json => ({ to: [{ operation: fields }] });

export const cornerOperators: readonly Operator[] = [
	{
		name: 'corner: a path with dots that the normalizer leaves',
		truth: 'changes',
		changes: opened(['/a/..;x/b', '/.;', '/x/..;*', '*/.;y'].map((path) => operation({ paths: [path] }))),
	},
	{
		name: 'corner: a method that HTTP/2 takes, and HTTP/1.1 does not',
		truth: 'changes',
		changes: opened([['get', 'post'], ['g*'], ['~']].map((methods) => operation({ methods }))),
	},
	{
		name: 'corner: a tab in a header',
		truth: 'changes',
		changes: opened(
			['a\tb', 'a\t*', '*\tb'].map((value) => ({ when: [{ key: 'request.headers[x-any]', values: [value] }] })),
		),
	},
	{
		name: 'corner: a gateway that listens at another port',
		truth: 'changes',
		changes: (subject) => [
			...openedGateways(subject, [operation({ ports: ['9090'] }), operation({ ports: ['9090'], paths: ['/x'] })]),
			...gatewaysWith(subject, 'no ports', (rules) => rules.map(withoutPorts)),
		],
	},
	{
		name: 'corner: a gateway whose listener asks for certificates',
		truth: 'changes',
		changes: (subject) =>
			openedGateways(subject, [
				{ from: [{ source: { principals: [`${subject.model.mesh.trustDomain}/ns/elsewhere/sa/stranger`] } }] },
			]),
	},
];
