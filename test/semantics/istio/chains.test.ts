// Chains: which a port has, what stands in them, and in what order.
import { expect, test } from 'vitest';
import type { Chain } from '../../../src/semantics/istio/chain.ts';
import { chains } from '../../../src/semantics/istio/chains.ts';
import type { Enforcer, MeshSettings, Port } from '../../../src/semantics/istio/world.ts';
import { compile } from '../../../src/traffic/predicate.ts';
import { facts, peers, policy, tokens, worldOf } from './objects.ts';

const workload = { namespace: 'shop', labels: { app: 'cart' } };
const protocols: readonly Port['protocol'][] = ['http', 'http2', 'grpc', 'https', 'tcp', 'tls', 'undeclared'];
const ports = protocols.map((protocol, index) => ({ port: index + 1, protocol }));
const sidecar: Enforcer = { kind: 'sidecar', workload, ports };
const gateway: Enforcer = { kind: 'gateway', api: 'istio', name: 'edge', workload, ports };
const waypoint: Enforcer = {
	kind: 'waypoint',
	name: 'w',
	namespace: 'shop',
	services: [
		{ name: 'cart', ports: [{ port: 80, protocol: 'http' }] },
		{ name: 'far', namespace: 'other', kind: 'ServiceEntry', ports: [{ port: 81, protocol: 'tcp' }] },
	],
};
const ztunnel: Enforcer = { kind: 'ztunnel', workload, ports };

const at = (
	objects: readonly unknown[],
	port: number,
	enforcer: Enforcer = sidecar,
	mesh: Partial<MeshSettings> = {},
) => chains(worldOf(objects, mesh), enforcer, port);

function only(list: readonly Chain[]): Chain {
	const [first, ...others] = list;
	if (first === undefined || others.length > 0) throw new Error(`${list.length} chains`);
	return first;
}

const deny = { action: 'DENY', rules: [{}] };

test.each([
	['sidecar', sidecar, ['http', 'http', 'http', 'tcp', 'tcp', 'tcp', 'http tcp', 'http tcp']],
	['gateway', gateway, ['http', 'http', 'http', 'http', 'tcp', 'tcp', 'http tcp', '']],
	['ztunnel', ztunnel, ['tcp', 'tcp', 'tcp', 'tcp', 'tcp', 'tcp', 'tcp', 'tcp']],
])('what each protocol, and a port that is not listed, speaks at a %s', (_, enforcer, spoken) => {
	expect(
		[1, 2, 3, 4, 5, 6, 7, 99].map((port) =>
			at([], port, enforcer)
				.map(({ speaks }) => speaks)
				.join(' '),
		),
	).toEqual(spoken);
});

test('a waypoint serves the ports of its services, the first one unless it is named', () => {
	const world = worldOf([]);
	const speaks = (port: number, service?: string) =>
		chains(world, waypoint, port, service).map((chain) => chain.speaks);
	expect(speaks(80)).toEqual(['http']);
	expect(speaks(80, 'cart')).toEqual(['http']);
	expect(speaks(81)).toEqual([]);
	expect(speaks(81, 'far')).toEqual(['tcp']);
	expect(speaks(80, 'nobody')).toEqual([]);
});

test('services of a waypoint are targets by their own kind and namespace', () => {
	const far = { targetRefs: [{ group: 'networking.istio.io', kind: 'ServiceEntry', name: 'far' }] };
	const cart = { targetRefs: [{ kind: 'Service', name: 'cart' }] };
	const world = worldOf([policy('far', far, 'other'), policy('cart', cart)]);
	expect(chains(world, waypoint, 81, 'far').map(({ allowPolicies }) => allowPolicies)).toEqual([['other/far']]);
	expect(chains(world, waypoint, 80, 'cart').map(({ allowPolicies }) => allowPolicies)).toEqual([['shop/cart']]);
});

test('mutual TLS by enforcer', () => {
	const strict = peers('p', { mtls: { mode: 'STRICT' } });
	expect(only(at([strict], 1)).mutualTls).toEqual({ mode: 'required', object: 'shop/p' });
	expect(only(at([strict], 1, ztunnel)).mutualTls).toEqual({ mode: 'required', object: 'shop/p' });
	expect(only(at([strict], 1, gateway)).mutualTls).toEqual({ mode: 'disabled', object: undefined });
	expect(only(at([strict], 4, gateway)).mutualTls).toEqual({ mode: 'optional', object: undefined });
	expect(only(at([], 80, waypoint)).mutualTls).toEqual({ mode: 'required', object: undefined });
});

test('no ALLOW policy is everyone; one without rules is nobody', () => {
	expect(only(at([policy('d', deny)], 1)).allow).toBe('everyone');
	expect(only(at([policy('a', {})], 1))).toMatchObject({ allow: [], allowPolicies: ['shop/a'] });
	expect(only(at([policy('a', { rules: [{ to: [{ operation: { methods: ['GET'] } }] }] })], 5))).toMatchObject({
		allow: [],
		allowPolicies: ['shop/a'],
	});
});

test('dry run and AUDIT are nothing', () => {
	const dry = { annotations: { 'istio.io/dry-run': 'true' } };
	const objects = [
		policy('a', {}, 'shop', dry),
		policy('d', deny, 'shop', dry),
		policy('u', { action: 'AUDIT', rules: [{}] }),
	];
	expect(only(at(objects, 1))).toMatchObject({ allow: 'everyone', deny: [], custom: [], allowPolicies: [] });
	const off = { annotations: { 'istio.io/dry-run': 'false' } };
	expect(only(at([policy('d', deny, 'shop', off)], 1)).deny.length).toBe(1);
});

test('guards name policy and rule, the root namespace first', () => {
	const rules = [{ to: [{ operation: { ports: ['1'] } }] }, {}];
	const { deny: guards } = only(at([policy('d', { action: 'DENY', rules }), policy('r', deny, 'istio-system')], 1));
	expect(guards.map(({ policy: name, rule }) => [name, rule])).toEqual([
		['istio-system/r', 0],
		['shop/d', 0],
		['shop/d', 1],
	]);
});

test('on an undeclared port, HTTP and bytes have their own reading of one policy', () => {
	const [http, tcp] = at([policy('a', { rules: [{ to: [{ operation: { methods: ['GET'] } }] }, {}] })], 7);
	expect(http?.allow).toHaveLength(2);
	expect(tcp?.allow).toMatchObject([{ rule: 1 }]);
});

test('token rules: all objects, sorted by issuer, none on bytes', () => {
	const jwtRule = (issuer?: string) => ({
		...(issuer === undefined ? {} : { issuer }),
		jwksUri: `https://k/${issuer}`,
	});
	const objects = [
		tokens('root', { jwtRules: [jwtRule('https://b')] }, 'istio-system'),
		tokens('t', { jwtRules: [jwtRule('https://c'), jwtRule('https://a'), jwtRule('https://b')] }),
		tokens('u', { jwtRules: [jwtRule()] }),
	];
	const [http, tcp] = at(objects, 7);
	expect(http?.verification.map(({ issuer, object }) => [issuer, object])).toEqual([
		[undefined, 'shop/u'],
		['https://a', 'shop/t'],
		['https://b', 'shop/t'],
		['https://b', 'istio-system/root'],
		['https://c', 'shop/t'],
	]);
	expect(tcp?.verification).toEqual([]);
});

test('before 1.28 no rule names claims to be split', () => {
	const objects = [tokens('t', { jwtRules: [{ issuer: 'i', spaceDelimitedClaims: ['groups'] }] })];
	const split = (istio: string) => only(at(objects, 1, sidecar, { istio })).verification[0]?.spaceDelimitedClaims;
	expect([split('1.28.0'), split('1.27'), split('1.31')]).toEqual([['groups'], [], ['groups']]);
});

test('where a rule splits the subject, a list is no principal', () => {
	const objects = (spaceDelimitedClaims: readonly string[]) => [
		tokens('t', { jwtRules: [{ issuer: 'i', spaceDelimitedClaims }] }),
		policy('a', { rules: [{ from: [{ source: { requestPrincipals: ['i/s'] } }] }] }),
	];
	const admits = (list: readonly string[]) => {
		const { allow } = only(at(objects(list), 1));
		if (allow === 'everyone') throw new Error('a policy is there');
		return allow.some(({ matches }) => compile(matches)(facts({ payload: { iss: 'i', sub: ['s'] } })));
	};
	expect([admits(['groups']), admits(['sub']), admits(['iss'])]).toEqual([true, false, false]);
});

test('a policy is translated once for a mesh', () => {
	const world = worldOf([policy('a', { rules: [{}] }, 'istio-system')]);
	const first = chains(world, sidecar, 1)[0]?.allow;
	const second = chains(world, { ...sidecar, workload: { ...workload, namespace: 'other' } }, 2)[0]?.allow;
	if (first === undefined || first === 'everyone' || second === undefined || second === 'everyone') throw new Error();
	expect(second[0]).toBe(first[0]);
});
