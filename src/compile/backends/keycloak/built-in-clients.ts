// The clients of Keycloak's own consoles, and the roles behind them, as a fresh realm of 26.7.5 has them. A realm import
// that names any client scope makes them without scopes, so that nobody can use the account or the admin console; the
// bootstrap realm therefore brings them whole. Read from a real server's export.
import type { BuiltInClient, RealmRole } from '../../../manifests/keycloak.ts';
import { realmOptionals } from './built-in-scopes.ts';

const scopes = ['acr', 'basic', 'email', 'profile', 'roles', 'web-origins'] as const;

/** What the four clients share: public, no grant that is not said, everything written out. */
const common = {
	enabled: true,
	protocol: 'openid-connect',
	publicClient: true,
	bearerOnly: false,
	consentRequired: false,
	alwaysDisplayInConsole: false,
	frontchannelLogout: false,
	standardFlowEnabled: true,
	implicitFlowEnabled: false,
	directAccessGrantsEnabled: false,
	serviceAccountsEnabled: false,
	fullScopeAllowed: false,
	webOrigins: [],
	protocolMappers: [],
	defaultClientScopes: scopes,
	optionalClientScopes: realmOptionals,
} as const;

const named = (clientId: string) => ({ clientId, name: `\${client_${clientId}}` });
const pkce = { 'pkce.code.challenge.method': 'S256' };
const logout = { 'post.logout.redirect.uris': '+' };
const lightweight = { 'client.use.lightweight.access.token.enabled': 'true' };

/** Sorted by id. */
export const builtInClients = (realm: string): readonly BuiltInClient[] => [
	{
		...common,
		...named('account'),
		...consoleAt(`\${authBaseUrl}`, `/realms/${realm}/account/`),
		attributes: logout,
	},
	{
		...common,
		...named('account-console'),
		...consoleAt(`\${authBaseUrl}`, `/realms/${realm}/account/`),
		attributes: { ...logout, ...pkce },
		protocolMappers: [
			{
				name: 'audience resolve',
				protocol: 'openid-connect',
				protocolMapper: 'oidc-audience-resolve-mapper',
				config: {},
			},
		],
	},
	{
		...common,
		...named('admin-cli'),
		rootUrl: '',
		baseUrl: '',
		redirectUris: [],
		standardFlowEnabled: false,
		directAccessGrantsEnabled: true,
		fullScopeAllowed: true,
		attributes: lightweight,
	},
	{
		...common,
		...named('security-admin-console'),
		...consoleAt(`\${authAdminUrl}`, `/admin/${realm}/console/`),
		webOrigins: ['+'],
		fullScopeAllowed: true,
		attributes: { ...lightweight, ...logout, ...pkce },
		protocolMappers: [
			{
				name: 'locale',
				protocol: 'openid-connect',
				protocolMapper: 'oidc-usermodel-attribute-mapper',
				config: {
					'user.attribute': 'locale',
					'claim.name': 'locale',
					'jsonType.label': 'String',
					'access.token.claim': 'true',
					'id.token.claim': 'true',
					'introspection.token.claim': 'true',
					'userinfo.token.claim': 'true',
				},
			},
		],
	},
];

const consoleAt = (rootUrl: string, baseUrl: string) => ({ rootUrl, baseUrl, redirectUris: [`${baseUrl}*`] });

const role = (name: string, composites: RealmRole['composites'] = {}): RealmRole => ({
	name,
	description: `\${role_${name}}`,
	composite: Object.keys(composites).length > 0,
	composites,
});

/** Roles of the realm: what every user has, and what that consists of. */
export const realmRoles = (realm: string): readonly RealmRole[] => [
	{
		...role(defaultRole(realm), {
			realm: ['offline_access', 'uma_authorization'],
			client: { account: ['manage-account', 'view-profile'] },
		}),
		description: `\${role_default-roles}`,
	},
	{ ...role('offline_access'), description: `\${role_offline-access}` },
	role('uma_authorization'),
];

/** The composite role that Keycloak gives every new user of a realm; its name is in lower case (Keycloak 26). */
export const defaultRole = (realm: string): string => `default-roles-${realm.toLowerCase()}`;

/** Roles of the client `account`. */
export const accountRoles: readonly RealmRole[] = [
	role('delete-account'),
	role('manage-account', { client: { account: ['manage-account-links'] } }),
	role('manage-account-links'),
	role('manage-consent', { client: { account: ['view-consent'] } }),
	role('view-applications'),
	role('view-consent'),
	role('view-groups'),
	role('view-profile'),
];

/** The account console may use these roles of the user it acts for. */
export const accountScopeMappings = {
	account: [{ client: 'account-console', roles: ['manage-account', 'view-groups'] }],
};
