// The Keycloak representations that we write (Admin REST API of 26.6 to 26.8), only the fields that our output uses.
// Type aliases rather than interfaces, so that each is also plain JSON.

export type ProtocolMapper = {
	readonly name: string;
	readonly protocol: 'openid-connect' | 'saml';
	readonly protocolMapper: string;
	readonly config: Readonly<Record<string, string>>;
};

export type ClientScope = {
	readonly name: string;
	readonly description: string;
	readonly protocol: 'openid-connect' | 'saml';
	readonly attributes: Readonly<Record<string, string>>;
	readonly protocolMappers: readonly ProtocolMapper[];
};

export type ClientAuthenticator = 'federated-jwt' | 'client-jwt' | 'client-x509';

/** No field is optional: what a client leaves out, Keycloak fills with an open default (26.7.5, REST create). */
export type Client = {
	readonly clientId: string;
	readonly name: string;
	readonly description: string;
	readonly protocol: 'openid-connect';
	readonly enabled: boolean;
	readonly publicClient: boolean;
	readonly bearerOnly: boolean;
	readonly consentRequired: boolean;
	readonly clientAuthenticatorType: ClientAuthenticator;
	readonly standardFlowEnabled: boolean;
	readonly implicitFlowEnabled: boolean;
	readonly directAccessGrantsEnabled: boolean;
	readonly serviceAccountsEnabled: boolean;
	readonly authorizationServicesEnabled: boolean;
	readonly fullScopeAllowed: boolean;
	readonly frontchannelLogout: boolean;
	readonly alwaysDisplayInConsole: boolean;
	readonly rootUrl: string;
	readonly baseUrl: string;
	readonly adminUrl: string;
	readonly redirectUris: readonly string[];
	readonly webOrigins: readonly string[];
	readonly defaultClientScopes: readonly string[];
	readonly optionalClientScopes: readonly string[];
	readonly protocolMappers: readonly ProtocolMapper[];
	readonly attributes: Readonly<Record<string, string>>;
};

/** The account under which a client acts as itself. Without `serviceAccountClientId` it would be an ordinary user. */
export type ServiceAccountUser = {
	readonly username: string;
	readonly enabled: boolean;
	readonly serviceAccountClientId: string;
	readonly attributes: Readonly<Record<string, readonly string[]>>;
};

export type IdentityProvider = {
	readonly alias: string;
	readonly providerId: 'kubernetes';
	readonly enabled: boolean;
	readonly hideOnLogin: boolean;
	readonly config: Readonly<Record<string, string>>;
};

type PolicyExecutor = {
	readonly executor: string;
	readonly configuration: Readonly<Record<string, boolean | string | readonly string[]>>;
};

export type PolicyCondition = {
	readonly condition: string;
	readonly configuration: Readonly<Record<string, boolean | string | readonly string[]>>;
};

export type ClientProfile = {
	readonly name: string;
	readonly description: string;
	readonly executors: readonly PolicyExecutor[];
};

export type ClientPolicy = {
	readonly name: string;
	readonly description: string;
	readonly enabled: boolean;
	/** All conditions must say yes; without it, one yes and no "no" is enough. */
	readonly mode: 'STRICT';
	readonly conditions: readonly PolicyCondition[];
	readonly profiles: readonly string[];
};

/** What both files share: our part of a realm. */
export type RealmPart = {
	readonly realm: string;
	readonly enabled: boolean;
	readonly identityProviders: readonly IdentityProvider[];
	readonly clientScopes: readonly ClientScope[];
	readonly clientProfiles: { readonly profiles: readonly ClientProfile[] };
	readonly clientPolicies: { readonly policies: readonly ClientPolicy[] };
	readonly clients: readonly Client[];
	readonly users: readonly ServiceAccountUser[];
};

export type RealmComponent = {
	readonly providerId: string;
	readonly config: Readonly<Record<string, readonly string[]>>;
};

export type RealmRole = {
	readonly name: string;
	readonly description: string;
	readonly composite: boolean;
	readonly composites: {
		readonly realm?: readonly string[];
		readonly client?: Readonly<Record<string, readonly string[]>>;
	};
};

/** A client of Keycloak's own; it has no authenticator, being public. */
export type BuiltInClient = Omit<
	Client,
	'clientAuthenticatorType' | 'description' | 'adminUrl' | 'authorizationServicesEnabled'
>;

/** A whole realm for a server that does not have it yet. */
export type BootstrapRealm = Omit<RealmPart, 'clients'> & {
	readonly sslRequired: 'all' | 'external';
	readonly registrationAllowed: boolean;
	readonly bruteForceProtected: boolean;
	readonly revokeRefreshToken: boolean;
	readonly refreshTokenMaxReuse: number;
	readonly accessTokenLifespan: number;
	readonly defaultRole: { readonly name: string };
	readonly roles: {
		readonly realm: readonly RealmRole[];
		readonly client: Readonly<Record<string, readonly RealmRole[]>>;
	};
	readonly clients: readonly (Client | BuiltInClient)[];
	readonly defaultDefaultClientScopes: readonly string[];
	readonly defaultOptionalClientScopes: readonly string[];
	readonly scopeMappings: readonly { readonly clientScope: string; readonly roles: readonly string[] }[];
	readonly clientScopeMappings: Readonly<
		Record<string, readonly { readonly client: string; readonly roles: readonly string[] }[]>
	>;
	readonly components: Readonly<Record<string, readonly RealmComponent[]>>;
};
