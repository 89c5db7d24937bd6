// The whole catalog: one schema for TypeScript, YAML and JSON alike. It says what a catalog looks like; what its parts
// mean to each other is checked in `../checks`.
import { z } from 'zod';
import { client, gateway, hosts, networkTarget, service } from './services.ts';
import * as word from './words.ts';

const issuer = z.strictObject({
	keycloak: z.strictObject({ url: word.keycloakUrl, realm: word.realmName }),
	jwksUri: word.keySetUrl.exactOptional(),
	kubernetesIssuer: word.clusterIssuer.exactOptional(),
	network: networkTarget.exactOptional(),
});

const issuerOverlay = z.strictObject({
	keycloak: z
		.strictObject({ url: word.keycloakUrl.exactOptional(), realm: word.realmName.exactOptional() })
		.exactOptional(),
	jwksUri: word.keySetUrl.exactOptional(),
	kubernetesIssuer: word.clusterIssuer.exactOptional(),
	network: networkTarget.exactOptional(),
});

const tokens = z.strictObject({ lifetimeSeconds: word.lifetimeSeconds.exactOptional() });

const environment = z.strictObject({
	trustDomain: word.trustDomain.exactOptional(),
	issuers: z.record(word.name, issuerOverlay).exactOptional(),
	hosts: z.record(word.name, hosts).exactOptional(),
	clients: z
		.record(
			word.name,
			z.strictObject({
				redirectUris: word.list(word.redirectUri).exactOptional(),
				webOrigins: word.list(word.webOrigin).exactOptional(),
				postLogoutRedirectUris: word.list(word.redirectUri).exactOptional(),
			}),
		)
		.exactOptional(),
	tokens: tokens.exactOptional(),
	disabled: z.record(word.name, word.words).exactOptional(),
});

const terms = {
	owner: word.words,
	reason: word.words,
	expires: word.day,
	environments: word.list(word.name).exactOptional(),
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
		network: networkTarget.exactOptional(),
		...terms,
	}),
]);

export const catalogSchema = z.strictObject({
	name: word.name,
	mesh: z.strictObject({
		trustDomain: word.trustDomain,
		istio: z.enum(['1.28', '1.29', '1.30', '1.31']),
		dataPlane: z.literal('sidecar'),
		rootNamespace: word.namespaceName.exactOptional(),
		istiodNamespace: word.namespaceName.exactOptional(),
		egress: z.enum(['scoped', 'open']).exactOptional(),
		networkPolicies: z.enum(['emit', 'none']).exactOptional(),
	}),
	namespaces: word.map(word.namespaceName, z.enum(['owned', 'shared'])),
	environments: word.map(word.name, environment),
	issuers: z.record(word.name, issuer).exactOptional(),
	withoutTokens: word.words.exactOptional(),
	tokens: tokens.exactOptional(),
	tenant: z.strictObject({ claim: word.claimName, header: word.headerName }).exactOptional(),
	services: word.map(word.name, service),
	clients: z.record(word.name, client).exactOptional(),
	gateways: z.record(word.name, gateway).exactOptional(),
	exceptions: z.array(exception).exactOptional(),
});
