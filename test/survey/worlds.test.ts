// Laws over generated manifests: who is listed for a request is who the evaluator lets through, and a taken-over pod reaches
// whatever needs no certificate.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { authorizer, type Request } from '../../src/semantics/istio/index.ts';
import { type Entry, foundBy, type Ground, reachOf, whoCan } from '../../src/survey/index.ts';
import type { Facts, Payload } from '../../src/traffic/facts.ts';
import { compile } from '../../src/traffic/predicate.ts';
import { ambientWith, policy, shopWith, tokens } from './grounds.ts';

const peers = [
	'principals: [cluster.local/ns/shop/sa/web]',
	'principals: ["*/sa/web"]',
	'principals: ["*"]',
	'namespaces: [shop]',
	'notPrincipals: [cluster.local/ns/shop/sa/web]',
	'notNamespaces: [istio-system]',
	'requestPrincipals: ["*"]',
	'notRequestPrincipals: ["*"]',
];
const operations = [
	'methods: [GET]',
	'paths: [/a, "/b/*"]',
	'methods: [POST], paths: [/admin*]',
	'notPaths: [/admin]',
	'ports: ["8080"]',
	'ports: ["9090"], notMethods: [GET]',
];
const conditions = [
	'{ key: "request.auth.claims[scope]", values: [read] }',
	'{ key: "request.auth.claims[azp]", notValues: [app] }',
	'{ key: "request.headers[x-key]", values: [k] }',
];

const some = (texts: readonly string[]) => fc.option(fc.constantFrom(...texts), { nil: undefined });
const rule = fc
	.record({ from: some(peers), to: some(operations), when: some(conditions) })
	.map(({ from, to, when }) => {
		const parts = [
			from === undefined ? [] : [`from: [{ source: { ${from} } }]`],
			to === undefined ? [] : [`to: [{ operation: { ${to} } }]`],
			when === undefined ? [] : [`when: [${when}]`],
		];
		return `{ ${parts.flat().join(', ')} }`;
	});
const rules = fc.array(rule, { minLength: 1, maxLength: 2 }).map((list) => `rules: [${list.join(', ')}]`);
const tls = (mode: string) => `apiVersion: security.istio.io/v1
kind: PeerAuthentication
metadata: { name: tls, namespace: shop }
spec: { mtls: { mode: ${mode} } }`;

const grounds = fc
	.record({
		allow: fc.option(rules, { nil: undefined, freq: 4 }),
		deny: fc.option(rules, { nil: undefined }),
		mode: fc.constantFrom('STRICT', 'PERMISSIVE', 'DISABLE'),
		verifies: fc.boolean(),
		ambient: fc.constantFrom(false, false, true),
	})
	.map(({ allow, deny, mode, verifies, ambient }) => {
		const objects = [
			...(allow === undefined ? [] : [policy('allow', `action: ALLOW, ${allow}`)]),
			...(deny === undefined ? [] : [policy('deny', `action: DENY, ${deny}`)]),
			...(mode === 'DISABLE' && ambient ? [] : [tls(mode)]),
			...(verifies ? [tokens] : []),
		];
		return { objects, ground: ambient ? ambientWith(...objects) : shopWith(...objects) };
	});

const web = 'spiffe://cluster.local/ns/shop/sa/web';
const callers: readonly Request['from'][] = [
	web,
	'spiffe://cluster.local/ns/istio-system/sa/ingress',
	'spiffe://cluster.local/ns/other/sa/other',
	'plaintext',
];
const requests = ['GET /a', 'GET /x/../a', 'POST /%61', 'GET /b/1?full', 'POST /admin', 'GET /admin', 'TCP'];
const payloads: readonly (Payload | undefined)[] = [
	undefined,
	{ iss: 'https://idp', sub: 's', aud: 'cart', scope: ['read'], azp: 'app' },
	{ iss: 'https://idp', sub: 's', aud: 'cart', azp: 'other' },
];

function requestOf(from: Request['from'], port: number, text: string, claims: Payload | undefined): Request {
	const [method = '', path = ''] = text.split(' ');
	if (method === 'TCP') return { from, port };
	const place = { kind: 'header', name: 'Authorization', prefix: 'Bearer ' } as const;
	const given = claims === undefined ? [] : [{ in: place, claims, state: 'valid' } as const];
	const headers = [['x-key', 'k']] as const;
	return { from, port, http: { method, path, host: 'cart', headers, tokens: given, external: 'agrees' } };
}

const bare: Facts = {
	peer: undefined,
	port: 0,
	sourceAddress: undefined,
	remoteAddress: undefined,
	destinationAddress: undefined,
	serverName: undefined,
	method: undefined,
	path: undefined,
	host: undefined,
	headers: new Map(),
	payload: undefined,
	agreeing: new Set(),
};

/** Whether an entry is about this caller with this token. */
const isAbout = ({ conditions, token, moreWith }: Entry, from: string, payload: Payload | undefined): boolean =>
	compile(conditions.peer)({ ...bare, peer: from === 'plaintext' || conditions.isPlaintext ? undefined : from }) &&
	(token.kind === 'none' ||
		moreWith !== undefined ||
		(payload !== undefined && compile(conditions.token)({ ...bare, payload })));

const askedOf = (text: string) => {
	const [method = '', path = ''] = text.split(' ');
	return method === 'TCP' ? ({ kind: 'tcp' } as const) : ({ kind: 'http', method, path } as const);
};

function entriesFor(ground: Ground, text: string, port: number): readonly Entry[] {
	const who = whoCan(ground, foundBy(ground, 'shop/cart'), { request: askedOf(text), port });
	expect(who.doubts).toEqual([]);
	return who.gates.flatMap(({ entries }) => entries);
}

test('whoever gets a request through is listed for it, and whoever is listed gets one through', () => {
	let allowed = 0;
	let refused = 0;
	fc.assert(
		fc.property(grounds, ({ objects, ground }) => {
			const [found] = foundBy(ground, 'shop/cart');
			if (found.enforcer === undefined) throw new Error('the cart has a proxy');
			const decide = authorizer(ground.world, found.enforcer);
			for (const port of [8080, 9090]) {
				for (const text of requests) {
					const entries = entriesFor(ground, text, port);
					for (const { example } of entries.flatMap(({ operations: of }) => of)) {
						expect(decide(example).decision).toBe('allow');
					}
					for (const from of callers) {
						for (const payload of text === 'TCP' ? [undefined] : payloads) {
							const { decision } = decide(requestOf(from, port, text, payload));
							if (decision === 'deny') {
								refused++;
								continue;
							}
							allowed++;
							const isListed = entries.some((entry) => isAbout(entry, from, payload));
							expect(isListed, `${objects.join('\n')}\n${from} ${text} ${port} ${JSON.stringify(payload)}`).toBe(true);
						}
					}
				}
			}
		}),
		{ numRuns: 60, seed: 5 },
	);
	expect(allowed).toBeGreaterThan(1_000);
	expect(refused).toBeGreaterThan(1_000);
});

test('reach contains what plaintext opens', () => {
	let open = 0;
	fc.assert(
		fc.property(grounds, ({ ground }) => {
			const who = whoCan(ground, foundBy(ground, 'shop/cart'), { request: undefined, port: undefined });
			const texts = who.gates
				.flatMap(({ entries }) => entries)
				.filter(
					({ caller, token }) => (caller.kind === 'plaintext' || caller.kind === 'network') && token.kind === 'none',
				)
				.flatMap(({ operations: of, port }) => of.map(({ text }) => `${port} ${text}`));
			if (texts.length === 0) return;
			open++;
			const reach = reachOf(ground, 'shop/web', { depth: 1 });
			const reached = reach.steps
				.filter(({ service }) => service === 'shop/cart')
				.flatMap(({ openings }) => openings.filter(({ waits }) => !waits).flatMap(({ entries }) => entries))
				.flatMap(({ operations: of, port }) => of.map(({ text }) => `${port} ${text}`));
			expect(texts.filter((text) => !reached.includes(text))).toEqual([]);
		}),
		{ numRuns: 60, seed: 6 },
	);
	expect(open).toBeGreaterThan(10);
});
