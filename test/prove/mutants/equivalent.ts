// Changes that mean nothing: order, repetition, another way to say the same. None may be flagged.
import type { Json } from '../../../src/manifests/object.ts';
import { listAt, valueAt, withAt } from './edit.ts';
import type { Change, Operator } from './operator.ts';
import { edits, lists } from './policies.ts';
import type { MeshObject } from './subject.ts';

const policy = (of: Parameters<typeof edits>[1]) => edits('AuthorizationPolicy', of);
const same = (name: string, changes: Operator['changes']): Operator => ({
	name: `same: ${name}`,
	truth: 'same',
	changes,
});

const rules = (to: (rules: readonly Json[]) => readonly Json[], least = 1) =>
	policy(function* (object) {
		const all = listAt(object, ['spec', 'rules']);
		if (all.length >= least) yield { at: ['spec', 'rules'], to: to(all), what: 'rules' };
	});

/** Rules for certificates of a trust domain that no sidecar takes. A gateway's listener may take them. */
const foreign = ['DENY', 'ALLOW'].map((action) => ({
	action,
	rules: [{ from: [{ source: { principals: ['other.example/ns/x/sa/y'] } }] }],
}));

export const equivalentOperators: readonly Operator[] = [
	same(
		'rules in another order',
		rules((all) => [...all].reverse(), 2),
	),
	same(
		'rules twice',
		rules((all) => [...all, ...all]),
	),
	same(
		'values in another order, and twice',
		policy(function* (object) {
			for (const { at } of lists(object)) {
				const list = listAt(object, at);
				yield { at, to: [...list, ...list].reverse(), what: at.slice(1).join('.') };
			}
		}),
	),
	same(
		'operations in another order',
		policy(function* (object) {
			for (const [r] of listAt(object, ['spec', 'rules']).entries()) {
				const at = ['spec', 'rules', r, 'to'];
				if (listAt(object, at).length > 1) yield { at, to: [...listAt(object, at)].reverse(), what: `rule ${r}` };
			}
		}),
	),
	same(
		'an operation twice',
		policy(function* (object) {
			for (const [r] of listAt(object, ['spec', 'rules']).entries()) {
				const at = ['spec', 'rules', r, 'to'];
				if (listAt(object, at).length > 0)
					yield { at, to: [...listAt(object, at), ...listAt(object, at)], what: `rule ${r}` };
			}
		}),
	),
	same(
		'one operation as two',
		policy(function* (object) {
			for (const [r] of listAt(object, ['spec', 'rules']).entries()) {
				for (const [t, entry] of listAt(object, ['spec', 'rules', r, 'to']).entries()) {
					for (const name of ['methods', 'paths', 'hosts', 'ports']) {
						const list = listAt(entry, ['operation', name]);
						if (list.length < 2) continue;
						const parts = [list.slice(0, 1), list.slice(1)].map((part) => withAt(entry, ['operation', name], part));
						const at = ['spec', 'rules', r, 'to'];
						const to = listAt(object, at).flatMap((old, index) => (index === t ? parts : [old]));
						yield { at, to, what: `rule ${r}, ${name} of operation ${t}` };
					}
				}
			}
		}),
	),
	same(
		'one rule as two',
		policy(function* (object) {
			const all = listAt(object, ['spec', 'rules']);
			for (const [r, rule] of all.entries()) {
				const to = listAt(rule, ['to']);
				if (to.length < 2) continue;
				const parts = [to.slice(0, 1), to.slice(1)].map((part) => withAt(rule, ['to'], part));
				yield {
					at: ['spec', 'rules'],
					to: all.flatMap((old, index) => (index === r ? parts : [old])),
					what: `rule ${r}`,
				};
			}
		}),
	),
	same(
		'conditions in another order, and twice',
		policy(function* (object) {
			for (const [r] of listAt(object, ['spec', 'rules']).entries()) {
				const at = ['spec', 'rules', r, 'when'];
				const list = listAt(object, at);
				if (list.length > 0) yield { at, to: [...list, ...list].reverse(), what: `rule ${r}` };
			}
		}),
	),
	same('one policy as two', (subject): readonly Change[] =>
		subject.objects.flatMap((object, index) => {
			const all = listAt(object, ['spec', 'rules']);
			if (object.kind !== 'AuthorizationPolicy' || all.length < 2) return [];
			const part = (rules: readonly Json[], name: string): MeshObject => ({
				...object,
				metadata: { ...object.metadata, name },
				spec: { ...object.spec, rules },
			});
			const parts = [part(all.slice(0, 1), object.metadata.name), part(all.slice(1), `${object.metadata.name}-rest`)];
			const objects = subject.objects.flatMap((one, place) => (place === index ? parts : [one]));
			return [{ kind: 'mesh', what: object.metadata.name, objects }];
		}),
	),
	same('a policy that matches nothing', (subject): readonly Change[] =>
		subject.model.workloads.flatMap(({ kind, namespace, selector, name }) =>
			[
				...(kind === 'gateway' ? [] : foreign),
				{ action: 'ALLOW' },
				{
					action: 'ALLOW',
					// No method has a letter like this one (RFC 9110, section 9.1).
					rules: [{ to: [{ operation: { methods: ['G ET'] } }] }],
				},
				{ action: 'AUDIT', rules: [{}] },
			].map(
				(spec): Change => ({
					kind: 'mesh',
					what: `${JSON.stringify(spec)} at ${name}`,
					objects: [
						...subject.objects,
						{
							apiVersion: 'security.istio.io/v1',
							kind: 'AuthorizationPolicy',
							metadata: { name: 'added', namespace: namespace.name, labels: {}, annotations: {} },
							spec: { selector: { matchLabels: { ...selector } }, ...spec },
						},
					],
				}),
			),
		),
	),
	same('labels and annotations', (subject): readonly Change[] =>
		subject.objects.map((object, index) => ({
			kind: 'mesh',
			what: object.metadata.name,
			objects: subject.objects.map((one, place) =>
				place === index ? { ...one, metadata: { ...one.metadata, labels: { a: 'b' }, annotations: { c: 'd' } } } : one,
			),
		})),
	),
	same(
		'the default action said or not',
		policy(function* (object) {
			const action = valueAt(object, ['spec', 'action']);
			if (action === 'ALLOW') yield { at: ['spec', 'action'], to: undefined, what: 'not said' };
			if (action === undefined) yield { at: ['spec', 'action'], to: 'ALLOW', what: 'said' };
		}),
	),
	same('v1beta1', (subject): readonly Change[] =>
		subject.objects.flatMap((object, index) =>
			object.apiVersion !== 'security.istio.io/v1'
				? []
				: [
						{
							kind: 'mesh',
							what: object.metadata.name,
							objects: subject.objects.map((one, place) =>
								place === index ? { ...one, apiVersion: 'security.istio.io/v1beta1' } : one,
							),
						},
					],
		),
	),
	same('objects in another order', (subject): readonly Change[] => [
		{ kind: 'mesh', what: 'all', objects: [...subject.objects].reverse() },
	]),
];
