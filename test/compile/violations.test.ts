// Our test-side judgement refuses what a real API server was seen to refuse (test/engines/cluster holds it to the server), and
// what only istiod's webhook or good sense refuses.
import { expect, test } from 'vitest';
import type { KubernetesObject } from '../../src/manifests/object.ts';
import { goodJwtRule, mistakes } from '../engines/cluster/mistakes.ts';
import { readExample } from '../examples/read-example.ts';
import { objectsOf } from './backends/output.ts';
import { violations } from './violations.ts';

/** With the labels and annotations that all our objects have, so that their lack is not what is refused. */
function whole(mistake: object): KubernetesObject {
	const { metadata, ...object } = mistake as Omit<KubernetesObject, 'metadata'> & {
		metadata: { name: string; namespace: string };
	};
	return { ...object, metadata: { labels: {}, annotations: {}, ...metadata } };
}

test.for(mistakes)('$what is refused', ({ object }) => {
	expect(violations(whole(object))).not.toEqual([]);
});

test('every object of the sample is accepted', async () => {
	const { files } = await readExample('services.catalog.ts');
	expect(objectsOf(files).length).toBeGreaterThan(0);
	expect(objectsOf(files).flatMap(violations)).toEqual([]);
});

const policy = (spec: object, metadata: object = {}): KubernetesObject =>
	whole({
		apiVersion: 'security.istio.io/v1',
		kind: 'AuthorizationPolicy',
		metadata: { name: 'a', namespace: 'b', ...metadata },
		spec,
	});
const networkPolicy = (spec: object): KubernetesObject => ({
	...policy({ podSelector: {}, ...spec }),
	apiVersion: 'networking.k8s.io/v1',
	kind: 'NetworkPolicy',
});
const jwksAt = (jwksUri: string): KubernetesObject => ({
	...policy({ jwtRules: [{ ...goodJwtRule, jwksUri }] }),
	kind: 'RequestAuthentication',
});
const peer = (cidr: string) => networkPolicy({ ingress: [{ from: [{ ipBlock: { cidr } }] }] });
const port = (value: unknown) => networkPolicy({ ingress: [{ ports: [{ port: value }] }] });

test.for([
	['a legal policy', policy({ selector: { matchLabels: { 'app.kubernetes.io/name': 'A.b_c' } } })],
	['an empty policy', policy({})],
	['a label without value', policy({}, { labels: { tier: '' } })],
	['a key set', jwksAt('https://idp.example:8443/realms/a/protocol/openid-connect/certs')],
	['an IPv6 block', peer('fd00::/8')],
	['the last port', port(65_535)],
	['a named port', port('http-2')],
] as const)('%s is accepted', ([, object]) => {
	expect(violations(object)).toEqual([]);
});

test.for([
	['an empty rule, which is everybody', policy({ action: 'ALLOW', rules: [{}] })],
	['an empty list of sources, which is everybody', policy({ rules: [{ from: [] }] })],
	['a label key with two slashes', policy({}, { labels: { 'a/b/c': '' } })],
	['a label that ends with a dash', policy({}, { labels: { a: 'b-' } })],
	['a namespace with a dot', policy({}, { namespace: 'a.b' })],
	['a status', { ...policy({}), status: {} }],
	['an address without a length', peer('10.0.0.1')],
	['port 0', port(0)],
	['a port with a fraction', port(1.5)],
	['a name of 16 characters for a port', port('a-name-of-16-chr')],
	['a peer that is nobody', networkPolicy({ ingress: [{ from: [{}] }] })],
	[
		'a block and pods in one peer',
		networkPolicy({ ingress: [{ from: [{ ipBlock: { cidr: '10.0.0.0/8' }, podSelector: {} }] }] }),
	],
	['a space in the host of a key set', jwksAt('https://a b/keys')],
	['a key set without a host', jwksAt('https:///keys')],
	['a key set at a port that is none', jwksAt('https://a.example:x')],
	['a kind that we do not write', { ...policy({}), kind: 'EnvoyFilter' }],
] as const)('%s is refused', ([, object]) => {
	expect(violations(object)).not.toEqual([]);
});
