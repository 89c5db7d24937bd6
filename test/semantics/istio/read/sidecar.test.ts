// Which Sidecars istiod takes, of the fields that say what a workload knows.
import { expect, test } from 'vitest';
import { sidecarDoubt } from '../../../../src/semantics/istio/index.ts';

const hosts = (...list: readonly unknown[]) => ({ egress: [{ hosts: list }] });

test.each<readonly [what: string, spec: unknown]>([
	['hosts', hosts('*/*', './*', '~/*', 'a/*', 'a/b.a.svc.cluster.local', '*/*.example')],
	['a selector', { workloadSelector: { labels: { app: 'a' } }, ...hosts('*/*') }],
	['a mode', { outboundTrafficPolicy: { mode: 'ALLOW_ANY' } }],
	['ingress, which is judged elsewhere', { ingress: 'x' }],
])('taken: %s', (_, spec) => {
	expect(sidecarDoubt(spec)).toBe(undefined);
});

test.each(['', '*', 'a', 'a.example', 'A/*', 'a/', '/a.b', 'a/b', 'a/b/c', 'a/*b.c', 'a/b..c', 'a_b/*', 5])(
	'no host: %s',
	(host) => {
		expect(sidecarDoubt(hosts(host))).toMatch(/^`spec\.egress\[0\]\.hosts\[0\]` is `.*`, not a host/);
	},
);

test.each<readonly [spec: unknown, why: string]>([
	[{}, '`spec`: it says nothing'],
	[{ egress: [{}] }, '`spec.egress[0]`: it has `hosts`'],
	[{ egress: [{ hosts: ['*/*'], port: {} }] }, '`spec.egress[0].port` is not judged'],
	[{ egress: [...hosts('*/*').egress, ...hosts('*/*').egress] }, '`spec.egress` has several listeners for all ports'],
	[
		{ outboundTrafficPolicy: { mode: 'ANY' } },
		'`spec.outboundTrafficPolicy.mode` is `ANY`, not REGISTRY_ONLY or ALLOW_ANY',
	],
	[{ workloadSelector: { matchLabels: {} } }, '`spec.workloadSelector.matchLabels` is not judged'],
	[{ workloadSelector: { labels: { a: '*' } } }, '`spec.workloadSelector.labels` has `a: *`, no label'],
])('%j: %s', (spec, why) => {
	expect(sidecarDoubt(spec)).toBe(why);
});
