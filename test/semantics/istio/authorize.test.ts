// The order of the steps, on chains made by hand. That every step does what the engines do is held in recorded.test.ts.
import { expect, test } from 'vitest';
import { authorize, authorizer, authorizerOf } from '../../../src/semantics/istio/authorize.ts';
import type { Chain } from '../../../src/semantics/istio/chain.ts';
import { readWorld } from '../../../src/semantics/istio/read-world.ts';
import type { Request } from '../../../src/semantics/istio/request.ts';
import type { Enforcer, MeshSettings } from '../../../src/semantics/istio/world.ts';
import { not } from '../../../src/traffic/predicate.ts';
import {
	bytes,
	chain,
	checkout,
	claimIs,
	custom,
	gateway,
	get,
	guard,
	hasHeader,
	headerIs,
	mesh,
	outcome,
	sidecar,
	text,
	tls,
	verified,
	waypoint,
} from './scene.ts';
import { bearer, inParameter, issuer, rule, token } from './tokens/scene.ts';

const decide = (
	chains: readonly Chain[],
	request: Request,
	enforcer: Enforcer = sidecar,
	settings: MeshSettings = mesh,
) => authorizerOf(settings, enforcer, () => chains)(request);

const http = (more: Partial<Chain>, request: Request, enforcer?: Enforcer) =>
	outcome(decide([chain(more)], request, enforcer));

const bad = token({}, { state: 'wrong-signature' });
const refuses = { external: { refuses: 418 } } as const;

test('each step comes before the next', () => {
	const everything: Partial<Chain> = {
		mutualTls: tls('required'),
		custom: [custom('ask')],
		verification: [rule()],
		deny: [guard()],
		allow: [],
		allowPolicies: ['shop/none'],
	};
	const step = (request: Request, more: Partial<Chain> = {}) =>
		decide([chain({ ...everything, ...more })], request).because.step;
	const broken = { ...refuses, method: 'get', tokens: [bad] };
	expect(step(get('/', broken, { from: 'plaintext' }))).toBe('mutual-tls');
	expect(step(get('/', broken))).toBe('http');
	expect(step(get('/', { ...broken, method: 'GET' }))).toBe('external');
	expect(step(get('/', { tokens: [bad] }))).toBe('token');
	expect(step(get('/', { tokens: [token()] }))).toBe('deny');
	expect(step(get('/'), { deny: [] })).toBe('no-allow');
	expect(step(get('/'), { deny: [], allow: [guard()] })).toBe('allow');
	expect(step(get('/'), { deny: [], allow: 'everyone' })).toBe('no-policy');
});

test('an external authorizer sees the token and no claim, the rules the claim and no token', () => {
	const tokens = [token()];
	const verification = [rule()];
	const both = (matches: Parameters<typeof guard>[0]) => [
		http({ verification, custom: [custom('ask', matches)] }, get('/', { ...refuses, tokens })),
		http({ verification, deny: [guard(matches)] }, get('/', { tokens })),
	];
	expect(both(hasHeader('authorization'))).toEqual([418, 'allow']);
	expect(both(claimIs('sub', 'ann'))).toEqual(['allow', 403]);
	expect(both(verified)).toEqual(['allow', 403]);
});

test('a preflight skips the token filter, and only that', () => {
	const headers = [
		['origin', 'https://a.example'],
		['access-control-request-method', 'GET'],
	] as const;
	const preflight = get('/', { method: 'OPTIONS', headers, tokens: [bad] });
	expect(http({ verification: [rule()] }, preflight)).toBe('allow');
	expect(http({ verification: [rule()], allow: [guard(verified)] }, preflight)).toBe(403);
	expect(http({ verification: [rule()] }, get('/', { method: 'OPTIONS', tokens: [bad] }))).toBe(401);
});

test.each([
	['http', 418, 418],
	['http', 302, 302],
	['http', 499, 499],
	['http', 503, 403],
	['grpc', 503, 503],
] as const)('an authorizer over %s that answers %i', (protocol, status, wanted) => {
	const settings = { ...mesh, extensionProviders: [{ name: 'ext', protocol }] };
	const request = get('/', { external: { refuses: status } });
	expect(outcome(decide([chain({ custom: [custom('ask')] })], request, sidecar, settings))).toBe(wanted);
});

test('an authorizer that cannot be asked', () => {
	expect(http({ custom: [custom('deny')] }, get('/', refuses))).toBe(403);
});

test('the path is matched as it is forwarded, in the mesh’s mode', () => {
	const only = [chain({ allow: [guard(text('path', '/a/b'))] })];
	const at = (path: string, pathNormalization: MeshSettings['pathNormalization']) => {
		const decision = decide(only, get(path), sidecar, { ...mesh, pathNormalization });
		return decision.decision === 'allow' ? decision.upstream.path : decision.status;
	};
	expect(at('/a/x/../b?q=/c#f', 'BASE')).toBe('/a/b?q=/c');
	expect(at('/a//b', 'BASE')).toBe(403);
	expect(at('/a//b', 'MERGE_SLASHES')).toBe('/a/b');
	expect(at('/a%2fb', 'DECODE_AND_MERGE_SLASHES')).toBe('/a/b');
	expect(at('/a/./b', 'NONE')).toBe(403);
	expect(at('/a%00', 'BASE')).toBe(400);
});

test('what the receiver is given', () => {
	const verification = [
		rule({
			fromHeaders: [{ name: 'Authorization', prefix: 'Bearer ' }],
			fromParams: ['t'],
			outputClaimToHeaders: [{ header: 'X-Tenant', claim: 'tenant' }],
		}),
	];
	const upstream = (request: Request) => {
		const decision = decide([chain({ verification })], request);
		return decision.decision === 'allow' ? decision.upstream : decision;
	};
	const header = token({ tenant: 't1' });
	const parameter = token({ tenant: 't2' }, { in: inParameter('t') });
	expect(upstream(get('/p?b=1&a', { tokens: [header, parameter] }))).toEqual({
		path: '/p?a=&b=1',
		removed: ['x-tenant', 'authorization'],
		written: [
			['x-tenant', 't2'],
			['x-tenant', 't1'],
		],
		removedParameters: ['t'],
	});
	expect(upstream(get('/p', { headers: [['Connection', 'X-Tenant']] }))).toMatchObject({
		removed: ['connection', 'x-tenant'],
	});
	const elsewhere = token({}, { in: inParameter('access_token') });
	expect(upstream(get('/p', { tokens: [elsewhere] }))).toMatchObject({ path: '/p?access_token=<token>' });
	expect(upstream(get('/p', { tokens: [token({ tenant: 'a\nb' })] }))).toMatchObject({ decision: 'deny', status: 503 });
});

test('a policy on the request line sees what token parameters left of it', () => {
	const more = { verification: [rule({ fromParams: ['t'] })], allow: [guard(headerIs(':path', '/p?a=1'))] };
	const tokens = [token({}, { in: inParameter('t') })];
	expect(http(more, get('/p?a=1', { tokens }))).toBe('allow');
	expect(http({ ...more, verification: [] }, get('/p?a=1', { tokens }))).toBe(403);
});

test('headers that the proxy writes', () => {
	const scheme = (enforcer: Enforcer, request: Request) =>
		['http', 'https'].filter(
			(value) => http({ allow: [guard(headerIs(':scheme', value))] }, request, enforcer) === 'allow',
		);
	expect(scheme(sidecar, get('/'))).toEqual(['https']);
	expect(scheme(sidecar, get('/', {}, { from: 'plaintext' }))).toEqual(['http']);
	expect(scheme(gateway, get('/', {}, { from: 'plaintext' }))).toEqual(['http']);
	expect(scheme(gateway, get('/', {}, { from: 'tls', port: 8443 }))).toEqual(['https']);
	expect(scheme(waypoint, get('/'))).toEqual(['http']);
});

const asBytes = chain({ speaks: 'tcp', deny: [guard(text('peer', checkout))] });

test('bytes are judged by the chain for bytes', () => {
	expect(outcome(decide([asBytes], bytes()))).toBe('closed');
	expect(outcome(decide([asBytes], get('/')))).toBe('closed');
	expect(outcome(decide([asBytes], bytes({ from: 'plaintext' })))).toBe('allow');
	expect(outcome(decide([chain()], bytes()))).toBe('closed');
	expect(outcome(decide([], bytes()))).toBe('closed');
	const asked = [chain({ speaks: 'tcp', custom: [custom('ask')] })];
	expect(outcome(decide(asked, bytes()))).toBe('allow');
	expect(outcome(decide(asked, bytes({ external: 'refuses' })))).toBe('closed');
});

test('a port of undeclared protocol looks at the first line of plaintext, and trusts the caller’s proxy over TLS', () => {
	const chains = [chain({ allow: [guard(text('method', 'GET'))] }), chain({ speaks: 'tcp', deny: [guard()] })];
	const at = (request: Request, enforcer = sidecar) => outcome(decide(chains, request, enforcer));
	expect(at(get('/', {}, { from: 'plaintext' }))).toBe('allow');
	expect(at(get('/', { method: 'FOO' }, { from: 'plaintext' }))).toBe(400);
	expect(at(get('a', {}, { from: 'plaintext' }))).toBe('closed');
	expect(at(get('a'))).toBe(400);
	expect(at(bytes())).toBe('closed');
});

test('without mutual TLS a port gets what TLS callers send as bytes', () => {
	const off = { mutualTls: tls('disabled') };
	const tcp = chain({ ...off, speaks: 'tcp', deny: [guard(text('peer', checkout))] });
	expect(outcome(decide([chain(off)], get('/')))).toBe('closed');
	expect(outcome(decide([chain(off)], get('/', {}, { from: 'plaintext' })))).toBe('allow');
	expect(outcome(decide([chain(off), tcp], get('/')))).toBe('allow');
	expect(outcome(decide([tcp], get('/')))).toBe('allow');
});

test('chains are made once for each port and Service', () => {
	const asked: unknown[] = [];
	const decideAt = authorizerOf(mesh, waypoint, (port, service) => {
		asked.push([port, service]);
		return [chain()];
	});
	for (const service of ['cart', undefined, 'cart']) {
		for (const port of [80, 81, 80]) decideAt(get('/', {}, { port, service }));
	}
	expect(asked).toEqual([
		[80, 'cart'],
		[81, 'cart'],
		[80, undefined],
		[81, undefined],
	]);
});

test('from manifests to a decision', () => {
	const object = (kind: string, name: string, spec: object) => ({
		apiVersion: 'security.istio.io/v1',
		kind,
		metadata: { name, namespace: 'shop' },
		spec,
	});
	const [world, problems] = readWorld(
		[
			object('PeerAuthentication', 'default', { mtls: { mode: 'STRICT' } }),
			object('RequestAuthentication', 'tokens', { jwtRules: [{ issuer, jwksUri: `${issuer}/keys` }] }),
			object('AuthorizationPolicy', 'cart', {
				selector: { matchLabels: { app: 'cart' } },
				rules: [
					{
						from: [{ source: { principals: ['a.example/ns/shop/sa/checkout'], requestPrincipals: [`${issuer}/*`] } }],
						to: [{ operation: { methods: ['GET'], paths: ['/items/{*}'] } }],
						when: [{ key: 'request.auth.claims[scope]', values: ['cart.read'] }],
					},
				],
			}),
			{ apiVersion: 'v1', kind: 'Service', metadata: { name: 'cart', namespace: 'shop' } },
		],
		mesh,
	);
	expect(problems).toEqual([]);
	const may = token({ scope: 'openid cart.read' }, { in: bearer });
	const decideOn = authorizer(world, sidecar);
	expect(decideOn(get('/items/1', { tokens: [may] }))).toMatchObject({
		decision: 'allow',
		because: { step: 'allow', policy: 'shop/cart', rule: 0 },
	});
	expect(outcome(decideOn(get('/items/1', { tokens: [token({ scope: 'cart.readall' })] })))).toBe(403);
	expect(outcome(decideOn(get('/items/1/x', { tokens: [may] })))).toBe(403);
	expect(outcome(decideOn(get('/items/1')))).toBe(403);
	expect(authorize(world, sidecar, get('/items/1', { tokens: [may] }, { from: 'plaintext' }))).toEqual({
		decision: 'deny',
		status: 'closed',
		because: { step: 'mutual-tls', object: 'shop/default' },
	});
	expect(outcome(authorize(world, sidecar, get('/items/1', { tokens: [may] }, { from: `${checkout}-2` })))).toBe(403);
	expect(decideOn(get('/items/1')).because).toEqual({ step: 'no-allow', policies: ['shop/cart'] });
	expect(outcome(authorizer({ ...world, policies: [] }, sidecar)(get('/any')))).toBe('allow');
});

test('conditions that miss their attribute are false, and their negations true', () => {
	const denies = (matches: Parameters<typeof guard>[0], request: Request) =>
		http({ deny: [guard(matches)] }, request) === 403;
	const plain = get('/', {}, { from: 'plaintext' });
	for (const matches of [text('peer', checkout), claimIs('sub', 'ann'), hasHeader('x-a'), text('serverName', 'x')]) {
		expect([denies(matches, plain), denies(not(matches), plain)]).toEqual([false, true]);
	}
});
