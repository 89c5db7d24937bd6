// Names, labels and annotations at the edges of their forms, and the keys that are orders.
import { expect, test } from 'vitest';
import { objectDoubts } from '../../../src/semantics/kubernetes/index.ts';
import { isOrder } from '../../../src/semantics/kubernetes/machines.ts';
import {
	isAnnotationKey,
	isLabelKey,
	isLabelName,
	isLabelValue,
	isPortName,
	isSubdomain,
} from '../../../src/semantics/kubernetes/names.ts';

const long = (letters: number) => 'x'.repeat(letters);
const domain = (letters: number) => `${`${long(61)}.`.repeat(4)}${long(letters - 248)}`;

test.each<readonly [form: (text: string) => boolean, right: readonly string[], wrong: readonly string[]]>([
	[isLabelName, ['a', '9', 'a-b', long(63)], ['', '-a', 'a-', 'a.b', 'A', 'a_b', long(64), 'a\n']],
	[isSubdomain, ['a', 'a.b', 'a-b.c', domain(253)], ['', '.a', 'a.', 'a..b', 'A', 'a/b', domain(254)]],
	[
		isLabelKey,
		['a', 'A.b_c-d', 'a.b/c', `a/${long(63)}`, `${domain(253)}/a`],
		['', '/a', 'a/', 'a/b/c', 'A/b', '_a', 'a-', 'a b', long(64), `${domain(254)}/a`],
	],
	[isAnnotationKey, ['a', 'A.B/c'], ['', 'a b', 'a/b/c', '/a']],
	[isLabelValue, ['', 'a', '9.B_c-d', long(63)], ['-', 'a-', 'a/b', 'a b', long(64), 'a\n']],
	[isPortName, ['http', '9a', 'a-b', long(15)], ['', '9', 'a--b', '-a', 'a-', 'A', 'a_b', long(16)]],
])('%o', (form, right, wrong) => {
	expect(right.filter((text) => !form(text))).toEqual([]);
	expect(wrong.filter(form)).toEqual([]);
});

test('keys that tell a program what to do', () => {
	const orders = [
		'argocd.argoproj.io/hook',
		'argocd.argoproj.io/sync-options',
		'ArgoCD.argoproj.io/hook',
		'helm.sh/hook',
		'meta.helm.sh/release-name',
		'config.kubernetes.io/local-config',
		'kubectl.kubernetes.io/last-applied-configuration',
		'kustomize.toolkit.fluxcd.io/prune',
		'kapp.k14s.io/noop',
		'applyset.kubernetes.io/part-of',
		'janitor/ttl',
		'networking.istio.io/exportTo',
	];
	const remarks = ['team', 'helm.sh', 'app.kubernetes.io/name', 'helm.sh/chart', 'meshgrant.dev/owner', 'a.b/helm.sh'];
	expect(orders.filter((key) => !isOrder(key))).toEqual([]);
	expect(remarks.filter(isOrder)).toEqual([]);
});

test('an object of the right form, and what is none', () => {
	const metadata = { name: 'a', namespace: 'b', labels: { c: 'd' }, annotations: { e: 'f' }, creationTimestamp: null };
	const whole = { apiVersion: 'v1', kind: 'K', metadata, spec: {} };
	expect([...objectDoubts(whole)]).toEqual([]);
	expect([...objectDoubts({ ...whole, data: {} })]).toEqual(['its field `data` is not judged']);
	expect([...objectDoubts({ ...whole, metadata: { ...metadata, constructor: 1 } })]).toEqual([
		'`metadata.constructor` may decide in the cluster what becomes of it',
	]);
	for (const other of [undefined, null, 'x', [], {}]) {
		expect([...objectDoubts(other)]).toEqual([
			'its `spec` is nothing, not a map',
			'its `metadata` is nothing, not a map',
			'the API server refuses `metadata.name`: nothing',
		]);
	}
});
