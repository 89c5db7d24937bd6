// What a realm has by itself: the client scopes that Keycloak 26.7.5 makes with every realm, and its default role. Written
// from OIDCLoginProtocolFactory and a realm exported by that version, only as far as access tokens go. Used where
// definitions are a part of a realm that lives.

const speaking = { 'access.token.claim': 'true', 'introspection.token.claim': 'true' };

const mapper = (name: string, protocolMapper: string, config: Readonly<Record<string, string>> = {}) => ({
	name,
	protocol: 'openid-connect',
	protocolMapper,
	config: { ...speaking, ...config },
});

const note = (claim: string, userSessionNote = claim) =>
	mapper(claim, 'oidc-usersessionmodel-note-mapper', { 'claim.name': claim, 'user.session.note': userSessionNote });

const attribute = (claim: string, userAttribute: string, type = 'String') =>
	mapper(claim, 'oidc-usermodel-attribute-mapper', {
		'claim.name': claim,
		'user.attribute': userAttribute,
		'jsonType.label': type,
	});

const scope = (name: string, named: boolean, protocolMappers: readonly object[]) => ({
	name,
	protocol: 'openid-connect',
	attributes: { 'include.in.token.scope': String(named) },
	protocolMappers,
});

const profile = [
	['birthdate', 'birthdate'],
	['family_name', 'lastName'],
	['gender', 'gender'],
	['given_name', 'firstName'],
	['locale', 'locale'],
	['middle_name', 'middleName'],
	['nickname', 'nickname'],
	['picture', 'picture'],
	['preferred_username', 'username'],
	['profile', 'profile'],
	['updated_at', 'updatedAt', 'long'],
	['website', 'website'],
	['zoneinfo', 'zoneinfo'],
] as const;

const roleMapper = (name: string, type: string, claim: string) =>
	mapper(name, type, { 'claim.name': claim, multivalued: 'true' });

export const builtInScopes = [
	scope('acr', false, [mapper('acr', 'oidc-acr-mapper')]),
	scope('address', true, [mapper('address', 'oidc-address-mapper')]),
	scope('basic', false, [note('auth_time', 'AUTH_TIME'), mapper('sub', 'oidc-sub-mapper')]),
	scope('email', true, [attribute('email', 'email'), attribute('email_verified', 'emailVerified', 'boolean')]),
	scope('microprofile-jwt', true, [
		roleMapper('groups', 'oidc-usermodel-realm-role-mapper', 'groups'),
		attribute('upn', 'username'),
	]),
	scope('offline_access', true, []),
	scope('organization', true, [
		mapper('organization', 'oidc-organization-membership-mapper', { 'claim.name': 'organization' }),
	]),
	scope('phone', true, [
		attribute('phone_number', 'phoneNumber'),
		attribute('phone_number_verified', 'phoneNumberVerified', 'boolean'),
	]),
	scope('profile', true, [
		mapper('name', 'oidc-full-name-mapper'),
		...profile.map(([claim, from, type]) => attribute(claim, from, type)),
	]),
	scope('roles', false, [
		mapper('audience resolve', 'oidc-audience-resolve-mapper'),
		roleMapper('client roles', 'oidc-usermodel-client-role-mapper', `resource_access.\${client_id}.roles`),
		roleMapper('realm roles', 'oidc-usermodel-realm-role-mapper', 'realm_access.roles'),
	]),
	scope('service_account', false, [note('client_id'), note('clientHost'), note('clientAddress')]),
	scope('web-origins', false, [mapper('allowed web origins', 'oidc-allowed-origins-mapper')]),
];

export const builtInDefaults: readonly string[] = ['acr', 'basic', 'email', 'profile', 'roles', 'web-origins'];
export const builtInOptionals: readonly string[] = [
	'address',
	'microprofile-jwt',
	'offline_access',
	'organization',
	'phone',
];

/** Roles that gate a built-in scope. */
export const builtInScopeMappings = [{ clientScope: 'offline_access', roles: ['offline_access'] }];

/** What the default role of a fresh realm brings along. */
export const builtInDefaultRole = {
	realm: ['offline_access', 'uma_authorization'],
	client: { account: ['manage-account', 'manage-account-links', 'view-profile'] },
};
