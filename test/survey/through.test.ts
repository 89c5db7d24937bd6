// Through gateways from outside: by the conditions of the rule and of the gateway, never by one example; what is not known is
// in doubt, or noted.
import { expect, test } from 'vitest';
import { foundBy, type Ground, whoCan } from '../../src/survey/index.ts';
import { groundIn, policy, shopWith, strict, tokens } from './grounds.ts';

const gatewayIs = 'cluster.local/ns/istio-system/sa/ingress';

const through = (ground: Ground): readonly string[] => [
	...new Set(
		whoCan(ground, foundBy(ground, 'cart'), { request: undefined, port: 'http' }).gates.flatMap(({ entries }) =>
			entries.flatMap(({ caller, gateways }) =>
				gateways.map(({ gateway, lets }) => `${caller.kind}: ${gateway} ${lets}`),
			),
		),
	),
];
const doubtsOf = (ground: Ground) =>
	whoCan(ground, foundBy(ground, 'cart'), { request: undefined, port: 'http' }).doubts;

const atGateway = (spec: string, name = 'edge'): string => `apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata: { name: ${name}, namespace: istio-system }
spec: { selector: { matchLabels: { istio: ingress } }, ${spec} }`;
const tokensAtGateway = (rule = 'issuer: https://idp'): string => `apiVersion: security.istio.io/v1
kind: RequestAuthentication
metadata: { name: edge, namespace: istio-system }
spec: { selector: { matchLabels: { istio: ingress } }, jwtRules: [{ ${rule}, forwardOriginalToken: true }] }`;
const azp = (...clients: string[]): string =>
	`when: [{ key: "request.auth.claims[azp]", values: [${clients.join(', ')}] }]`;
const lets = (rule: string): string => policy('allow', `action: ALLOW, rules: [{ ${rule} }]`);

test.each<[string, readonly string[], readonly string[]]>([
	[
		'one of two clients gets in at both',
		[tokens, tokensAtGateway(), lets(azp('aapp', 'bapp')), atGateway(`rules: [{ ${azp('bapp')} }]`)],
		['mesh: istio-system/ingress in'],
	],
	[
		'no client gets in at both',
		[tokens, tokensAtGateway(), lets(azp('aapp')), atGateway(`rules: [{ ${azp('bapp')} }]`)],
		['mesh: istio-system/ingress nothing'],
	],
	[
		'the receiver takes tokens of an audience for which the gateway takes none',
		[
			tokens,
			tokensAtGateway('issuer: https://idp, audiences: [other]'),
			lets(azp('aapp')),
			atGateway(`rules: [{ ${azp('aapp')} }]`),
		],
		['mesh: istio-system/ingress in'],
	],
	[
		'the gateway looks for tokens in another place, so that it sees another one',
		[
			tokens,
			tokensAtGateway('issuer: https://idp, fromHeaders: [{ name: x-token }]'),
			lets(azp('aapp')),
			atGateway(`rules: [{ ${azp('bapp')} }]`),
		],
		['mesh: istio-system/ingress in'],
	],
	['everybody but the gateway', [lets(`from: [{ source: { notPrincipals: [${gatewayIs}] } }]`)], []],
	[
		'a form of identities that the gateway has',
		[lets('from: [{ source: { principals: ["*/sa/ingress"] } }]')],
		['like: istio-system/ingress in'],
	],
	['another form', [lets('from: [{ source: { principals: ["*/sa/web"] } }]')], []],
])('%s', (_what, policies, expected) => {
	const ground = shopWith(strict, ...policies);
	expect(through(ground)).toEqual(expected);
	expect(doubtsOf(ground)).toEqual([]);
});

test('where the receiver ends no TLS, the gateway comes without a certificate', () => {
	const disabled = strict.replace('STRICT', 'DISABLE');
	expect(through(shopWith(disabled))).toEqual(['plaintext: istio-system/ingress in']);
});

test('what of the gateway cannot be read is in doubt', () => {
	const ground = shopWith(
		strict,
		lets(`from: [{ source: { principals: [${gatewayIs}] } }]`),
		atGateway('rules: 7', 'broken'),
	);
	expect(through(ground)).toEqual(['identity: istio-system/ingress undecided']);
	expect(doubtsOf(ground).join()).toContain('istio-system/broken');
	const elsewhere = shopWith(strict, lets('from: [{ source: { principals: [cluster.local/ns/shop/sa/web] } }]'));
	expect(doubtsOf(elsewhere)).toEqual([]);
});

test('a gateway of which nobody says the account is noted', () => {
	const ground = groundIn(
		`apiVersion: networking.istio.io/v1
kind: Gateway
metadata: { name: gw, namespace: edge }
spec: { selector: { istio: gateway }, servers: [{ port: { number: 80, name: http, protocol: HTTP }, hosts: ['*'] }] }`,
		`apiVersion: apps/v1
kind: Deployment
metadata: { name: cart, namespace: shop }
spec: { template: { metadata: { labels: { app: cart } }, spec: { containers: [] } } }`,
		lets('from: [{ source: { namespaces: [istio-system] } }]'),
	);
	const { notes } = whoCan(ground, foundBy(ground, 'shop/cart'), { request: undefined, port: undefined });
	expect(notes.join()).toContain('who comes through gateway istio-system/gateway is not said');
});

test('a rule of a gateway for callers with certificates is in doubt, and opens it to nobody', () => {
	const ground = shopWith(atGateway('rules: [{ from: [{ source: { principals: [cluster.local/ns/shop/sa/web] } }] }]'));
	const who = whoCan(ground, foundBy(ground, 'ingress'), { request: undefined, port: undefined });
	expect(who.gates.flatMap(({ entries }) => entries)).toEqual([]);
	expect(who.doubts.join()).toContain('asks for the caller’s certificate');
});
