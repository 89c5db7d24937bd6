// Identities: what each field takes for a caller.
import { expect, test } from 'vitest';
import { principalsMeant, trustDomainsMeant } from '../../../../src/semantics/istio/rule/aliases.ts';
import { namespace, principal, serviceAccount, trustDomain } from '../../../../src/semantics/istio/rule/identity.ts';
import { defaultSettings } from '../../../../src/semantics/istio/world.ts';
import { compile, type Predicate } from '../../../../src/traffic/predicate.ts';
import { facts } from '../objects.ts';

const taken = (predicate: Predicate, peers: readonly string[]) => {
	const matches = compile(predicate);
	expect(matches(facts({ peer: undefined }))).toBe(false);
	return peers.filter((peer) => matches(facts({ peer })));
};

test.each<readonly [what: string, predicate: Predicate, inside: readonly string[], outside: readonly string[]]>([
	['principal', principal('td/ns/a/sa/b'), ['spiffe://td/ns/a/sa/b'], ['td/ns/a/sa/b', 'spiffe://td/ns/a/sa/bc']],
	['principal with scheme', principal('spiffe://td/ns/a/sa/b'), [], ['spiffe://td/ns/a/sa/b']],
	['principal *', principal('*'), ['spiffe://td/x', 'x.example'], []],
	['principal *x', principal('*/sa/b'), ['spiffe://td/ns/a/sa/b'], ['https://td/ns/a/sa/b', 'spiffe://td/sa/bc']],
	['principal x*', principal('td/ns/a/*'), ['spiffe://td/ns/a/sa/b'], ['spiffe://td/ns/ab/sa/b']],
	['principal with a star within', principal('td/*/sa/b'), ['spiffe://td/*/sa/b'], ['spiffe://td/ns/sa/b']],
	['namespace', namespace('a'), ['spiffe://td/ns/a/sa/b', 'x/ns/a/'], ['spiffe://td/ns/ab/sa/b', 'spiffe://td/ns/a']],
	['namespace *', namespace('*'), ['spiffe://td/ns/a/sa/b', 'spiffe://td/ns//sa'], ['spiffe://td/sa/b']],
	[
		'namespace a*b',
		namespace('a*b'),
		['spiffe://td/ns/axb/sa/c', 'spiffe://td/ns/ab/sa', 'spiffe://td/ns/a/sa/b/'],
		['spiffe://td/ns/a/sa/c'],
	],
	['namespace *sa', namespace('*sa'), ['spiffe://td/ns/a/sa/b'], ['spiffe://td/ns/a/xx/b']],
	['namespace with a dot', namespace('a.b'), ['spiffe://td/ns/a.b/sa/c'], ['spiffe://td/ns/axb/sa/c']],
	[
		'account',
		serviceAccount('a/b', 'own'),
		['spiffe://td/ns/a/sa/b', 'spiffe://x/y/ns/a/sa/b', 'spiffe://td/ns/a/k/v/sa/b', 'spiffe://td/ns/a/sa/b/k/v'],
		['spiffe://td/ns/a/sa/bc', 'spiffe://td/ns/a/xsa/b', 'spiffe:///ns/a/sa/b', 'spiffe://td/ns/own/sa/b'],
	],
	['account of its own', serviceAccount('b', 'own'), ['spiffe://td/ns/own/sa/b'], ['spiffe://td/ns/a/sa/b']],
	['trust domain', trustDomain('td'), ['spiffe://td/x', 'spiffe://td/'], ['spiffe://tdx/x', 'spiffe://td', 'td/x']],
	['trust domain *', trustDomain('*'), ['spiffe://td/x', 'spiffe://'], ['td/x']],
	['trust domain t*', trustDomain('t*'), ['spiffe://td/x', 'spiffe://t/x'], ['spiffe://x/t/y', 'spiffe://t']],
	['trust domain *d', trustDomain('*d'), ['spiffe://td/x'], ['spiffe://t/d/x']],
])('%s', (_, predicate, inside, outside) => {
	expect(taken(predicate, [...inside, ...outside])).toEqual(inside);
});

const mesh = { ...defaultSettings, trustDomain: 'new.example', trustDomainAliases: ['old.example'] };

test.each([
	['new.example/ns/a/sa/b', ['new.example/ns/a/sa/b', 'old.example/ns/a/sa/b']],
	['old.example/ns/a/sa/b', ['new.example/ns/a/sa/b', 'old.example/ns/a/sa/b']],
	['cluster.local/ns/a/sa/b', ['new.example/ns/a/sa/b', 'old.example/ns/a/sa/b']],
	['cluster.local/ns/a/sa/*', ['new.example/ns/a/sa/*', 'old.example/ns/a/sa/*']],
	['cluster.local/ns/a/*', ['cluster.local/ns/a/*']],
	['else.example/ns/a/sa/b', ['else.example/ns/a/sa/b']],
	['*/ns/a/sa/b', ['*/ns/a/sa/b']],
	['*.example/ns/a/sa/b', ['*.example/ns/a/sa/b']],
	['new*/ns/a/sa/b', ['new.example/ns/a/sa/b', 'old.example/ns/a/sa/b']],
	['*w.example/ns/a/sa/b', ['*w.example/ns/a/sa/b', 'old.example/ns/a/sa/b']],
	['*', ['*']],
	['a/b', ['a/b']],
])('the principal %s means %j', (value, meant) => {
	expect(principalsMeant(value, mesh)).toEqual(meant);
});

test.each([
	['new.example', ['new.example', 'old.example']],
	['old.example', ['new.example', 'old.example']],
	['cluster.local', ['cluster.local']],
	['new*', ['new*']],
])('the trust domain %s means %j', (value, meant) => {
	expect(trustDomainsMeant(value, mesh)).toEqual(meant);
});
