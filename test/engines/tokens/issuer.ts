// Plays, over loopback, everyone outside Keycloak whose word it takes: the Kubernetes cluster that issues service-account
// tokens, and each client that publishes keys of its own. Keys are made for the run. What it signs is right unless the
// caller says what to put wrong.
import { generateKeyPairSync, type KeyObject, randomUUID, sign } from 'node:crypto';
import { createServer } from 'node:http';

export interface LoopbackIssuer {
	/** The `iss` of service-account tokens; its discovery document is below it. */
	readonly url: string;
	/** Where the keys of a client stand. */
	readonly jwksUrl: (clientId: string) => string;
	/** A service-account token of the cluster, as the kubelet projects it into a pod. */
	readonly serviceAccountToken: (account: ServiceAccount, audience: string, wrong?: Wrong) => string;
	/** What a client signs to prove itself by `private_key_jwt` (RFC 7523 2.2). */
	readonly clientAssertion: (clientId: string, audience: string, wrong?: Wrong) => string;
	readonly stop: () => Promise<void>;
}

export interface ServiceAccount {
	readonly namespace: string;
	readonly serviceAccount: string;
}

/** What is not as it should be. Claims replace those that would stand there; `undefined` leaves one out. */
export interface Wrong {
	readonly claims?: Readonly<Record<string, unknown>>;
	/** `stranger`: signed by a key that nobody published, under the published key's id. `none`: not signed at all. */
	readonly signature?: 'stranger' | 'none';
}

interface Signer {
	readonly id: string;
	readonly algorithm: 'RS256' | 'ES256';
	readonly privateKey: KeyObject;
	readonly publicKey: KeyObject;
}

/** Listens on a free port of 127.0.0.1. */
export async function startIssuer(): Promise<LoopbackIssuer> {
	const cluster = signer('RS256', 'cluster');
	const clients = new Map<string, Signer>();
	const ofClient = (clientId: string): Signer => {
		const known = clients.get(clientId) ?? signer('ES256', `key-of-${clientId}`);
		clients.set(clientId, known);
		return known;
	};
	const server = createServer((request, response) => {
		const document = documentAt(request.url ?? '/', url, cluster, ofClient);
		response.writeHead(document === undefined ? 404 : 200, { 'content-type': 'application/json' });
		response.end(JSON.stringify(document ?? {}));
	});
	const port = await new Promise<number>((resolve, reject) => {
		server.once('error', reject).listen(0, '127.0.0.1', () => {
			const address = server.address();
			resolve(typeof address === 'object' && address !== null ? address.port : 0);
		});
	});
	const url = `http://127.0.0.1:${port}`;
	return {
		url,
		jwksUrl: (clientId) => `${url}/clients/${encodeURIComponent(clientId)}/keys`,
		serviceAccountToken: (account, audience, wrong) =>
			jwt(cluster, { ...times(600), ...serviceAccountClaims(url, account), aud: [audience] }, wrong),
		clientAssertion: (clientId, audience, wrong) =>
			jwt(ofClient(clientId), { ...times(50), iss: clientId, sub: clientId, aud: audience }, wrong),
		stop: () =>
			new Promise((resolve) => {
				server.close(() => resolve());
				server.closeAllConnections();
			}),
	};
}

function documentAt(path: string, url: string, cluster: Signer, ofClient: (id: string) => Signer): object | undefined {
	if (path === '/.well-known/openid-configuration') {
		return {
			issuer: url,
			jwks_uri: `${url}/openid/v1/jwks`,
			response_types_supported: ['id_token'],
			subject_types_supported: ['public'],
			id_token_signing_alg_values_supported: ['RS256'],
		};
	}
	if (path === '/openid/v1/jwks') return { keys: [publicJwk(cluster)] };
	const client = /^\/clients\/([^/]+)\/keys$/.exec(path)?.[1];
	return client === undefined ? undefined : { keys: [publicJwk(ofClient(decodeURIComponent(client)))] };
}

/** Source: Kubernetes documentation, "Managing Service Accounts", bound tokens. */
const serviceAccountClaims = (issuer: string, { namespace, serviceAccount }: ServiceAccount) => ({
	iss: issuer,
	sub: `system:serviceaccount:${namespace}:${serviceAccount}`,
	'kubernetes.io': { namespace, serviceaccount: { name: serviceAccount } },
});

function times(seconds: number) {
	const now = Math.floor(Date.now() / 1000);
	return { iat: now, nbf: now, exp: now + seconds, jti: randomUUID() };
}

function signer(algorithm: Signer['algorithm'], id: string): Signer {
	const pair =
		algorithm === 'RS256'
			? generateKeyPairSync('rsa', { modulusLength: 2048 })
			: generateKeyPairSync('ec', { namedCurve: 'P-256' });
	return { id, algorithm, ...pair };
}

const publicJwk = ({ id, algorithm, publicKey }: Signer) => ({
	...publicKey.export({ format: 'jwk' }),
	kid: id,
	alg: algorithm,
	use: 'sig',
});

function jwt(by: Signer, claims: Readonly<Record<string, unknown>>, wrong: Wrong = {}): string {
	const algorithm = wrong.signature === 'none' ? 'none' : by.algorithm;
	const text = [
		{ alg: algorithm, kid: by.id, typ: 'JWT' },
		{ ...claims, ...wrong.claims },
	]
		.map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
		.join('.');
	if (wrong.signature === 'none') return `${text}.`;
	const { privateKey } = wrong.signature === 'stranger' ? signer(by.algorithm, by.id) : by;
	const signature = sign('sha256', Buffer.from(text), { key: privateKey, dsaEncoding: 'ieee-p1363' });
	return `${text}.${signature.toString('base64url')}`;
}
