// One name, one meaning: a Service is all its pods, and what could be several things is asked back.
import { loadAll } from 'js-yaml';
import { expect, test } from 'vitest';
import { defaultSettings, doubtsIn, readWorld } from '../../../../src/semantics/istio/index.ts';
import { enforcersOf, fullNameOf, meantBy } from '../../../../src/semantics/istio/surroundings/index.ts';

const deployment = (name: string, app: string, namespace = 'shop'): string => `---
apiVersion: apps/v1
kind: Deployment
metadata: { name: ${name}, namespace: ${namespace} }
spec: { template: { metadata: { labels: { app: ${app} } }, spec: { containers: [] } } }
`;
const service = (name: string, app: string, namespace = 'shop'): string => `---
apiVersion: v1
kind: Service
metadata: { name: ${name}, namespace: ${namespace} }
spec: { selector: { app: ${app} }, ports: [{ port: 80 }] }
`;

const shop = [
	service('web', 'web'),
	deployment('web', 'web'),
	deployment('web-canary', 'web'),
	deployment('cart', 'cart'),
	service('cart', 'cart'),
	deployment('ledger', 'ledger'),
	service('ledger', 'cart'),
	deployment('cart', 'cart', 'other'),
].join('');

const meant = (name: string, yaml = shop) => meantBy(enforcersOf(loadAll(yaml)), name, 'manifests').map(fullNameOf);

test.each([
	['shop/web', ['shop/web', 'shop/web-canary']],
	['web', ['shop/web', 'shop/web-canary']],
	['service/shop/web', ['shop/web', 'shop/web-canary']],
	['deployment/shop/web', ['shop/web']],
	['Deployment/shop/web', ['shop/web']],
	['web-canary', ['shop/web-canary']],
	['shop/cart', ['shop/cart']],
	['other/cart', ['other/cart']],
	['deployment/shop/ledger', ['shop/ledger']],
	['service/shop/ledger', ['shop/cart']],
])('%s', (name, expected) => {
	expect(meant(name)).toEqual(expected);
});

test.each([
	['cart', '`cart` could be `service/shop/cart` or `deployment/other/cart`'],
	['shop/ledger', '`shop/ledger` could be `service/shop/ledger` or `deployment/shop/ledger`'],
	['shop/wbe', 'the manifests have no workload, Service, or Gateway `shop/wbe`'],
	['statefulset/shop/web', 'no workload, Service, or Gateway `statefulset/shop/web`'],
	['a/deployment/shop/web', 'no workload, Service, or Gateway'],
	['', 'no workload, Service, or Gateway ``'],
])('%s is asked back', (name, message) => {
	expect(() => meant(name)).toThrow(message);
});

test('an object that cannot be read is in doubt in its namespace; one of the root namespace everywhere', () => {
	const broken = (namespace: string) => ({
		apiVersion: 'security.istio.io/v1',
		kind: 'AuthorizationPolicy',
		metadata: { name: 'broken', namespace },
		spec: { rules: 7 },
	});
	const doubts = (namespace: string, asked: string) => {
		const [, problems] = readWorld([broken(namespace)], defaultSettings);
		return doubtsIn({ mesh: defaultSettings, problems }, [asked, undefined]).length;
	};
	expect(doubts('shop', 'shop')).toBe(1);
	expect(doubts('shop', 'edge')).toBe(0);
	expect(doubts('istio-system', 'edge')).toBe(1);
});
