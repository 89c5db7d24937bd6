// Which objects an Envoy follows: the table of places by proxies, and the order in which they count.
import { describe, expect, test } from 'vitest';
import { policiesAt, proxyOf, requestAuthenticationsAt, type Service } from '../../../src/semantics/istio/attach.ts';
import type { Enforcer, MeshSettings } from '../../../src/semantics/istio/world.ts';
import { policy, tokens, worldOf } from './objects.ts';

type Envoy = Exclude<Enforcer, { kind: 'ztunnel' }>;

const workload = { namespace: 'shop', labels: { app: 'cart', version: 'v1' } };
const sidecar: Envoy = { kind: 'sidecar', workload, ports: [] };
const classic: Envoy = { kind: 'gateway', api: 'istio', name: 'edge', workload, ports: [] };
const gateway: Envoy = { ...classic, api: 'kubernetes' };
const waypoint: Envoy = { kind: 'waypoint', name: 'edge', namespace: 'shop', services: [] };
const cart: Service = { kind: 'Service', namespace: 'shop', name: 'cart' };

const gatewayApi = 'gateway.networking.k8s.io';
const target = (kind: string, name: string, group = '') => ({ targetRefs: [{ group, kind, name }] });
const places = {
	nothing: {},
	'an empty selector': { selector: {} },
	'its labels': { selector: { matchLabels: { app: 'cart' } } },
	'other labels': { selector: { matchLabels: { app: 'cart', version: 'v2' } } },
	'the label of a Gateway': { selector: { matchLabels: { 'gateway.networking.k8s.io/gateway-name': 'edge' } } },
	'the Gateway': target('Gateway', 'edge', gatewayApi),
	'another Gateway': target('Gateway', 'other', gatewayApi),
	'the Service': target('Service', 'cart'),
	'the Service of core': target('Service', 'cart', 'core'),
	'another Service': target('Service', 'other'),
	'the ServiceEntry': target('ServiceEntry', 'cart', 'networking.istio.io'),
	'the waypoint class': target('GatewayClass', 'istio-waypoint', gatewayApi),
	'another class': target('GatewayClass', 'istio', gatewayApi),
} as const;
type Place = keyof typeof places;

const everywhere: readonly Place[] = ['nothing', 'an empty selector', 'its labels'];

/** The places from which a policy reaches the proxy. */
function reach(
	envoy: Envoy,
	namespace: string,
	{ service, mesh = {} }: { readonly service?: Service; readonly mesh?: Partial<MeshSettings> } = {},
): readonly string[] {
	return Object.entries(places).flatMap(([place, spec]) => {
		const world = worldOf([policy('a', spec, namespace), tokens('a', spec, namespace)], mesh);
		const proxy = proxyOf(envoy, service);
		const attached = policiesAt(world, proxy).length;
		expect(requestAuthenticationsAt(world, proxy).length, place).toBe(attached);
		return attached === 0 ? [] : [place];
	});
}

describe('policies of its namespace', () => {
	test('sidecars and classic gateways follow selectors, and no targetRefs', () => {
		expect(reach(sidecar, 'shop')).toEqual(everywhere);
		expect(reach(classic, 'shop')).toEqual(everywhere);
	});

	test('Gateway API gateways follow both', () => {
		const own: Place[] = [...everywhere, 'the label of a Gateway', 'the Gateway'];
		expect(reach(gateway, 'shop')).toEqual(own);
		expect(reach(gateway, 'shop', { mesh: { selectorsAtGateways: false } })).toEqual(['the Gateway']);
	});

	test('a pod with the label of a Gateway is one of its pods', () => {
		const labels = { ...workload.labels, 'gateway.networking.k8s.io/gateway-name': 'edge' };
		expect(reach({ ...sidecar, workload: { ...workload, labels } }, 'shop')).toEqual(reach(gateway, 'shop'));
	});

	test('waypoints follow targetRefs only', () => {
		expect(reach(waypoint, 'shop')).toEqual(['the Gateway']);
		expect(reach(waypoint, 'shop', { service: cart })).toEqual(['the Gateway', 'the Service', 'the Service of core']);
		expect(reach(waypoint, 'shop', { service: { ...cart, kind: 'ServiceEntry' } })).toEqual([
			'the Gateway',
			'the ServiceEntry',
		]);
	});
});

test('policies of the root namespace', () => {
	for (const envoy of [sidecar, classic]) expect(reach(envoy, 'istio-system')).toEqual(everywhere);
	expect(reach(gateway, 'istio-system')).toEqual([...everywhere, 'the label of a Gateway']);
	expect(reach(waypoint, 'istio-system', { service: cart })).toEqual(['the waypoint class']);
	expect(reach(waypoint, 'istio-system', { service: cart, mesh: { istio: '1.24' } })).toEqual([]);
	expect(reach(sidecar, 'istio-system', { mesh: { rootNamespace: 'root' } })).toEqual([]);
	expect(reach(sidecar, 'root', { mesh: { rootNamespace: 'root' } })).toEqual(everywhere);
});

test('policies of other namespaces reach nobody, but a waypoint for a Service there', () => {
	for (const envoy of [sidecar, classic, gateway, waypoint]) expect(reach(envoy, 'other')).toEqual([]);
	const elsewhere: Service = { ...cart, namespace: 'other' };
	expect(reach(waypoint, 'other', { service: elsewhere })).toEqual(['the Service', 'the Service of core']);
	expect(reach(waypoint, 'shop', { service: elsewhere })).toEqual(['the Gateway']);
});

test('policies count root namespace first, token rules last; then by age, then by name', () => {
	const made = (name: string, namespace: string, day: number | undefined) =>
		[policy, tokens].map((kind) =>
			kind(name, {}, namespace, day === undefined ? {} : { creationTimestamp: `2026-01-0${day}T00:00:00Z` }),
		);
	const world = worldOf(
		[
			['c', 'shop', 2],
			['b', 'shop', 2],
			['a', 'shop', 3],
			['z', 'shop', undefined],
			['m', 'istio-system', 5],
		].flatMap(([name, namespace, day]) => made(String(name), String(namespace), day === undefined ? day : Number(day))),
	);
	const proxy = proxyOf(sidecar, undefined);
	expect(policiesAt(world, proxy).map(({ name }) => name)).toEqual(['m', 'z', 'b', 'c', 'a']);
	expect(requestAuthenticationsAt(world, proxy).map(({ name }) => name)).toEqual(['z', 'b', 'c', 'a', 'm']);
});

test('a namespace that is the root namespace is looked at once', () => {
	const world = worldOf([policy('a', {}, 'istio-system')]);
	const proxy = proxyOf({ ...sidecar, workload: { ...workload, namespace: 'istio-system' } }, undefined);
	expect(policiesAt(world, proxy).length).toBe(1);
});
