// Ten thousand services with a hundred thousand calls: no check may compare everything with everything.
import { expect, test } from 'vitest';
import { checkCatalog } from '../../../src/catalog/checks/index.ts';
import type { CatalogData, ServiceData } from '../../../src/catalog/index.ts';
import { locateByPath } from '../../../src/core/origin.ts';

const most = 10_000;
const callsEach = 10;

function largeCatalog(from: (caller: string) => string): CatalogData {
	const services: Record<string, ServiceData> = {};
	for (let index = 0; index < most; index++) {
		const neighbours = Array.from({ length: callsEach }, (_, step) => step + 1);
		services[`s${index}x`] = {
			owner: 'team',
			namespace: 'shop',
			serviceAccount: `s${index}x`,
			selector: { 'app.kubernetes.io/part-of': 'shop', app: `s${index}x` },
			ports: { http: { port: 80, protocol: 'http' } },
			scopes: { [`s${index}x.read`]: ['GET /things/{id}'] },
			callers: neighbours.map((step) => ({
				from: from(`s${(index + most - step) % most}x`),
				scopes: [`s${index}x.read`],
				as: 'service',
			})),
			calls: neighbours.map((step) => {
				const to = `s${(index + step) % most}x`;
				return { to, scopes: [`${to}.read`] };
			}),
		};
	}
	return {
		name: 'shop',
		mesh: { trustDomain: 'shop.example', istio: '1.30', dataPlane: 'sidecar' },
		namespaces: { shop: 'owned' },
		environments: { prod: {} },
		issuers: {
			shop: {
				keycloak: { url: 'https://idp.shop.example', realm: 'shop' },
				kubernetesIssuer: 'https://oidc.shop.example',
			},
		},
		services,
	};
}

/** Generous, since machines differ: a quadratic check takes minutes. */
const limitMs = 60_000;

test('a large catalog in order is read in seconds', { timeout: limitMs }, () => {
	const data = largeCatalog((caller) => caller);
	expect(checkCatalog({ data, locate: locateByPath('x') }, '2026-11-24')).toEqual([]);
});

test('a large catalog in which every caller is mistyped, too', { timeout: limitMs }, () => {
	const data = largeCatalog((caller) => caller.replace('x', 'y'));
	const codes = checkCatalog({ data, locate: locateByPath('x') }, '2026-11-24').map(({ code }) => code);
	expect(codes).toHaveLength(most * callsEach);
	expect(new Set(codes)).toEqual(new Set(['ACC001']));
});
