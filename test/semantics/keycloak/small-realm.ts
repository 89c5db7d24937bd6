// Builds small realms for tests, whole ones unless said otherwise: a test writes only what it is about.
import { readRealm } from '../../../src/semantics/keycloak/index.ts';

type Values = Readonly<Record<string, unknown>>;

export const client = (clientId: string, change: Values = {}): Values => ({
	clientId,
	enabled: true,
	protocol: 'openid-connect',
	publicClient: false,
	bearerOnly: false,
	clientAuthenticatorType: 'client-jwt',
	standardFlowEnabled: false,
	implicitFlowEnabled: false,
	directAccessGrantsEnabled: false,
	serviceAccountsEnabled: true,
	fullScopeAllowed: false,
	redirectUris: [],
	defaultClientScopes: [],
	optionalClientScopes: [],
	protocolMappers: [],
	...change,
	attributes: { 'use.jwks.url': 'true', 'jwks.url': 'https://keys.example', ...(change.attributes as object) },
});

export const mapper = (protocolMapper: string, config: Values = {}): Values => ({
	name: protocolMapper,
	protocol: 'openid-connect',
	protocolMapper,
	config: { 'access.token.claim': 'true', ...config },
});

export const audience = (id: string): Values => mapper('oidc-audience-mapper', { 'included.client.audience': id });

export const scope = (name: string, protocolMappers: readonly Values[] = [], named = true): Values => ({
	name,
	protocol: 'openid-connect',
	attributes: { 'include.in.token.scope': String(named) },
	protocolMappers,
});

/** A policy with one profile of its own. */
export interface SmallPolicy {
	readonly mode?: string;
	readonly conditions: readonly (readonly [string, Values])[];
	readonly executors: readonly (readonly [string, Values])[];
}

export interface SmallRealm {
	readonly clients?: readonly Values[];
	readonly scopes?: readonly Values[];
	readonly policies?: readonly SmallPolicy[];
	readonly more?: Values;
}

export const document = ({ clients = [], scopes = [], policies = [], more = {} }: SmallRealm): Values => ({
	realm: 'small',
	enabled: true,
	clients,
	clientScopes: scopes,
	defaultDefaultClientScopes: [],
	defaultOptionalClientScopes: [],
	clientProfiles: {
		profiles: policies.map(({ executors }, index) => ({
			name: `profile-${index}`,
			executors: executors.map(([executor, configuration]) => ({ executor, configuration })),
		})),
	},
	clientPolicies: {
		policies: policies.map(({ mode, conditions }, index) => ({
			name: `policy-${index}`,
			enabled: true,
			...(mode === undefined ? {} : { mode }),
			conditions: conditions.map(([condition, configuration]) => ({ condition, configuration })),
			profiles: [`profile-${index}`],
		})),
	},
	...more,
});

export const read = (small: SmallRealm) => readRealm(document(small), { issuer: 'https://idp.example/realms/small' });

export const realmOf = (small: SmallRealm) => read(small).realm;

export const reject: SmallPolicy['executors'] = [['reject-request', {}]];
