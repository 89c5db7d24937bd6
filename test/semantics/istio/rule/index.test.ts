// Rules as a whole: how fields are joined, what becomes of them on connections without HTTP, and of what istiod cannot say.
import { expect, test } from 'vitest';
import { readManifests } from '../../../../src/semantics/istio/read/index.ts';
import { rulePredicates } from '../../../../src/semantics/istio/rule/index.ts';
import { defaultSettings, type MeshSettings } from '../../../../src/semantics/istio/world.ts';
import type { Facts } from '../../../../src/traffic/facts.ts';
import { compile } from '../../../../src/traffic/predicate.ts';
import { facts, policy } from '../objects.ts';

type Fields = Readonly<Record<string, unknown>>;

interface Way {
	readonly speaks?: 'http' | 'tcp';
	readonly strict?: boolean;
	readonly mesh?: Partial<MeshSettings>;
}

/** What a rule says of facts; undefined: it fell. Problems of the rule do not matter here. */
function ask(rule: Fields, of: Facts, { speaks = 'http', strict = true, mesh = {} }: Way = {}): boolean | undefined {
	const [read] = readManifests([policy('a', { rules: [rule] })]).policies[0]?.rules ?? [];
	if (read === undefined) throw new Error('no rule');
	const place = { mesh: { ...defaultSettings, ...mesh }, namespace: 'shop', splitsPrincipal: false };
	const predicate = rulePredicates({ speaks, strict }, place)(read);
	return predicate === undefined ? undefined : compile(predicate)(of);
}

const from = (...sources: readonly Fields[]): Fields => ({ from: sources.map((source) => ({ source })) });
const to = (...operations: readonly Fields[]): Fields => ({ to: operations.map((operation) => ({ operation })) });
const when = (key: string, more: Fields): Fields => ({ when: [{ key, ...more }] });
const values = (...list: readonly string[]): Fields => ({ values: list });
const ours = { principals: ['cluster.local/ns/shop/sa/web'] };

test.each<readonly [what: string, rule: Fields, is: boolean]>([
	['no condition', {}, true],
	['one of several sources', from({ principals: ['x'] }, ours), true],
	['none of the sources', from({ principals: ['x'] }, { namespaces: ['y'] }), false],
	['all fields of a source', from({ ...ours, namespaces: ['shop'] }), true],
	['not all fields of a source', from({ ...ours, namespaces: ['x'] }), false],
	['one of several values', to({ methods: ['POST', 'GET'] }), true],
	['values without notValues', from({ namespaces: ['*'], notNamespaces: ['shop'] }), false],
	['notValues alone', from({ notNamespaces: ['x', 'y'] }), true],
	['one of the notValues', from({ notNamespaces: ['x', 'shop'] }), false],
	['from and to', { ...from(ours), ...to({ paths: ['/a'] }) }, true],
	['from without to', { ...from(ours), ...to({ paths: ['/b'] }) }, false],
	['a method by prefix', to({ methods: ['G*'] }), true],
	['any method', to({ methods: ['*'] }), true],
	['a method in lower case', to({ methods: ['get'] }), false],
	['a host in upper case', to({ hosts: ['CART'] }), true],
	['a host by suffix', to({ hosts: ['*ART'] }), true],
	['another host', to({ hosts: ['cart:8080'] }), false],
	['a port', to({ ports: ['8080'] }), true],
	['another port', to({ notPorts: ['8080'] }), false],
	['a condition on the port', when('destination.port', values('80', '8080')), true],
	['values and notValues of a condition', when('destination.port', { values: ['8080'], notValues: ['8080'] }), false],
	['an address that is not known', from({ ipBlocks: ['0.0.0.0/0'] }), false],
	['not an address that is not known', from({ notIpBlocks: ['0.0.0.0/0'] }), true],
	['a header that is not there', when('request.headers[x-a]', values('*')), false],
	['not a header that is not there', when('request.headers[x-a]', { notValues: ['*'] }), true],
	['no claims', when('request.auth.claims[a]', values('*')), false],
	['not any claims', when('request.auth.claims[a]', { notValues: ['*'] }), true],
	['no server name', when('connection.sni', values('*')), false],
	['what other filters write', when('experimental.envoy.filters.a[b]', values('*')), false],
	['not what other filters write', when('experimental.envoy.filters.a[b]', { notValues: ['*'] }), true],
	[
		'both conditions',
		{
			when: [
				{ key: 'source.namespace', values: ['shop'] },
				{ key: 'source.principal', values: ['x'] },
			],
		},
		false,
	],
])('%s', (_, rule, is) => {
	expect(ask(rule, facts())).toBe(is);
});

test.each<readonly [key: string, value: string, facts: Parameters<typeof facts>[0]]>([
	['request.headers[X-A]', 'b', { headers: { 'x-a': ['a', 'b'] } }],
	['request.headers[x-a]', '*', { headers: { 'x-a': [''] } }],
	['request.headers[:method]', 'GET', {}],
	['request.headers[host]', 'cart', { headers: { ':authority': ['cart'] } }],
	['source.ip', '10.0.0.0/8', { sourceAddress: '10.1.2.3' }],
	['remote.ip', '2001:db8::/32', { remoteAddress: '2001:db8::7' }],
	['destination.ip', '10.1.2.3', { destinationAddress: '10.1.2.3' }],
	['source.namespace', 'sho*', {}],
	['source.serviceAccount', 'web', {}],
	['source.trustDomain', 'cluster.local', {}],
	['source.principal', '*', {}],
	['request.auth.principal', 'i/s', { payload: { iss: 'i', sub: 's' } }],
	['request.auth.audiences', 'a', { payload: { aud: ['a', 'b'] } }],
	['request.auth.presenter', 'p', { payload: { azp: 'p' } }],
	['request.auth.claims[a][b]', 'c', { payload: { a: { b: ['c'] } } }],
	['connection.sni', '*.example', { serverName: 'a.example' }],
])('%s: %s', (key, value, told) => {
	expect(ask(when(key, values(value)), facts(told))).toBe(true);
	expect(ask(when(key, { notValues: [value] }), facts(told))).toBe(false);
});

/** Fields that have no meaning without HTTP. */
const httpOnly: readonly Fields[] = [
	from({ requestPrincipals: ['*'] }),
	from({ notRequestPrincipals: ['*'] }),
	...['hosts', 'notHosts', 'methods', 'notMethods', 'paths', 'notPaths'].map((name) => to({ [name]: ['x'] })),
	...['request.headers[a]', 'request.auth.principal', 'request.auth.audiences', 'request.auth.presenter'].map((key) =>
		when(key, values('x')),
	),
	when('request.auth.claims[a]', { notValues: ['x'] }),
];

test.each(httpOnly)('on TCP %j takes the ALLOW rule away, and leaves the rest of others', (rule) => {
	const tcp = facts({ method: undefined, path: undefined, host: undefined });
	expect(ask(rule, tcp, { speaks: 'tcp' })).toBe(undefined);
	expect(ask(rule, tcp, { speaks: 'tcp', strict: false })).toBe(true);
	expect(ask({ ...from(ours), ...to({ ports: ['8080'] }), ...rule }, tcp, { speaks: 'tcp', strict: false })).toBe(true);
});

test('on TCP an alternative that is left empty takes everything', () => {
	const rule = to({ ports: ['1'] }, { methods: ['GET'] });
	expect(ask(rule, facts(), { speaks: 'tcp' })).toBe(undefined);
	expect(ask(rule, facts(), { speaks: 'tcp', strict: false })).toBe(true);
});

test('a value that cannot be said: ALLOW loses the rule, others the value, or the field', () => {
	const port = (...ports: readonly string[]) => to({ ports });
	expect(ask(port('http', '8080'), facts())).toBe(undefined);
	expect(ask(port('http', '80'), facts(), { strict: false })).toBe(false);
	expect(ask(port('http'), facts(), { strict: false })).toBe(true);
	expect(ask(from({ ipBlocks: ['x'] }), facts(), { strict: false })).toBe(true);
	expect(ask(when('request.headersfoo[x]', values('1')), facts())).toBe(undefined);
	expect(ask(when('request.headersfoo[x]', values('1')), facts(), { strict: false })).toBe(true);
	expect(ask(when('request.path', values('/a')), facts(), { strict: false })).toBe(undefined);
});

test('what a version does not know, it does not look at', () => {
	const account = from({ serviceAccounts: ['x'] });
	const domain = from({ trustDomains: ['x'] });
	const at = (istio: string): Way => ({ mesh: { istio } });
	expect(ask(account, facts(), at('1.25.0'))).toBe(false);
	expect(ask(account, facts(), at('1.24.6'))).toBe(true);
	expect(ask(domain, facts(), at('1.30.2'))).toBe(false);
	expect(ask(domain, facts(), at('1.30'))).toBe(false);
	expect(ask(domain, facts(), at('1.30.1'))).toBe(true);
	expect(ask(when('source.trustDomain', values('x')), facts(), { ...at('1.29'), strict: false })).toBe(undefined);
	expect(ask(when('source.serviceAccount', values('x')), facts(), { ...at('1.24'), strict: false })).toBe(undefined);
});
