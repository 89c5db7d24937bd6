// A waypoint follows what is for its Services, and is asked about each of them.
import { expect, test } from 'vitest';
import { foundBy, policyIn, whoCan } from '../../src/survey/index.ts';
import { groundIn } from './grounds.ts';

const waypoint = `apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: { name: wp, namespace: shop }
spec: { gatewayClassName: istio-waypoint, listeners: [{ name: mesh, port: 15008, protocol: HBONE }] }`;
const namespace = `apiVersion: v1
kind: Namespace
metadata: { name: shop, labels: { istio.io/dataplane-mode: ambient, istio.io/use-waypoint: wp } }`;
const workload = (name: string): string => `apiVersion: apps/v1
kind: Deployment
metadata: { name: ${name}, namespace: shop }
spec: { template: { metadata: { labels: { app: ${name} } }, spec: { serviceAccountName: ${name}, containers: [] } } }
---
apiVersion: v1
kind: Service
metadata: { name: ${name}, namespace: shop }
spec: { selector: { app: ${name} }, ports: [{ name: http, port: 80, targetPort: 8080 }] }`;
const forService = (name: string, spec: string, service = 'cart'): string => `apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata: { name: ${name}, namespace: shop }
spec: { targetRefs: [{ kind: Service, group: '', name: ${service} }], ${spec} }`;
const atPods = (spec: string): string => `apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata: { name: pods, namespace: shop }
spec: { selector: { matchLabels: { app: cart } }, ${spec} }`;

const webOnly = 'from: [{ source: { principals: [cluster.local/ns/shop/sa/web] } }]';
const shop = groundIn(
	namespace,
	waypoint,
	workload('cart'),
	workload('web'),
	forService(
		'get',
		`action: ALLOW, rules: [{ ${webOnly}, to: [{ operation: { methods: [GET], paths: [/cart/*] } }] }]`,
	),
	forService('deny', 'action: DENY, rules: [{ to: [{ operation: { paths: [/cart/admin*] } }] }]'),
	forService('web', 'action: ALLOW', 'web'),
	atPods('rules: [{ from: [{ source: { principals: [cluster.local/ns/shop/sa/wp], ipBlocks: [10.1.0.0/16] } }] }]'),
);

const rows = (name: string, path?: string) =>
	whoCan(shop, foundBy(shop, name), {
		request: path === undefined ? undefined : { kind: 'http', method: 'GET', path },
		port: undefined,
	}).gates.map(({ at, entries }) => [
		at,
		entries.map(
			({ caller, service, portName, operations }) =>
				`${caller.kind === 'identity' ? caller.identity.replace(/^.*sa\//, '') : caller.kind} ${service ?? '-'} ${portName} ${operations.map(({ text }) => text).join()}`,
		),
	]);

test('asked about itself it is asked about each Service', () => {
	expect(rows('shop/wp')).toEqual([['shop/wp', ['web cart http GET /cart/*']]]);
});

test('before a Service it is asked about that one, and a request is only bytes to the ztunnel behind it', () => {
	expect(rows('shop/cart', '/cart/1')).toEqual([
		['shop/wp', ['web cart http GET /cart/*']],
		['shop/cart', ['wp - http TCP', 'wp - undefined TCP']],
	]);
	expect(rows('shop/cart', '/cart/admin')[0]).toEqual(['shop/wp', []]);
	const { notes } = whoCan(shop, foundBy(shop, 'shop/cart'), { request: undefined, port: undefined });
	expect(notes.join()).toContain('the source address is that proxy’s own');
});

test('a waypoint that no Service uses is not known to be closed', () => {
	const ground = groundIn(waypoint);
	expect(whoCan(ground, foundBy(ground, 'shop/wp'), { request: undefined, port: undefined }).doubts).toHaveLength(1);
});

test('policies for Services are followed by their waypoint, and do there what they say', () => {
	expect(policyIn(shop, 'shop/get', undefined)).toMatchObject({
		objects: [
			{
				follows: ['shop/wp'],
				rules: [{ passes: [{ at: 'shop/wp', entries: [{ operations: [{ text: 'GET /cart/*' }] }] }] }],
			},
		],
		doubts: [],
	});
	expect(policyIn(shop, 'shop/deny', undefined).objects).toMatchObject([
		{ follows: ['shop/wp'], rules: [{ cases: [{ operations: ['ANY /cart/admin*'] }] }] },
	]);
});

test('a policy that nothing known follows still says what it says', () => {
	const ground = groundIn(forService('get', `action: ALLOW, rules: [{ ${webOnly} }]`));
	expect(policyIn(ground, 'shop/get', undefined).objects).toMatchObject([
		{ follows: [], rules: [{ cases: [{ callers: [{ kind: 'identity' }] }], passes: [] }] },
	]);
});
