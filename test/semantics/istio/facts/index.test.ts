import { expect, test } from 'vitest';
import { connectionFacts, requestFacts } from '../../../../src/semantics/istio/facts/index.ts';
import type { Request } from '../../../../src/semantics/istio/request.ts';
import type { Enforcer } from '../../../../src/semantics/istio/world.ts';
import { type Address, printAddress } from '../../../../src/traffic/address.ts';
import { message } from '../tokens/scene.ts';

const workload = { namespace: 'shop', labels: {} };
const sidecar: Enforcer = { kind: 'sidecar', workload, ports: [] };
const gateway: Enforcer = { kind: 'gateway', api: 'istio', name: 'edge', workload, ports: [] };
const waypoint: Enforcer = { kind: 'waypoint', name: 'waypoint', namespace: 'shop', services: [] };

const request: Request = {
	from: 'spiffe://cluster.local/ns/shop/sa/checkout',
	port: 8080,
	sourceAddress: '10.0.0.1',
	destinationAddress: '2001:db8::1',
	serverName: 'Shop.Example',
};
const printed = (address: Address | undefined) => address && printAddress(address);

function addresses(enforcer: Enforcer, forwarded: string | undefined) {
	const headers = forwarded === undefined ? [] : ([['x-forwarded-for', forwarded]] as const);
	const connection = connectionFacts(enforcer, request, request.from, true);
	const facts = requestFacts(enforcer, connection, message({ headers }), { method: 'GET', host: 'h' }, true);
	return [facts.sourceAddress, facts.remoteAddress, facts.destinationAddress].map(printed);
}

test('addresses', () => {
	expect(addresses(sidecar, undefined)).toEqual(['10.0.0.1', '10.0.0.1', '2001:db8::1']);
	expect(addresses(sidecar, '10.9.9.9')).toEqual(['10.0.0.1', '10.9.9.9', '2001:db8::1']);
	expect(addresses(gateway, '10.9.9.9')).toEqual(['10.0.0.1', '10.0.0.1', '2001:db8::1']);
});

test('at a waypoint no rule sees the caller’s address as the source', () => {
	expect(addresses(waypoint, undefined)).toEqual([undefined, '10.0.0.1', '2001:db8::1']);
	expect(addresses(waypoint, '10.9.9.9')).toEqual([undefined, '10.9.9.9', '2001:db8::1']);
});

test('addresses are read only where a rule asks', () => {
	const facts = connectionFacts(sidecar, request, undefined, false);
	expect([facts.sourceAddress, facts.remoteAddress, facts.destinationAddress]).toEqual(Array.from({ length: 3 }));
});

test.each([
	[sidecar, request, 'shop.example'],
	[sidecar, { ...request, from: 'tls' }, 'shop.example'],
	[sidecar, { ...request, from: 'plaintext' }, undefined],
	[sidecar, { ...request, serverName: '' }, undefined],
	[sidecar, { ...request, serverName: undefined }, undefined],
	[waypoint, request, undefined],
] as const)('server name, row %#', (enforcer, asked, wanted) => {
	expect(connectionFacts(enforcer, asked, undefined, false).serverName).toBe(wanted);
});

test('the request itself', () => {
	const connection = connectionFacts(sidecar, request, request.from, false);
	const one = message({ path: '/a?x=/b', headers: [['X-A', '1']] });
	const facts = requestFacts(sidecar, connection, one, { method: 'GET', host: 'Shop.Example:80' }, false);
	expect(facts).toMatchObject({ peer: request.from, port: 8080, method: 'GET', path: '/a', host: 'shop.example:80' });
	expect(facts.headers.get('x-a')).toEqual(['1']);
	expect(connection).toMatchObject({ method: undefined, path: undefined, host: undefined, payload: undefined });
});
