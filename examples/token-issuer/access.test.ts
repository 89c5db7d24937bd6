// What the token-issuer architecture promises, as tests. In a repository of your own, import from 'meshgrant/testing'.
import { expect, test } from 'vitest';
import { access, testNegativeCases } from '../../src/testing/index.ts';

const system = await access(new URL('services.catalog.ts', import.meta.url), { today: '2026-11-24' });

test('the policies and tokens admit exactly what is granted', () => {
	expect(system).toBeProved();
});

test('a token for service A is useless at service B, in whosever hands', () => {
	const call = { from: 'service-a', to: 'service-b', request: 'apps.figures.v1.Figures/Read', as: 'user' } as const;
	expect(system).toAllow(call);
	expect(system).toDeny({ ...call, claims: { aud: 'service-a' } }, { because: 'token', status: 403 });
});

test('nobody reaches service B but service A', () => {
	expect(system).toNever({ from: 'gateway', to: 'service-b' });
	expect(system).toNever({ from: 'console', to: 'service-b' });
	expect(system).toNever({ from: 'exporter', to: 'service-b' });
});

testNegativeCases(system);
