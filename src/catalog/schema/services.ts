// Services, clients and gateways: who offers, who asks, who stands at the door.
import { z } from 'zod';
import * as word from './words.ts';

const selector = word.map(word.labelKey, word.labelValue);

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
	targetPort: word.portNumber.exactOptional(),
	protocol: z.enum(['http', 'grpc', 'tcp']),
});

/** Its grammar is read in `operation.ts`, which tells what exactly is wrong with it. */
const operationText = z.string();
const operations = word.list(operationText);

const scope = z.union([
	operations,
	z.strictObject({
		operations,
		tenant: z.literal('required').exactOptional(),
		description: word.words.exactOptional(),
	}),
]);

const caller = z.strictObject({
	from: word.name,
	via: word.name.exactOptional(),
	scopes: word.list(word.scopeName),
	as: z.enum(['service', 'user', 'identity', 'anyone']).exactOptional(),
	because: word.words.exactOptional(),
	crossTenant: word.words.exactOptional(),
});

const call = z.strictObject({
	to: word.name,
	scopes: word.list(word.scopeName),
	via: word.name.exactOptional(),
	forwards: word.name.exactOptional(),
});

const keyAuthentication = z.union([
	z.strictObject({ privateKeyJwt: z.strictObject({ jwksUrl: word.keySetUrl }) }),
	z.strictObject({ mtls: z.strictObject({ subject: word.subjectName }) }),
]);

const browser = {
	webOrigins: word.list(word.webOrigin).exactOptional(),
	postLogoutRedirectUris: word.list(word.redirectUri).exactOptional(),
};

export const service = z.strictObject({
	owner: word.words,
	description: word.words.exactOptional(),
	namespace: word.namespaceName,
	serviceAccount: word.serviceAccountName,
	selector,
	ports: word.map(word.name, port).exactOptional(),
	issuer: word.name.exactOptional(),
	audience: word.name.exactOptional(),
	scopes: word.map(word.scopeName, scope).exactOptional(),
	callers: z.array(caller).exactOptional(),
	calls: z.array(call).exactOptional(),
	probes: z
		.union([z.enum(['rewritten', 'none']), z.strictObject({ direct: operations, because: word.words })])
		.exactOptional(),
	tenant: word.tenantName.exactOptional(),
	authentication: z.union([z.literal('federated'), keyAuthentication]).exactOptional(),
	login: z.strictObject({ redirectUris: word.list(word.redirectUri), ...browser }).exactOptional(),
	external: z.array(externalTarget).exactOptional(),
	disabled: word.words.exactOptional(),
});

export const client = z.strictObject({
	kind: z.enum(['public', 'confidential', 'machine']),
	owner: word.words,
	description: word.words.exactOptional(),
	issuer: word.name.exactOptional(),
	redirectUris: word.list(word.redirectUri).exactOptional(),
	...browser,
	authentication: keyAuthentication.exactOptional(),
	calls: z.array(call),
	tenant: word.tenantName.exactOptional(),
	disabled: word.words.exactOptional(),
});

const route = z.strictObject({
	host: word.name,
	path: word.pathPrefix,
	to: word.name,
	rewrite: word.pathPrefix.exactOptional(),
	public: word.list(word.scopeName).exactOptional(),
	preflight: z
		.strictObject({ answeredBy: z.enum(['gateway', 'service']), origins: word.list(word.webOrigin) })
		.exactOptional(),
});

export const hosts = word.map(word.name, word.list(word.hostName));

export const gateway = z.strictObject({
	owner: word.words,
	description: word.words.exactOptional(),
	namespace: word.namespaceName,
	serviceAccount: word.serviceAccountName,
	selector,
	gatewayApi: word.name.exactOptional(),
	ports: word.map(word.name, port),
	issuer: word.name.exactOptional(),
	hosts,
	routes: z.array(route),
	disabled: word.words.exactOptional(),
});
