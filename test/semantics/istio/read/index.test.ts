// Reading: the forms that mean the same, the forms that do not, and objects of other kinds.
import { load } from 'js-yaml';
import { expect, test } from 'vitest';
import { readManifests } from '../../../../src/semantics/istio/read/index.ts';
import { peers, policy, tokens } from '../objects.ts';

const none = { values: [], notValues: [] };

test('a whole AuthorizationPolicy, from YAML', () => {
	const { policies, problems } = readManifests([
		load(`
apiVersion: security.istio.io/v1beta1
kind: AuthorizationPolicy
metadata: { name: cart, namespace: shop, creationTimestamp: "2026-01-02T03:04:05Z", annotations: { istio.io/dry-run: "true" } }
spec:
  selector: { matchLabels: { app: cart } }
  action: DENY
  rules:
    - from:
        - source: { principals: [a, b], notNamespaces: [c] }
      to:
        - operation: { ports: ["8080"], notPaths: [/x] }
      when:
        - { key: source.ip, values: [10.0.0.0/8], notValues: [10.1.0.0/16] }
status: { conditions: [] }
`),
	]);
	expect(problems).toEqual([]);
	expect(policies).toEqual([
		{
			namespace: 'shop',
			name: 'cart',
			created: '2026-01-02T03:04:05Z',
			attachment: { kind: 'selector', labels: { app: 'cart' } },
			action: 'DENY',
			provider: undefined,
			dryRun: true,
			rules: [
				{
					index: 0,
					from: [
						{
							principals: { values: ['a', 'b'], notValues: [] },
							requestPrincipals: none,
							namespaces: { values: [], notValues: ['c'] },
							serviceAccounts: none,
							trustDomains: none,
							ipBlocks: none,
							remoteIpBlocks: none,
						},
					],
					to: [
						{
							hosts: none,
							ports: { values: ['8080'], notValues: [] },
							methods: none,
							paths: { values: [], notValues: ['/x'] },
						},
					],
					when: [{ key: 'source.ip', values: ['10.0.0.0/8'], notValues: ['10.1.0.0/16'] }],
				},
			],
		},
	]);
});

test('a whole RequestAuthentication', () => {
	const rule = {
		issuer: 'https://idp',
		audiences: ['a'],
		jwksUri: 'https://idp/keys',
		fromHeaders: [{ name: 'x-a', prefix: 'B ' }, { name: 'x-b' }],
		fromParams: ['p'],
		fromCookies: ['c'],
		outputPayloadToHeader: 'x-p',
		outputClaimToHeaders: [{ header: 'x-t', claim: 'tenant' }],
		forwardOriginalToken: true,
		timeout: '5s',
		spaceDelimitedClaims: ['groups'],
	};
	const { timeout, ...rest } = rule;
	const { requestAuthentications, problems } = readManifests([
		tokens('t', { jwtRules: [rule, { jwksUri: 'http://a/b' }] }),
	]);
	expect(problems).toEqual([]);
	expect(requestAuthentications[0]?.jwtRules).toEqual([
		{
			...rest,
			object: 'shop/t',
			jwks: undefined,
			fromHeaders: [
				{ name: 'x-a', prefix: 'B ' },
				{ name: 'x-b', prefix: '' },
			],
		},
		expect.objectContaining({ issuer: undefined, jwksUri: 'http://a/b', forwardOriginalToken: false, audiences: [] }),
	]);
	expect(timeout).toBe('5s');
});

test('a whole PeerAuthentication', () => {
	const spec = {
		selector: { matchLabels: { app: 'cart' } },
		mtls: { mode: 'STRICT' },
		portLevelMtls: { 8080: { mode: 'PERMISSIVE' }, 9090: {}, 9091: { mode: 'UNSET' } },
	};
	const { peerAuthentications, problems } = readManifests([peers('p', spec)]);
	expect(problems).toEqual([]);
	expect(peerAuthentications[0]).toMatchObject({
		mode: 'STRICT',
		ports: { 8080: 'PERMISSIVE', 9090: 'UNSET', 9091: 'UNSET' },
		attachment: { kind: 'selector', labels: { app: 'cart' } },
	});
});

test.each([
	['spec: {}', policy('a', {})],
	['no spec', policy('a', undefined)],
	['rules: []', policy('a', { rules: [] })],
	['the default action', policy('a', { action: 'ALLOW' })],
	['targetRefs: []', policy('a', { targetRefs: [] })],
	['no namespace is default', { ...policy('a', {}), metadata: { name: 'a' } }, 'default'],
])('%s: allows nothing, in the whole namespace', (_, object, namespace = 'shop') => {
	expect(readManifests([object])).toMatchObject({
		policies: [{ namespace, action: 'ALLOW', rules: [], attachment: { kind: 'namespace' }, dryRun: false }],
		problems: [],
	});
});

test.each([
	['{}', {}],
	['from: []', { from: [] }],
	['from: [] and to: []', { from: [], to: [], when: [] }],
])('the rule %s has no condition', (_, rule) => {
	const { policies, problems } = readManifests([policy('a', { action: 'DENY', rules: [rule] })]);
	expect(policies[0]?.rules).toEqual([{ index: 0, from: [], to: [], when: [] }]);
	expect(problems).toEqual([]);
});

test('an empty entry is skipped, and the others keep their numbers', () => {
	const { policies, problems } = readManifests([policy('a', { rules: [null, {}] })]);
	expect(policies[0]?.rules.map(({ index }) => index)).toEqual([1]);
	expect(problems).toMatchObject([{ kind: 'refused', path: 'spec.rules[0]' }]);
});

test('selectors and targets', () => {
	const target = { group: '', kind: 'Service', name: 'cart' };
	const attachment = (spec: object) => readManifests([policy('a', { ...spec })]).policies[0]?.attachment;
	expect(attachment({ targetRefs: [target] })).toEqual({ kind: 'targets', targets: [target] });
	expect(attachment({ targetRef: target })).toEqual({ kind: 'targets', targets: [target] });
	expect(attachment({ targetRef: { kind: 'Service', name: 'cart' } })).toEqual({ kind: 'targets', targets: [target] });
	expect(attachment({ selector: {} })).toEqual({ kind: 'selector', labels: {} });
	expect(attachment({ selector: { matchLabels: {} } })).toEqual({ kind: 'selector', labels: {} });
});

test('lists of objects, empty documents, other kinds', () => {
	const service = { apiVersion: 'v1', kind: 'Service', metadata: { name: 's' } };
	const { policies, peerAuthentications, others, problems } = readManifests([
		null,
		undefined,
		{ apiVersion: 'v1', kind: 'List', items: [policy('a', {}), service] },
		{
			apiVersion: 'security.istio.io/v1',
			kind: 'PeerAuthenticationList',
			items: [{ metadata: { name: 'p', namespace: 'n' }, spec: {} }],
		},
		'text',
		7,
		{ apiVersion: 'example.com/v1', kind: 'AuthorizationPolicy', metadata: { name: 'not-ours' } },
	]);
	expect(policies.map(({ name }) => name)).toEqual(['a']);
	expect(peerAuthentications.map(({ name }) => name)).toEqual(['p']);
	expect(others).toEqual([service, 'text', 7, expect.objectContaining({ apiVersion: 'example.com/v1' })]);
	expect(problems).toEqual([]);
});

test('times of making: texts and dates', () => {
	const created = (creationTimestamp: unknown) =>
		readManifests([policy('a', {}, 'shop', { creationTimestamp })]).policies[0]?.created;
	expect(created('2026-01-02T03:04:05Z')).toBe('2026-01-02T03:04:05Z');
	expect(created(new Date('2026-01-02T03:04:05Z'))).toBe('2026-01-02T03:04:05.000Z');
	expect(created(null)).toBe(undefined);
	expect(readManifests([policy('a', {}, 'shop', { creationTimestamp: 'soon' })]).problems).toMatchObject([
		{ kind: 'unreadable', path: 'metadata.creationTimestamp' },
	]);
});
