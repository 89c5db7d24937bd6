// What a team must do to get its tokens: who it is, where to ask, and what to ask for, as plain data. `meshgrant tokens
// <name>` prints it; docs/tokens.md explains it.

import type { AccessModel, Client, Grant } from '../../../access/model.ts';
import { invariant, unreachable } from '../../../core/invariant.ts';
import { groupBy, sortedUnique } from '../../../core/order.ts';

/** `name` is a service, a gateway, or a client outside the mesh. */
export type TokenInstructions =
	| { readonly kind: 'instructions'; readonly plan: TokenPlan }
	/** Known, but it neither asks for tokens nor hands one on. */
	| { readonly kind: 'no-tokens'; readonly name: string; readonly because: string }
	/** Not in this environment; `known` are the names that are. */
	| { readonly kind: 'unknown'; readonly name: string; readonly known: readonly string[] };

export interface TokenPlan {
	readonly name: string;
	readonly environment: string;
	readonly clientId: string;
	readonly issuer: string;
	readonly tokenEndpoint: string;
	/** Only for a client that signs users in. */
	readonly authorizationEndpoint: string;
	/** Upper bound, in seconds, for what it gets. */
	readonly lifetimeSeconds: number;
	readonly authentication: ProofOfClient;
	/** One token for each receiver, way and carrier; sorted by them. */
	readonly requests: readonly TokenRequest[];
}

/** How the client proves to the issuer who it is. `parameters` go into each request's form. */
type ProofOfClient =
	| {
			readonly kind: 'service-account';
			/** Goes into `spec.template.spec` of the Deployment. */
			readonly pod: ServiceAccountPod;
			/** The file, inside the container, to send as `client_assertion`; read it anew for each request. */
			readonly file: string;
			readonly parameters: Readonly<Record<string, string>>;
	  }
	| {
			readonly kind: 'private-key-jwt';
			readonly jwksUrl: string;
			readonly parameters: Readonly<Record<string, string>>;
	  }
	| { readonly kind: 'mtls'; readonly subject: string; readonly parameters: Readonly<Record<string, string>> }
	/** A public client: it has nothing that it could keep secret. */
	| { readonly kind: 'none'; readonly parameters: Readonly<Record<string, string>> };

interface ServiceAccountPod {
	readonly serviceAccountName: string;
	readonly volumes: readonly [
		{
			readonly name: string;
			readonly projected: {
				readonly sources: readonly [
					{
						readonly serviceAccountToken: {
							readonly audience: string;
							readonly expirationSeconds: number;
							readonly path: string;
						};
					},
				];
			};
		},
	];
	readonly containers: readonly [
		{
			readonly name: string;
			readonly volumeMounts: readonly [{ readonly name: string; readonly mountPath: string; readonly readOnly: true }];
		},
	];
}

type TokenWay = 'as itself' | 'exchange' | 'login' | 'forwarded';

export interface TokenRequest {
	readonly way: TokenWay;
	readonly receiver: string;
	/** What the token's `aud` will be: one, unless the token is to be handed on. */
	readonly audiences: readonly string[];
	readonly scopes: readonly string[];
	/** The gateway or service that the token passes through on its way; empty when it goes straight to the receiver. */
	readonly via: string;
	/** Ids of the grants that it serves; sorted. */
	readonly grants: readonly string[];
	/** For `login`: what the browser is sent to `authorizationEndpoint` with. Empty otherwise. */
	readonly authorization: Readonly<Record<string, string>>;
	/** Form fields besides those of `authentication`; `<…>` is to be filled in. Empty for `forwarded`: nothing to ask. */
	readonly parameters: Readonly<Record<string, string>>;
	/** For `forwarded`: whose token is handed on. Else the client itself. */
	readonly presentedBy: string;
}

/** Kubernetes' shortest. Keycloak refuses an assertion older than one hour (26.7.5, measured). */
const assertionSeconds = 600;
const mountPath = '/var/run/secrets/meshgrant';
const volumeName = 'meshgrant-token';
const exchangeGrant = 'urn:ietf:params:oauth:grant-type:token-exchange';
const accessTokenType = 'urn:ietf:params:oauth:token-type:access_token';
const assertionType = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';

/**
 * What the service, gateway or client called `name` must do to get its tokens in this model's environment. Source of the
 * request shapes: Keycloak 26.7.5, each tried on the server (RFC 6749 4.4, RFC 7523 2.2, RFC 8693, RFC 7636).
 */
export function tokenInstructions(model: AccessModel, name: string): TokenInstructions {
	const known = knownNames(model);
	if (!known.includes(name)) return { kind: 'unknown', name, known };
	const grants = model.grants.filter((grant) => concerns(grant, name));
	const client = clientOf(model, grants, name);
	if (client === undefined) return { kind: 'no-tokens', name, because: 'none of its calls carries a token' };
	if (client.state.kind === 'disabled') return { kind: 'no-tokens', name, because: client.state.because };
	const requests = requestsOf(name, grants);
	if (requests.length === 0) return { kind: 'no-tokens', name, because: 'it only receives tokens' };
	return { kind: 'instructions', plan: planOf(model, name, client, requests) };
}

function planOf(model: AccessModel, name: string, client: Client, requests: readonly TokenRequest[]): TokenPlan {
	const protocol = `${client.issuer.issuer}/protocol/openid-connect`;
	return {
		name,
		environment: model.environment,
		clientId: client.id,
		issuer: client.issuer.issuer,
		tokenEndpoint: `${protocol}/token`,
		authorizationEndpoint: client.login.kind === 'browser' ? `${protocol}/auth` : '',
		lifetimeSeconds: client.lifetimeSeconds,
		authentication: proofOf(client),
		requests,
	};
}

const knownNames = (model: AccessModel): string[] =>
	sortedUnique([
		...model.workloads.map((workload) => workload.name),
		...model.clients.filter((client) => client.kind !== 'workload').map((client) => client.id),
	]);

/** A grant concerns whoever calls, and whoever hands a foreign token on. */
const concerns = (grant: Grant, name: string): boolean =>
	(grant.actor.kind === 'service' || grant.actor.kind === 'user') &&
	(grant.caller.name === name || (forwards(grant) && grant.presenter.name === name));

const forwards = (grant: Grant): boolean => grant.actor.kind === 'user' && grant.actor.obtained === 'forwarded';

function clientOf(model: AccessModel, grants: readonly Grant[], name: string): Client | undefined {
	for (const { actor, caller } of grants) {
		if (caller.name === name && (actor.kind === 'service' || actor.kind === 'user')) return actor.client;
	}
	const workload = model.workloads.find((candidate) => candidate.name === name);
	const audience = model.scopes.find((scope) => scope.receiver === workload)?.audience ?? name;
	return model.clients.find((client) => client.id === audience);
}

function requestsOf(name: string, grants: readonly Grant[]): TokenRequest[] {
	const keyOf = (grant: Grant) =>
		JSON.stringify([grant.receiver.name, wayFor(name, grant), viaOf(grant), presentedBy(grant)]);
	return [...groupBy(grants, keyOf).values()].map((group) => requestOf(name, group, grants));
}

/** Whoever hands a token on asks for nothing; the front end whose token it is gets it by login. */
function wayFor(name: string, { actor, caller }: Grant): TokenWay {
	if (actor.kind !== 'user') return 'as itself';
	return actor.obtained === 'forwarded' && caller.name === name ? 'login' : actor.obtained;
}

const viaOf = ({ caller, presenter }: Grant): string => (caller.name === presenter.name ? '' : presenter.name);

const presentedBy = ({ actor }: Grant): string =>
	actor.kind === 'user' || actor.kind === 'service' ? actor.client.id : '';

function requestOf(name: string, group: readonly Grant[], all: readonly Grant[]): TokenRequest {
	const [first] = group;
	invariant(first !== undefined, 'a group has a member');
	const way = wayFor(name, first);
	const carried = way === 'login' && forwards(first) ? all.filter((grant) => goesTo(grant, first.presenter.name)) : [];
	const scopes = sortedUnique([...group, ...carried].map((grant) => grant.scope.name));
	const audiences = sortedUnique([...group, ...carried].map((grant) => grant.scope.audience));
	return {
		way,
		receiver: first.receiver.name,
		audiences,
		scopes,
		via: viaOf(first),
		grants: sortedUnique(group.map((grant) => grant.id)),
		authorization: way === 'login' ? authorizationOf(presentedBy(first), scopes) : {},
		parameters: parametersOf(way, scopes, first.scope.audience),
		presentedBy: presentedBy(first),
	};
}

/** A token that a service hands on must be good for that service, too: it is the one that came in. */
const goesTo = (grant: Grant, receiver: string): boolean => grant.receiver.name === receiver && !forwards(grant);

function parametersOf(way: TokenWay, scopes: readonly string[], audience: string): Record<string, string> {
	const scope = scopes.join(' ');
	switch (way) {
		case 'as itself':
			return { grant_type: 'client_credentials', scope };
		case 'exchange':
			return {
				grant_type: exchangeGrant,
				subject_token: '<the access token that came in>',
				subject_token_type: accessTokenType,
				requested_token_type: accessTokenType,
				scope,
				// A filter, never an addition: the scope is what brings the audience (Keycloak 26.7.5).
				audience,
			};
		case 'login':
			return {
				grant_type: 'authorization_code',
				code: '<from the redirect>',
				code_verifier: '<the PKCE verifier>',
				redirect_uri: '<as in the authorization request>',
			};
		case 'forwarded':
			return {};
		default:
			return unreachable(way);
	}
}

/** RFC 6749 4.1.1, RFC 7636 4.3. Scopes are asked for here, not at the token endpoint. */
const authorizationOf = (clientId: string, scopes: readonly string[]): Record<string, string> => ({
	response_type: 'code',
	client_id: clientId,
	redirect_uri: '<one of the registered>',
	scope: ['openid', ...scopes].join(' '),
	state: '<random>',
	code_challenge: '<SHA-256 of the PKCE verifier, base64url>',
	code_challenge_method: 'S256',
});

function proofOf(client: Client): ProofOfClient {
	const { authentication } = client;
	switch (authentication.kind) {
		case 'none':
			return { kind: 'none', parameters: { client_id: client.id } };
		case 'mtls':
			return { kind: 'mtls', subject: authentication.subject, parameters: { client_id: client.id } };
		case 'private-key-jwt':
			return {
				kind: 'private-key-jwt',
				jwksUrl: authentication.jwksUrl,
				parameters: {
					client_assertion_type: assertionType,
					client_assertion: `<JWT: iss and sub ${client.id}, aud ${client.issuer.issuer}, jti, exp within 60 s>`,
				},
			};
		case 'federated':
			return serviceAccountProof(client.issuer.issuer, authentication.serviceAccount);
		default:
			return unreachable(authentication);
	}
}

/** The audience must be the realm's issuer and nothing else: the token endpoint or a second audience is refused (26.7.5). */
function serviceAccountProof(audience: string, serviceAccountName: string): ProofOfClient {
	const token = { serviceAccountToken: { audience, expirationSeconds: assertionSeconds, path: 'token' } };
	return {
		kind: 'service-account',
		pod: {
			serviceAccountName,
			volumes: [{ name: volumeName, projected: { sources: [token] } }],
			containers: [{ name: '<your container>', volumeMounts: [{ name: volumeName, mountPath, readOnly: true }] }],
		},
		file: `${mountPath}/token`,
		parameters: { client_assertion_type: assertionType, client_assertion: `<content of ${mountPath}/token>` },
	};
}
