// Everybody who can call: every way that policies leave open is named outright, and nothing that they close.
import { expect, test } from 'vitest';
import { type Asked, foundBy, type Ground, whoCan } from '../../src/survey/index.ts';
import { policy, shopWith, strict, tokens } from './grounds.ts';

const everything: Asked = { request: undefined, port: 'http' };

/** `caller: operations; token; exceptions`, for each entry. */
const rows = (ground: Ground, asked: Asked = everything): readonly string[] => {
	const who = whoCan(ground, foundBy(ground, 'cart'), asked);
	expect(who.doubts).toEqual([]);
	return who.gates
		.flatMap(({ entries }) => entries)
		.filter(({ speaks }) => speaks === 'http')
		.map(({ caller, operations, token, except, further }) => {
			const who = caller.kind === 'identity' ? caller.identity.replace(/^.*\/ns\//, '') : caller.kind;
			const left = 'except' in caller && caller.except.length > 0 ? ` except ${caller.except.join(', ')}` : '';
			const denied = except.map((rule) => `; not ${rule.policy} ${rule.rule}`).join('');
			const conditions = further.map((text) => `; ${text}`).join('');
			const scopes =
				token.kind === 'none' ? '' : ` with token ${[...token.scopes, ...token.claims].join(' ')}`.trimEnd();
			return `${who}${left}: ${operations.map(({ text }) => text).join(', ')}${scopes}${conditions}${denied}`;
		});
};

const allow = (rules: string): string => policy('allow', `action: ALLOW, rules: [${rules}]`);
const deny = (rules: string): string => policy('deny', `action: DENY, rules: [${rules}]`);

test.each<[string, string[], string[]]>([
	['no policies at all', [], ['network: any request']],
	['STRICT, and no other policy', [strict], ['mesh: any request']],
	['an empty policy', [strict, policy('nobody', 'rules: []').replace(', rules: []', '')], []],
	['a rule for everybody', [strict, allow('{}')], ['mesh: any request']],
	['principals: any', [allow('{ from: [{ source: { principals: ["*"] } }] }')], ['mesh: any request']],
	[
		'a namespace',
		[allow('{ from: [{ source: { namespaces: [shop] } }], to: [{ operation: { methods: [GET] } }] }')],
		['namespace: GET any path'],
	],
	[
		'exact identities, in PERMISSIVE',
		[allow('{ from: [{ source: { principals: [cluster.local/ns/shop/sa/web, cluster.local/ns/shop/sa/api] } }] }')],
		['shop/sa/web: any request', 'shop/sa/api: any request'],
	],
	[
		'an account without a trust domain',
		[allow('{ from: [{ source: { principals: ["*/ns/shop/sa/web"] } }] }')],
		['shop/sa/web: any request'],
	],
	[
		'an identity of another trust domain, which has no certificate here',
		[allow('{ from: [{ source: { principals: [other.example/ns/shop/sa/web] } }] }')],
		[],
	],
	['a form of identities', [allow('{ from: [{ source: { principals: ["*/sa/web"] } }] }')], ['like: any request']],
	[
		'everybody but one, also without mutual TLS',
		[allow('{ from: [{ source: { notPrincipals: [cluster.local/ns/shop/sa/web] } }] }')],
		['network except cluster.local/ns/shop/sa/web: any request'],
	],
	[
		'a caller whom DENY takes out altogether',
		[
			allow('{ from: [{ source: { principals: [cluster.local/ns/shop/sa/web, cluster.local/ns/shop/sa/api] } }] }'),
			deny('{ from: [{ source: { principals: [cluster.local/ns/shop/sa/web] } }] }'),
		],
		['shop/sa/api: any request'],
	],
	[
		'an operation that DENY takes out, and one of which it takes a part',
		[
			strict,
			allow('{ to: [{ operation: { methods: [GET, POST], paths: [/a, /b*] } }] }'),
			deny('{ to: [{ operation: { paths: [/a] } }, { operation: { paths: [/b/c], methods: [GET] } }] }'),
		],
		['mesh: GET /b*, POST /b*; not shop/deny 0'],
	],
	[
		'a scope',
		[tokens, strict, allow('{ when: [{ key: "request.auth.claims[scope]", values: [cart.read] }] }')],
		['mesh: any request with token cart.read'],
	],
	[
		'a token that no rule could verify',
		[strict, allow('{ when: [{ key: "request.auth.claims[scope]", values: [cart.read] }] }')],
		[],
	],
	[
		'tokens asked for by DENY',
		[tokens, strict, allow('{}'), deny('{ from: [{ source: { notRequestPrincipals: ["*"] } }] }')],
		['mesh: any request with token; not shop/deny 0'],
	],
	[
		'a header and an address',
		[
			strict,
			allow(
				'{ from: [{ source: { ipBlocks: [10.0.0.0/8] } }], when: [{ key: "request.headers[x-key]", values: ["*"] }] }',
			),
		],
		['mesh: any request; source address is 10.0.0.0/8; header x-key is there'],
	],
	['another port', [strict, allow('{ to: [{ operation: { ports: ["9090"] } }] }')], []],
])('%s', (_name, policies, expected) => {
	expect(rows(shopWith(...policies))).toEqual(expected);
});

test('one request, of a port by its number', () => {
	const ground = shopWith(strict, allow('{ to: [{ operation: { methods: [GET], paths: ["/cart/*"] } }] }'));
	const asked = (path: string): Asked => ({ request: { kind: 'http', method: 'GET', path }, port: 80 });
	expect(rows(ground, asked('/cart/1?full'))).toEqual(['mesh: GET /cart/*']);
	expect(rows(ground, asked('/admin'))).toEqual([]);
});

test('a request is asked about as policies see it, whatever its spelling', () => {
	const ground = shopWith(strict, allow('{ to: [{ operation: { paths: [/admin] } }] }'));
	const asked = (path: string): Asked => ({ request: { kind: 'http', method: 'GET', path }, port: 'http' });
	for (const path of ['/admin', '/x/../admin', '/x\\..\\admin', '/%61dmin', '/./admin?x']) {
		expect(rows(ground, asked(path)), path).toEqual(['mesh: ANY /admin']);
	}
	expect(rows(ground, asked('/admin/../x'))).toEqual([]);
	expect(() => rows(ground, asked('/é'))).toThrow('no proxy reads `GET /é` as HTTP');
});

test('a request to a port for bytes is bytes', () => {
	const ground = shopWith(
		strict,
		`apiVersion: v1
kind: Service
metadata: { name: data, namespace: shop }
spec: { selector: { app: data }, ports: [{ name: tcp-data, port: 5432 }] }`,
		`apiVersion: apps/v1
kind: Deployment
metadata: { name: data, namespace: shop }
spec: { template: { metadata: { labels: { app: data } }, spec: { containers: [] } } }`,
	);
	const who = whoCan(ground, foundBy(ground, 'data'), {
		request: { kind: 'http', method: 'GET', path: '/x' },
		port: 5432,
	});
	expect(who.gates).toMatchObject([{ entries: [{ speaks: 'tcp', caller: { kind: 'mesh' } }] }]);
	expect(who.notes.join()).toContain('only bytes');
});

test.each<[string, string | number, string]>([
	['cart', 'htpp', '`shop/cart` has no port `htpp`'],
	['ingress', 9999, '`istio-system/ingress` has no port `9999`'],
])('%s has no port %s', (name, port, message) => {
	const ground = shopWith();
	expect(() => whoCan(ground, foundBy(ground, name), { request: undefined, port })).toThrow(message);
});

test('pods listen on numbers that nobody names', () => {
	expect(rows(shopWith(strict), { request: undefined, port: 9999 })).toEqual(['mesh: any request']);
});

test('a Service is all its pods, a workload only itself', () => {
	const canary = `apiVersion: apps/v1
kind: Deployment
metadata: { name: canary, namespace: shop }
spec: { template: { metadata: { labels: { app: cart, v: next } }, spec: { containers: [] } } }`;
	const none = policy('none', 'action: ALLOW').replace('app: cart', 'v: next');
	const ground = shopWith(strict, canary, none);
	const open = (name: string) =>
		whoCan(ground, foundBy(ground, name), everything).gates.map(({ at, entries }) => `${at} ${entries.length}`);
	expect(open('shop/cart')).toEqual(['shop/cart 1', 'shop/canary 0']);
	expect(open('deployment/shop/cart')).toEqual(['shop/cart 1']);
	expect(open('canary')).toEqual(['shop/canary 0']);
});

test('a gateway among the callers opens the way from outside, unless it lets nothing in', () => {
	const through = (ground: Ground) =>
		whoCan(ground, foundBy(ground, 'cart'), everything).gates.flatMap(({ entries }) =>
			entries.flatMap(({ gateways }) => gateways.map(({ gateway, lets }) => `${gateway} ${lets}`)),
		);
	const closed = `apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata: { name: closed, namespace: istio-system }
spec: { selector: { matchLabels: { istio: ingress } } }`;
	expect(new Set(through(shopWith()))).toEqual(new Set(['istio-system/ingress in']));
	expect(new Set(through(shopWith(closed)))).toEqual(new Set(['istio-system/ingress nothing']));
	expect(through(shopWith(allow('{ from: [{ source: { namespaces: [shop] } }] }')))).toEqual([]);
});

test('what cannot be read makes the answer undecided', () => {
	const ground = shopWith(policy('broken', 'action: ALLOW, rules: 7'));
	expect(whoCan(ground, foundBy(ground, 'cart'), everything).doubts.join()).toContain('shop/broken');
});

test('pods without a proxy are open to anyone', () => {
	const ground = shopWith(`apiVersion: v1
kind: Pod
metadata: { name: bare, namespace: shop, labels: { sidecar.istio.io/inject: 'false' } }
spec: { containers: [] }`);
	expect(whoCan(ground, foundBy(ground, 'bare'), { request: undefined, port: undefined }).gates).toMatchObject([
		{ at: 'shop/bare', proxy: 'none' },
	]);
});

test('names nearby are proposed', () => {
	expect(() => foundBy(shopWith(), 'catr')).toThrow('no workload, Service, or Gateway `catr`');
});
