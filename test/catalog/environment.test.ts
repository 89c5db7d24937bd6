// The catalog in one environment: what the overlay says holds, what it does not say stays, nothing else changes.
import { expect, test } from 'vitest';
import { type CatalogData, overlay } from '../../src/catalog/index.ts';
import { InvariantError } from '../../src/core/invariant.ts';

const place = { owner: 'team', namespace: 'shop', selector: { app: 'a' } };
const terms = { owner: 'team', reason: 'old', expires: '2026-12-31' };
const data: CatalogData = {
	name: 'shop',
	mesh: { trustDomain: 'shop.example', istio: '1.30', dataPlane: 'sidecar' },
	namespaces: { shop: 'owned' },
	issuers: {
		shop: { keycloak: { url: 'https://idp.shop.example', realm: 'shop' }, jwksUri: 'https://keys.shop.example/certs' },
	},
	tokens: { lifetimeSeconds: 200 },
	services: { cart: { ...place, serviceAccount: 'cart' } },
	clients: { app: { kind: 'public', owner: 'team', redirectUris: ['https://shop.example/back'], calls: [] } },
	gateways: {
		edge: {
			...place,
			serviceAccount: 'edge',
			ports: { https: { port: 443, protocol: 'http' } },
			hosts: { shop: ['shop.example'], admin: ['admin.shop.example'] },
			routes: [],
		},
	},
	exceptions: [
		{ ...terms, kind: 'plaintext', service: 'cart', operations: ['GET /a'], environments: ['prod'] },
		{ ...terms, kind: 'plaintext', service: 'cart', operations: ['GET /b'] },
	],
	environments: {
		prod: {},
		staging: {
			trustDomain: 'staging.shop.example',
			issuers: { shop: { keycloak: { realm: 'staging' } } },
			hosts: { edge: { shop: ['staging.shop.example'] } },
			clients: { app: { redirectUris: ['https://staging.shop.example/back'] } },
			tokens: { lifetimeSeconds: 60 },
			disabled: { cart: 'not there yet', app: 'no users here', edge: 'closed' },
		},
	},
};

test('an overlay that says nothing changes nothing', () => {
	expect(overlay(data, 'prod')).toEqual(data);
});

test('an overlay takes the place of exactly what it names', () => {
	const there = overlay(data, 'staging');
	expect(there.mesh.trustDomain).toBe('staging.shop.example');
	expect(there.tokens).toEqual({ lifetimeSeconds: 60 });
	expect(there.gateways?.edge?.hosts).toEqual({ shop: ['staging.shop.example'], admin: ['admin.shop.example'] });
	expect(there.clients?.app?.redirectUris).toEqual(['https://staging.shop.example/back']);
	expect([there.services.cart, there.clients?.app, there.gateways?.edge].map((part) => part?.disabled)).toEqual([
		'not there yet',
		'no users here',
		'closed',
	]);
	expect(there.exceptions).toEqual(data.exceptions?.slice(1));
	expect(data.services.cart?.disabled).toBeUndefined();
});

test('keys of another environment never survive a move of the issuer', () => {
	expect(overlay(data, 'staging').issuers?.shop).toEqual({
		keycloak: { url: 'https://idp.shop.example', realm: 'staging' },
	});
});

const network = { cidr: '192.0.2.10/32', port: 8443 };
const issuer = { keycloak: { url: 'https://idp.shop.example', realm: 'shop' }, jwksUri: 'https://idp/keys', network };

test.each([
	['says nothing of Keycloak', {}, issuer],
	['has an empty map for Keycloak', { keycloak: {} }, issuer],
	['repeats the address and realm', { keycloak: issuer.keycloak }, issuer],
	[
		'takes another realm at the same address',
		{ keycloak: { realm: 'other' } },
		{ keycloak: { url: 'https://idp.shop.example', realm: 'other' }, network },
	],
	[
		'moves the issuer',
		{ keycloak: { url: 'https://idp.other.example' } },
		{ keycloak: { url: 'https://idp.other.example', realm: 'shop' } },
	],
	[
		'moves the issuer and says where it is',
		{ keycloak: { url: 'https://idp.other.example' }, network: { cidr: '198.51.100.1/32', port: 443 } },
		{
			keycloak: { url: 'https://idp.other.example', realm: 'shop' },
			network: { cidr: '198.51.100.1/32', port: 443 },
		},
	],
])('keys and network of the issuer where the overlay %s', (_what, there, expected) => {
	const environments = { prod: { issuers: { shop: there } } };
	expect(overlay({ ...data, issuers: { shop: issuer }, environments }, 'prod').issuers?.shop).toEqual(expected);
});

test('names that are no own keys are not found on Object.prototype', () => {
	const odd = JSON.parse('{"toString":"off","valueOf":"off"}');
	expect(overlay({ ...data, environments: { prod: { disabled: odd } } }, 'prod').services).toEqual(data.services);
	expect(() => overlay(data, 'toString')).toThrow(InvariantError);
	expect(() => overlay(data, 'prdo')).toThrow(InvariantError);
});
