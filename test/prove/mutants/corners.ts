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

const operation = (fields: Json): Json => ({ to: [{ operation: fields }] });

export const cornerOperators: readonly Operator[] = [
	{
		name: 'corner: a path with dots that the normalizer leaves',
		truth: 'changes',
		changes: opened(['/a/..;x/b', '/.;', '/x/..;*', '*/.;y'].map((path) => operation({ paths: [path] }))),
	},
];
