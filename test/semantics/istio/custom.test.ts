// CUSTOM: who is asked, and where nobody can be, who is denied.
import { expect, test } from 'vitest';
import { customGuards } from '../../../src/semantics/istio/custom.ts';
import type { ExtensionProvider, MeshSettings } from '../../../src/semantics/istio/world.ts';
import { policy, worldOf } from './objects.ts';

const one: ExtensionProvider = { name: 'one', protocol: 'http' };
const two: ExtensionProvider = { name: 'two', protocol: 'grpc' };

const custom = (name: string, provider: string, ...rules: readonly object[]) =>
	policy(name, { action: 'CUSTOM', provider: { name: provider }, rules });

function guards(objects: readonly unknown[], mesh: Partial<MeshSettings>, speaks: 'http' | 'tcp' = 'http') {
	const world = worldOf(objects, mesh);
	const all = customGuards(world.policies, world.mesh, { speaks, splitsPrincipal: false });
	return all.map(({ policy: name, rule, provider, effect }) => `${name} ${rule}: ${effect} ${provider}`);
}

test('each rule asks the provider of its policy', () => {
	expect(guards([custom('b', 'one', {}, {}), custom('a', 'one', {})], { extensionProviders: [one] })).toEqual([
		'shop/b 0: ask one',
		'shop/b 1: ask one',
		'shop/a 0: ask one',
	]);
});

test('an undeclared provider denies what its rules match, as one declared twice and one whose name is no label', () => {
	const denied = ['shop/a 0: deny one'];
	expect(guards([custom('a', 'one', {})], { extensionProviders: [two] })).toEqual(denied);
	expect(guards([custom('a', 'one', {})], { extensionProviders: [one, one] })).toEqual(denied);
	const upper = { extensionProviders: [{ name: 'One', protocol: 'http' }] } as const;
	expect(guards([custom('a', 'One', {})], upper)).toEqual(['shop/a 0: deny One']);
	expect(guards([custom('a', 'One', {})], { ...upper, istio: '1.29.2' })).toEqual(['shop/a 0: ask One']);
});

test('two providers deny what any of their rules matches, unless the flag lets both be asked', () => {
	const objects = [custom('a', 'two', {}), custom('b', 'one', {})];
	const extensionProviders = [one, two];
	expect(guards(objects, { extensionProviders })).toEqual(['shop/b 0: deny one', 'shop/a 0: deny two']);
	expect(guards(objects, { extensionProviders, manyCustomProviders: true })).toEqual([
		'shop/b 0: ask one',
		'shop/a 0: ask two',
	]);
});

test('on bytes a provider that speaks HTTP is left out, but denies where it cannot be asked', () => {
	const extensionProviders = [one, two];
	expect(guards([custom('a', 'one', {})], { extensionProviders }, 'tcp')).toEqual([]);
	expect(guards([custom('a', 'two', {})], { extensionProviders }, 'tcp')).toEqual(['shop/a 0: ask two']);
	expect(guards([custom('a', 'one', {})], {}, 'tcp')).toEqual(['shop/a 0: deny one']);
	const both = [custom('a', 'one', {}), custom('b', 'two', {})];
	expect(guards(both, { extensionProviders }, 'tcp')).toEqual(['shop/a 0: deny one', 'shop/b 0: deny two']);
});

test('on bytes the rules lose their HTTP fields, as those of DENY do', () => {
	const rule = { to: [{ operation: { paths: ['/a'] } }] };
	expect(guards([custom('a', 'two', rule)], { extensionProviders: [two] }, 'tcp')).toEqual(['shop/a 0: ask two']);
});
