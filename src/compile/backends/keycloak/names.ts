// Names that our definitions bear inside a realm, and the attributes that lead back to the catalog. Everything of ours
// begins with `meshgrant`, except what the catalog itself names: clients and their scopes.

/** Alias of the identity provider that stands for the cluster's service accounts. */
export const kubernetesProvider = 'kubernetes';

/** Client scope that carries the tenant claim. */
export const tenantScope = 'meshgrant-tenant';

/** Mark of the clients that exchange tokens. */
export const exchangeMarkScope = 'meshgrant-exchange';

/** Mark of a single client. */
export const clientMarkScope = (clientId: string): string => `meshgrant-client-${clientId}`;

/** Marks of a client: policies find clients by them, people find the catalog. */
export const clientMark = {
	catalog: 'meshgrant.catalog',
	access: 'meshgrant.access',
	login: 'meshgrant.login',
	source: 'meshgrant.source',
	owner: 'meshgrant.owner',
	grants: 'meshgrant.grants',
	digest: 'meshgrant.digest',
} as const;

/** Username under which Keycloak keeps a client's own account (26.7.5). */
export const serviceAccountOf = (clientId: string): string => `service-account-${clientId.toLowerCase()}`;
