// The client scopes that a fresh realm of Keycloak 26.7.5 has, as data. A realm import that names any client scope gets
// none of them by itself, so the bootstrap realm brings them all; read from a real server's export, held to it by a test.
import type { ClientScope, ProtocolMapper } from '../../../manifests/keycloak.ts';

type Config = Readonly<Record<string, string>>;

/** Where a mapper writes: access token and introspection always, the rest as named. */
const inAccess: Config = { 'access.token.claim': 'true', 'introspection.token.claim': 'true' };
const inId: Config = { ...inAccess, 'id.token.claim': 'true' };
const everywhere: Config = { ...inId, 'userinfo.token.claim': 'true' };

const mapper = (name: string, protocolMapper: string, config: Config): ProtocolMapper => ({
	name,
	protocol: protocolMapper.startsWith('saml-') ? 'saml' : 'openid-connect',
	protocolMapper,
	config,
});

const attribute = (name: string, from: string, claim: string, type = 'String'): ProtocolMapper =>
	mapper(name, 'oidc-usermodel-attribute-mapper', {
		...everywhere,
		'user.attribute': from,
		'claim.name': claim,
		'jsonType.label': type,
	});

const note = (name: string, from: string, claim: string, type = 'String'): ProtocolMapper =>
	mapper(name, 'oidc-usersessionmodel-note-mapper', {
		...inId,
		'user.session.note': from,
		'claim.name': claim,
		'jsonType.label': type,
	});

const roles = (name: string, kind: 'realm' | 'client', claim: string, where: Config): ProtocolMapper =>
	mapper(name, `oidc-usermodel-${kind}-role-mapper`, {
		...where,
		// Keycloak's own export has this filler.
		'user.attribute': 'foo',
		'claim.name': claim,
		'jsonType.label': 'String',
		multivalued: 'true',
	});

/** `listed`: the scope's name goes into tokens. `consent`: the text of the consent screen, or that none is shown. */
const oidc = (
	name: string,
	description: string,
	terms: { readonly listed?: boolean; readonly consent?: string; readonly text?: string },
	protocolMappers: readonly ProtocolMapper[],
): ClientScope => ({
	name,
	description,
	protocol: 'openid-connect',
	attributes: {
		...(terms.listed === undefined ? {} : { 'include.in.token.scope': String(terms.listed) }),
		'display.on.consent.screen': String(terms.consent !== undefined),
		...(terms.consent === undefined ? {} : { 'consent.screen.text': `\${${terms.consent}ScopeConsentText}` }),
		...(terms.text === undefined ? {} : { 'consent.screen.text': terms.text }),
	},
	protocolMappers,
});

const saml = (
	name: string,
	description: string,
	attributes: Config,
	mapperName: string,
	mapperType: string,
	config: Config = {},
): ClientScope => ({
	name,
	description,
	protocol: 'saml',
	attributes,
	protocolMappers: [mapper(mapperName, mapperType, config)],
});

const standard = (name: string): string => `OpenID Connect built-in scope: ${name}`;

const profileScope = oidc('profile', standard('profile'), { listed: true, consent: 'profile' }, [
	attribute('birthdate', 'birthdate', 'birthdate'),
	attribute('family name', 'lastName', 'family_name'),
	mapper('full name', 'oidc-full-name-mapper', everywhere),
	attribute('gender', 'gender', 'gender'),
	attribute('given name', 'firstName', 'given_name'),
	attribute('locale', 'locale', 'locale'),
	attribute('middle name', 'middleName', 'middle_name'),
	attribute('nickname', 'nickname', 'nickname'),
	attribute('picture', 'picture', 'picture'),
	attribute('profile', 'profile', 'profile'),
	attribute('updated at', 'updatedAt', 'updated_at', 'long'),
	attribute('username', 'username', 'preferred_username'),
	attribute('website', 'website', 'website'),
	attribute('zoneinfo', 'zoneinfo', 'zoneinfo'),
]);

const addressMapper = mapper('address', 'oidc-address-mapper', {
	...everywhere,
	'user.attribute.country': 'country',
	'user.attribute.formatted': 'formatted',
	'user.attribute.locality': 'locality',
	'user.attribute.postal_code': 'postal_code',
	'user.attribute.region': 'region',
	'user.attribute.street': 'street',
});

const emailVerified = mapper('email verified', 'oidc-usermodel-property-mapper', {
	...everywhere,
	'user.attribute': 'emailVerified',
	'claim.name': 'email_verified',
	'jsonType.label': 'boolean',
});

const organizationMapper = mapper('organization', 'oidc-organization-membership-mapper', {
	...inId,
	'claim.name': 'organization',
	'jsonType.label': 'String',
	multivalued: 'true',
});

/** Sorted by name; mappers, too. */
export const builtInScopes: readonly ClientScope[] = [
	saml(
		'AuthnContextClassRef',
		'AuthnContextClassRef Level of Authentiation',
		{},
		'AuthnContextClassRef',
		'saml-authn-context-class-ref-mapper',
	),
	oidc(
		'acr',
		'OpenID Connect scope for add acr (authentication context class reference) to the token',
		{ listed: false },
		[mapper('acr loa level', 'oidc-acr-mapper', inId)],
	),
	oidc('address', standard('address'), { listed: true, consent: 'address' }, [addressMapper]),
	oidc('basic', 'OpenID Connect scope for add all basic claims to the token', { listed: false }, [
		note('auth_time', 'AUTH_TIME', 'auth_time', 'long'),
		mapper('sub', 'oidc-sub-mapper', inAccess),
	]),
	oidc('email', standard('email'), { listed: true, consent: 'email' }, [
		attribute('email', 'email', 'email'),
		emailVerified,
	]),
	oidc('microprofile-jwt', 'Microprofile - JWT built-in scope', { listed: true }, [
		roles('groups', 'realm', 'groups', inId),
		attribute('upn', 'username', 'upn'),
	]),
	oidc('offline_access', standard('offline_access'), { consent: 'offlineAccess' }, []),
	oidc(
		'organization',
		'Additional claims about the organization a subject belongs to',
		{ listed: true, consent: 'organization' },
		[organizationMapper],
	),
	oidc('phone', standard('phone'), { listed: true, consent: 'phone' }, [
		attribute('phone number', 'phoneNumber', 'phone_number'),
		attribute('phone number verified', 'phoneNumberVerified', 'phone_number_verified', 'boolean'),
	]),
	profileScope,
	saml(
		'role_list',
		'SAML role list',
		{ 'display.on.consent.screen': 'true', 'consent.screen.text': `\${samlRoleListScopeConsentText}` },
		'role list',
		'saml-role-list-mapper',
		{ single: 'false', 'attribute.nameformat': 'Basic', 'attribute.name': 'Role' },
	),
	oidc('roles', 'OpenID Connect scope for add user roles to the access token', { listed: false, consent: 'roles' }, [
		mapper('audience resolve', 'oidc-audience-resolve-mapper', inAccess),
		roles('client roles', 'client', `resource_access.\${client_id}.roles`, inAccess),
		roles('realm roles', 'realm', 'realm_access.roles', inAccess),
	]),
	saml(
		'saml_organization',
		'Organization Membership',
		{ 'display.on.consent.screen': 'false' },
		'organization',
		'saml-organization-membership-mapper',
	),
	oidc('service_account', 'Specific scope for a client enabled for service accounts', { listed: false }, [
		note('Client Host', 'clientHost', 'clientHost'),
		note('Client ID', 'client_id', 'client_id'),
		note('Client IP Address', 'clientAddress', 'clientAddress'),
	]),
	oidc(
		'web-origins',
		'OpenID Connect scope for add allowed web origins to the access token',
		{ listed: false, text: '' },
		[mapper('allowed web origins', 'oidc-allowed-origins-mapper', inAccess)],
	),
];

/** What a fresh realm links to each new client (26.7.5). Our own clients name their links and take none of these. */
export const realmDefaults: readonly string[] = [
	'AuthnContextClassRef',
	'acr',
	'basic',
	'email',
	'profile',
	'role_list',
	'roles',
	'saml_organization',
	'web-origins',
];

export const realmOptionals: readonly string[] = [
	'address',
	'microprofile-jwt',
	'offline_access',
	'organization',
	'phone',
];
