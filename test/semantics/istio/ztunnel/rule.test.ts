// Rules at a ztunnel, where they differ from those at an Envoy.
import { expect, test } from 'vitest';
import { readManifests } from '../../../../src/semantics/istio/read/index.ts';
import { ztunnelPredicate } from '../../../../src/semantics/istio/ztunnel/rule.ts';
import { compile } from '../../../../src/traffic/predicate.ts';
import { facts, policy, web } from '../objects.ts';

type Fields = Readonly<Record<string, unknown>>;

const from = (...sources: readonly Fields[]): Fields => ({ from: sources.map((source) => ({ source })) });
const to = (...operations: readonly Fields[]): Fields => ({ to: operations.map((operation) => ({ operation })) });
const when = (key: string, ...values: readonly string[]): Fields => ({ when: [{ key, values }] });
const connection = facts({ sourceAddress: '10.1.2.3', destinationAddress: '10.9.9.9' });
const ours = { principals: ['cluster.local/ns/shop/sa/web'] };

function ask(rule: Fields, action: 'ALLOW' | 'DENY', of = connection): boolean | undefined {
	const [read] = readManifests([policy('a', { rules: [rule] })]).policies[0]?.rules ?? [];
	if (read === undefined) throw new Error('no rule');
	const predicate = ztunnelPredicate(read, action, 'shop');
	return predicate === undefined ? undefined : compile(predicate)(of);
}

test.each<readonly [what: string, rule: Fields, allow: boolean | undefined, deny: boolean]>([
	['nothing asked', {}, true, true],
	['who', from(ours), true, true],
	['who else', from({ principals: ['x'] }), false, false],
	['not who', from({ notPrincipals: ['x'] }), true, true],
	['where', to({ ports: ['8080'] }), true, true],
	['who and where', { ...from(ours), ...to({ ports: ['1'] }) }, false, false],
	['from where', from({ ipBlocks: ['10.0.0.0/8'] }), true, true],
	['to where', when('destination.ip', '10.9.0.0/16'), true, true],
	['DENY of a method stops nobody', to({ methods: ['GET'] }), undefined, false],
	['nor does one of a caller and a method', { ...from(ours), ...to({ methods: ['GET'] }) }, undefined, false],
	['nor does one with a condition on HTTP', { ...from(ours), ...when('request.headers[a]', '*') }, undefined, false],
	['a port beside the method is kept', to({ methods: ['GET'], ports: ['8080'] }), undefined, true],
	['a principal beside the token is kept', from({ ...ours, requestPrincipals: ['*'] }), undefined, true],
	['one of two operations is empty', to({ methods: ['GET'] }, { ports: ['8080'] }), undefined, true],
	['trust domains are lost', from({ ...ours, trustDomains: ['x'] }), true, true],
	['trust domains alone match nobody', from({ trustDomains: ['*'] }), false, false],
	['a condition on the service account matches nobody', when('source.serviceAccount', 'web'), undefined, false],
	['the remote address is HTTP here', when('remote.ip', '10.0.0.0/8'), undefined, false],
])('%s', (_, rule, allow, deny) => {
	expect([ask(rule, 'ALLOW'), ask(rule, 'DENY')]).toEqual([allow, deny]);
});

test.each<readonly [what: string, source: Fields, takes: boolean]>([
	['a namespace', { namespaces: ['shop'] }, true],
	['a namespace by prefix', { namespaces: ['sh*'] }, true],
	['a namespace by suffix', { namespaces: ['*op'] }, true],
	['any namespace', { namespaces: ['*'] }, true],
	['a star within is a letter', { namespaces: ['s*p'] }, false],
	['a suffix does not cross slashes', { namespaces: ['*sa'] }, false],
	['an account of the policy’s namespace', { serviceAccounts: ['web'] }, true],
	['an account elsewhere', { serviceAccounts: ['other/web'] }, false],
	['a trust domain that is no pointer', { principals: ['cluster.local/*'] }, true],
	['a principal by suffix', { principals: ['*/sa/web'] }, true],
	['any principal', { principals: ['*'] }, true],
])('%s', (_, source, takes) => {
	expect(ask(from(source), 'ALLOW', facts({ peer: web }))).toBe(takes);
	expect(ask(from(source), 'ALLOW', facts({ peer: undefined }))).toBe(false);
	const negated = Object.fromEntries(
		Object.entries(source).map(([name, value]) => [`not${name.charAt(0).toUpperCase()}${name.slice(1)}`, value]),
	);
	expect(ask(from(negated), 'ALLOW', facts({ peer: undefined }))).toBe(true);
	expect(ask(from(negated), 'ALLOW', facts({ peer: web }))).toBe(!takes);
});

test('cluster.local and aliases are no pointers', () => {
	const stranger = facts({ peer: 'spiffe://mesh.example/ns/shop/sa/web' });
	expect(ask(from({ principals: ['cluster.local/ns/shop/sa/web'] }), 'ALLOW', stranger)).toBe(false);
});
