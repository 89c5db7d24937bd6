// The whole catalog: one schema for TypeScript, YAML and JSON alike. It says what a catalog looks like; what its parts
// mean to each other is checked in `../checks`.
import { z } from 'zod';
import { client, gateway, hosts, networkTarget, service } from './services.ts';
import * as word from './words.ts';

const issuer = z.strictObject({
	keycloak: z.strictObject({ url: word.keycloakUrl, realm: word.realmName }),
	jwksUri: word.keySetUrl.optional(),
	kubernetesIssuer: word.httpsUrl.optional(),
	network: networkTarget.optional(),
});

const issuerOverlay = z.strictObject({
	keycloak: z.strictObject({ url: word.keycloakUrl.optional(), realm: word.realmName.optional() }).optional(),
	jwksUri: word.keySetUrl.optional(),
	kubernetesIssuer: word.httpsUrl.optional(),
	network: networkTarget.optional(),
});

const tokens = z.strictObject({ lifetimeSeconds: word.lifetimeSeconds.optional() });

const environment = z.strictObject({
	trustDomain: word.trustDomain.optional(),
	issuers: z.record(word.name, issuerOverlay).optional(),
	hosts: z.record(word.name, hosts).optional(),
	clients: z
		.record(
			word.name,
			z.strictObject({
				redirectUris: word.list(word.redirectUri).optional(),
				webOrigins: word.list(word.webOrigin).optional(),
				postLogoutRedirectUris: word.list(word.redirectUri).optional(),
			}),
		)
		.optional(),
	tokens: tokens.optional(),
	disabled: z.record(word.name, word.words).optional(),
});

const terms = {
	owner: word.owner,
	reason: word.words,
	expires: word.day,
	environments: word.list(word.name).optional(),
};

const exception = z.discriminatedUnion('kind', [
	z.strictObject({ kind: z.literal('plaintext'), service: word.name, operations: word.list(z.string()), ...terms }),
	z.strictObject({ kind: z.literal('shared-identity'), services: word.list(word.name), ...terms }),
	z.strictObject({
		kind: z.literal('long-lived-token'),
		client: word.name,
		lifetimeSeconds: word.longLifetimeSeconds,
		...terms,
	}),
	z.strictObject({
		kind: z.literal('api-key'),
		gateway: word.name,
		provider: word.providerName,
		to: word.name,
		scopes: word.list(word.scopeName),
		...terms,
	}),
]);

export const catalogSchema = z.strictObject({
	name: word.name,
	mesh: z.strictObject({
		trustDomain: word.trustDomain,
		istio: z.enum(['1.28', '1.29', '1.30', '1.31']),
		dataPlane: z.literal('sidecar'),
		rootNamespace: word.namespaceName.optional(),
		egress: z.enum(['scoped', 'open']).optional(),
		networkPolicies: z.enum(['emit', 'none']).optional(),
	}),
	namespaces: word.map(word.namespaceName, z.enum(['owned', 'shared'])),
	environments: word.map(word.name, environment),
	issuers: z.record(word.name, issuer).optional(),
	withoutTokens: word.words.optional(),
	tokens: tokens.optional(),
	tenant: z.strictObject({ claim: word.claimName, header: word.headerName }).optional(),
	services: word.map(word.name, service),
	clients: z.record(word.name, client).optional(),
	gateways: z.record(word.name, gateway).optional(),
	exceptions: z.array(exception).optional(),
});

/** A catalog whose shape and names are in order. */
export type CatalogData = z.output<typeof catalogSchema>;
export type ServiceData = CatalogData['services'][string];
export type ClientData = NonNullable<CatalogData['clients']>[string];
export type GatewayData = NonNullable<CatalogData['gateways']>[string];
export type CallerData = NonNullable<ServiceData['callers']>[number];
export type ExceptionData = NonNullable<CatalogData['exceptions']>[number];
