// Who is let in, on anybody's manifests: hard places at which the set of requests and the evaluator could part.
import { describe, expect, test } from 'vitest';
import { letIn } from '../../src/prove/index.ts';
import {
	authorizer,
	defaultSettings,
	type Enforcer,
	type MeshSettings,
	type Request,
	readWorld,
} from '../../src/semantics/istio/index.ts';
import { pattern } from '../../src/traffic/pattern.ts';
import { claim, everything, type Predicate } from '../../src/traffic/predicate.ts';

const object = (kind: string, name: string, spec: object) => ({
	apiVersion: 'security.istio.io/v1',
	kind,
	metadata: { name, namespace: 'n' },
	spec,
});
const policy = (rules: readonly object[], more: object = {}) =>
	object('AuthorizationPolicy', JSON.stringify(more).length.toString(), { action: 'ALLOW', ...more, rules });

const source = (fields: object) => ({ from: [{ source: fields }] });
const operation = (fields: object) => ({ to: [{ operation: fields }] });

const pod = { namespace: 'n', labels: {} };
const http = { port: 8080, protocol: 'http' } as const;
const sidecar: Enforcer = { kind: 'sidecar', workload: pod, ports: [http] };
const tcp: Enforcer = { kind: 'sidecar', workload: pod, ports: [{ port: 5432, protocol: 'tcp' }] };
const gateway = (protocol: 'http' | 'https'): Enforcer => ({
	kind: 'gateway',
	api: 'istio',
	name: 'g',
	workload: pod,
	ports: [{ port: 8080, protocol }],
});
const waypoint: Enforcer = {
	kind: 'waypoint',
	name: 'w',
	namespace: 'n',
	services: [{ name: 's', ports: [{ port: 80, protocol: 'http' }] }],
};
const ofWaypoint = { targetRefs: [{ group: 'gateway.networking.k8s.io', kind: 'Gateway', name: 'w' }] };

interface Asked {
	readonly objects: readonly object[];
	readonly enforcer: Enforcer;
	readonly mesh?: Partial<MeshSettings>;
	readonly wanted?: Predicate;
}

/** What is found; a request is put to the evaluator once more. */
function ask({ objects, enforcer, mesh, wanted = everything }: Asked): Request | string {
	const [world, problems] = readWorld(objects, { ...defaultSettings, ...mesh });
	expect(problems).toEqual([]);
	const found = letIn(world, enforcer, wanted);
	if (found.kind === 'undecided') return `undecided: ${found.why}`;
	if (found.kind === 'nothing') return 'nothing';
	expect(authorizer(world, enforcer)(found.request).decision).toBe('allow');
	return found.request;
}

const alias = { trustDomain: 'new.example', trustDomainAliases: ['old.example'] };

describe('a request is found', () => {
	const cases: readonly (readonly [string, Asked, object])[] = [
		[
			'by its client’s address at a gateway, which is its peer’s',
			{ objects: [policy([source({ remoteIpBlocks: ['10.0.0.0/8'] })])], enforcer: gateway('http') },
			{ sourceAddress: expect.stringMatching(/^10\./) },
		],
		[
			'where DENY spares a client’s address at a gateway',
			{
				objects: [policy([{}]), policy([source({ notRemoteIpBlocks: ['10.0.0.0/8'] })], { action: 'DENY' })],
				enforcer: gateway('http'),
			},
			{ sourceAddress: expect.stringMatching(/^10\./) },
		],
		[
			'by its client’s address on bytes',
			{
				objects: [policy([{ ...source({ remoteIpBlocks: ['10.0.0.0/8'] }), ...operation({ ports: ['5432'] }) }])],
				enforcer: tcp,
			},
			{ port: 5432, sourceAddress: expect.stringMatching(/^10\./) },
		],
		[
			'with a certificate of an alias',
			{ objects: [policy([source({ principals: ['old.example/*'] })])], enforcer: sidecar, mesh: alias },
			{ from: expect.stringMatching(/^spiffe:\/\/old\.example\/ns\//) },
		],
		[
			'by a dot segment, where paths are not normalized',
			{
				objects: [policy([operation({ paths: ['/x/../admin'] })])],
				enforcer: sidecar,
				mesh: { pathNormalization: 'NONE' },
			},
			{ http: { path: '/x/../admin' } },
		],
		[
			'by a dot segment with parameters',
			{ objects: [policy([operation({ paths: ['/a/..;x'] })])], enforcer: sidecar },
			{ http: { path: '/a/%2e%2e;x' } },
		],
		[
			'at a waypoint, whose rules see no source address',
			{ objects: [policy([source({ notIpBlocks: ['0.0.0.0/0', '::/0'] })], ofWaypoint)], enforcer: waypoint },
			{ service: 's' },
		],
		[
			'at a waypoint by its client’s address',
			{ objects: [policy([source({ remoteIpBlocks: ['10.0.0.0/8'] })], ofWaypoint)], enforcer: waypoint },
			{ sourceAddress: expect.stringMatching(/^10\./) },
		],
		[
			'by its server name, which is read with a certificate only',
			{ objects: [policy([{ when: [{ key: 'connection.sni', values: ['a.example'] }] }])], enforcer: sidecar },
			{ from: expect.stringMatching(/^spiffe:/), serverName: 'a.example' },
		],
		[
			'at a gateway that ends TLS',
			{ objects: [policy([operation({ paths: ['/x'] })])], enforcer: gateway('https') },
			{ from: 'tls', http: { path: '/x' } },
		],
		[
			'by a value with a tab in it',
			{ objects: [policy([{ when: [{ key: 'request.headers[x]', values: ['a\tb'] }] }])], enforcer: sidecar },
			{ http: { headers: [['x', 'a\tb']] } },
		],
		[
			'by a blank that a claim brings into a header',
			{
				objects: [
					policy([{ when: [{ key: 'request.headers[x-tenant]', values: [' a'] }] }]),
					object('RequestAuthentication', 'r', {
						jwtRules: [
							{
								issuer: 'https://i',
								jwks: '{"keys":[]}',
								outputClaimToHeaders: [{ header: 'x-tenant', claim: 'tenant' }],
							},
						],
					}),
				],
				enforcer: sidecar,
				wanted: claim('tenant', pattern(' a')),
			},
			{ http: { tokens: [{ claims: { tenant: ' a' } }] } },
		],
		[
			'with its token where the rule looks for it',
			{
				objects: [
					policy([source({ requestPrincipals: ['https://i/*'] })]),
					object('RequestAuthentication', 'r', {
						jwtRules: [{ issuer: 'https://i', jwks: '{"keys":[]}', fromHeaders: [{ name: 'x-jwt' }] }],
					}),
				],
				enforcer: sidecar,
			},
			{ http: { tokens: [{ in: { kind: 'header', name: 'x-jwt' }, claims: { iss: 'https://i' } }] } },
		],
	];
	test.each(cases)('%s', (_what, asked, expected) => {
		expect(ask(asked)).toMatchObject(expected);
	});
});

describe('no request is found', () => {
	const cases: readonly (readonly [string, Asked])[] = [
		[
			'of a trust domain that is no alias',
			{ objects: [policy([source({ principals: ['other.example/*'] })])], enforcer: sidecar, mesh: alias },
		],
		[
			'of an alias at a ztunnel',
			{
				objects: [policy([source({ principals: ['old.example/*'] })])],
				enforcer: { kind: 'ztunnel', workload: pod, ports: [http] },
				mesh: alias,
			},
		],
		[
			'by a dot segment, where paths are normalized',
			{ objects: [policy([operation({ paths: ['/x/../admin'] })])], enforcer: sidecar },
		],
		[
			'by two slashes, where they are merged',
			{
				objects: [policy([operation({ paths: ['/x//admin'] })])],
				enforcer: sidecar,
				mesh: { pathNormalization: 'MERGE_SLASHES' },
			},
		],
		[
			'by its source address at a waypoint',
			{ objects: [policy([source({ ipBlocks: ['10.0.0.0/8'] })], ofWaypoint)], enforcer: waypoint },
		],
		[
			'by its server name, where TLS is not ended',
			{
				objects: [
					policy([{ when: [{ key: 'connection.sni', values: ['a.example'] }] }]),
					object('PeerAuthentication', 'p', { mtls: { mode: 'DISABLE' } }),
				],
				enforcer: sidecar,
			},
		],
		[
			'with a token at which nobody looks',
			{ objects: [policy([{}])], enforcer: sidecar, wanted: claim('azp', pattern('app')) },
		],
	];
	test.each(cases)('%s', (_what, asked) => {
		expect(ask(asked)).toBe('nothing');
	});
});

describe('nobody knows', () => {
	test('whether a gateway asks callers for certificates, where a rule speaks of them', () => {
		const objects = [policy([source({ principals: ['cluster.local/ns/a/sa/b'] })])];
		expect(ask({ objects, enforcer: gateway('https') })).toContain('a rule asks for the caller’s certificate');
		const besides = [policy([source({ principals: ['cluster.local/ns/a/sa/b'] }), operation({ paths: ['/x'] })])];
		expect(ask({ objects: besides, enforcer: gateway('https') })).toMatchObject({ http: { path: '/x' } });
	});

	test('which TLS a gateway’s listener ends, where a rule speaks of server names', () => {
		const objects = [policy([{ when: [{ key: 'connection.sni', values: ['a.example'] }] }])];
		expect(ask({ objects, enforcer: gateway('http') })).toContain('the evaluator does not confirm');
		expect(ask({ objects, enforcer: gateway('https') })).toMatchObject({ from: 'tls', serverName: 'a.example' });
	});

	test('what becomes of a method that HTTP/1.1 does not have', () => {
		const objects = [policy([operation({ methods: ['get'] })])];
		expect(ask({ objects, enforcer: sidecar })).toContain('the evaluator does not confirm');
		expect(ask({ objects: [policy([operation({ notMethods: ['GET'] })])], enforcer: sidecar })).toMatchObject({
			http: { method: 'POST' },
		});
	});
});
