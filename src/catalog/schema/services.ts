// Services, clients and gateways: who offers, who asks, who stands at the door.
import { z } from 'zod';
import * as word from './words.ts';

export const selector = word.map(word.labelKey, word.labelValue);

export const networkTarget = z.union([
	z.strictObject({ cidr: word.cidr, port: word.portNumber }),
	z.strictObject({ namespace: word.namespaceName, selector, port: word.portNumber }),
]);

const externalTarget = z.union([
	z.strictObject({ cidr: word.cidr, port: word.portNumber, because: word.words }),
	z.strictObject({ namespace: word.namespaceName, selector, port: word.portNumber, because: word.words }),
]);

const port = z.strictObject({
	port: word.portNumber,
	targetPort: word.portNumber.optional(),
	protocol: z.enum(['http', 'grpc', 'tcp']),
});

/** Its grammar is read in `operation.ts`, which tells what exactly is wrong with it. */
export const operationText = z.string();
const operations = word.list(operationText);

const scope = z.union([
	operations,
	z.strictObject({ operations, tenant: z.literal('required').optional(), description: word.words.optional() }),
]);

const caller = z.strictObject({
	from: word.name,
	via: word.name.optional(),
	scopes: word.list(word.scopeName),
	as: z.enum(['service', 'user', 'identity', 'anyone']).optional(),
	because: word.words.optional(),
	crossTenant: word.words.optional(),
});

const call = z.strictObject({
	to: word.name,
	scopes: word.list(word.scopeName),
	via: word.name.optional(),
	forwards: word.name.optional(),
});

const keyAuthentication = z.union([
	z.strictObject({ privateKeyJwt: z.strictObject({ jwksUrl: word.keySetUrl }) }),
	z.strictObject({ mtls: z.strictObject({ subject: word.subjectName }) }),
]);

const browser = {
	webOrigins: word.list(word.webOrigin).optional(),
	postLogoutRedirectUris: word.list(word.redirectUri).optional(),
};

export const service = z.strictObject({
	owner: word.owner,
	description: word.words.optional(),
	namespace: word.namespaceName,
	serviceAccount: word.serviceAccountName,
	selector,
	ports: word.map(word.name, port).optional(),
	issuer: word.name.optional(),
	audience: word.name.optional(),
	scopes: word.map(word.scopeName, scope).optional(),
	callers: z.array(caller).optional(),
	calls: z.array(call).optional(),
	probes: z
		.union([z.enum(['rewritten', 'none']), z.strictObject({ direct: operations, because: word.words })])
		.optional(),
	tenant: word.tenantName.optional(),
	authentication: z.union([z.literal('federated'), keyAuthentication]).optional(),
	login: z.strictObject({ redirectUris: word.list(word.redirectUri), ...browser }).optional(),
	external: z.array(externalTarget).optional(),
	disabled: word.words.optional(),
});

export const client = z.strictObject({
	kind: z.enum(['public', 'confidential', 'machine']),
	owner: word.owner,
	description: word.words.optional(),
	issuer: word.name.optional(),
	redirectUris: word.list(word.redirectUri).optional(),
	...browser,
	authentication: keyAuthentication.optional(),
	calls: z.array(call),
	tenant: word.tenantName.optional(),
	disabled: word.words.optional(),
});

const route = z.strictObject({
	host: word.name,
	path: word.pathPrefix,
	to: word.name,
	rewrite: word.pathPrefix.optional(),
	public: word.list(word.scopeName).optional(),
	preflight: z
		.strictObject({ answeredBy: z.enum(['gateway', 'service']), origins: word.list(word.webOrigin) })
		.optional(),
});

export const hosts = word.map(word.name, word.list(word.hostName));

export const gateway = z.strictObject({
	owner: word.owner,
	description: word.words.optional(),
	namespace: word.namespaceName,
	serviceAccount: word.serviceAccountName,
	selector,
	gatewayApi: word.name.optional(),
	ports: word.map(word.name, port),
	issuer: word.name.optional(),
	hosts,
	routes: z.array(route),
	disabled: word.words.optional(),
});
