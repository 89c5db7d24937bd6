// How the tenant gets into tokens. One mapper reads one user attribute: users have their own, and a service account has
// the one tenant of its client, so no token of a user ever carries the tenant of a client. The attribute is declared in
// the user profile as an administrator's, or people could choose their tenant in the account console.
import type { Tenancy } from '../../../access/model.ts';
import type { ClientScope, RealmComponent, ServiceAccountUser } from '../../../manifests/keycloak.ts';
import { serviceAccountOf, tenantScope } from './names.ts';
import type { ClientNeeds, RealmNeeds } from './needs.ts';

/** The scope that carries the claim; none where no client's tokens need it. */
export function tenantScopes({ model, clients }: RealmNeeds): readonly ClientScope[] {
	if (model.tenancy.kind === 'none' || !clients.some((needs) => needs.carriesTenant)) return [];
	return [
		{
			name: tenantScope,
			description: 'The tenant of the user or service',
			protocol: 'openid-connect',
			attributes: {
				'include.in.token.scope': 'false',
				'display.on.consent.screen': 'false',
				'include.in.openid.provider.metadata': 'false',
			},
			protocolMappers: [
				{
					name: 'tenant',
					protocol: 'openid-connect',
					protocolMapper: 'oidc-usermodel-attribute-mapper',
					config: {
						'user.attribute': model.tenancy.attribute,
						'claim.name': claimName(model.tenancy),
						'jsonType.label': 'String',
						multivalued: 'false',
						'aggregate.attrs': 'false',
						'access.token.claim': 'true',
						'id.token.claim': 'false',
						'userinfo.token.claim': 'false',
						'introspection.token.claim': 'true',
						'lightweight.claim': 'true',
					},
				},
			],
		},
	];
}

/** The accounts of clients that act as themselves in one tenant. Every other account is Keycloak's own affair. */
export function tenantAccounts({ model, clients }: RealmNeeds): readonly ServiceAccountUser[] {
	const { tenancy } = model;
	if (tenancy.kind === 'none') return [];
	return clients.flatMap((needs) => accountOf(needs, tenancy.attribute));
}

function accountOf({ client, asItself }: ClientNeeds, attribute: string): readonly ServiceAccountUser[] {
	if (client.tenant.kind === 'none' || asItself.length === 0) return [];
	return [
		{
			username: serviceAccountOf(client.id),
			enabled: true,
			serviceAccountClientId: client.id,
			attributes: { [attribute]: [client.tenant.tenant] },
		},
	];
}

/** Keycloak reads a dot in a claim's name as nesting (26.7.5, OIDCAttributeMapperHelper); a backslash keeps it. */
const claimName = (tenancy: Extract<Tenancy, { kind: 'claim' }>): string => tenancy.claim.replaceAll('.', '\\.');

/** What a user profile must say of the tenant: only administrators see and set it. */
export const tenantProfileAttribute = (attribute: string) => ({
	name: attribute,
	displayName: 'Tenant',
	validations: { length: { max: 255 } },
	permissions: { view: ['admin'], edit: ['admin'] },
	multivalued: false,
});

const everyone = { view: ['admin', 'user'], edit: ['admin', 'user'] };

/**
 * A realm's user profile: what a fresh realm of 26.7.5 has, and the tenant, which only administrators may set. No
 * `unmanagedAttributePolicy`: undeclared attributes are refused.
 */
export const userProfile = (tenant: string) => ({
	attributes: [
		{
			name: 'username',
			displayName: `\${username}`,
			validations: {
				length: { min: 3, max: 255 },
				'username-prohibited-characters': {},
				'up-username-not-idn-homograph': {},
			},
			permissions: everyone,
			multivalued: false,
		},
		{
			name: 'email',
			displayName: `\${email}`,
			validations: { email: {}, length: { max: 255 } },
			required: { roles: ['user'] },
			permissions: everyone,
			multivalued: false,
		},
		...['firstName', 'lastName'].map((name) => ({
			name,
			displayName: `\${${name}}`,
			validations: { length: { max: 255 }, 'person-name-prohibited-characters': {} },
			required: { roles: ['user'] },
			permissions: everyone,
			multivalued: false,
		})),
		tenantProfileAttribute(tenant),
	],
	groups: [
		{
			name: 'user-metadata',
			displayHeader: 'User metadata',
			displayDescription: 'Attributes, which refer to user metadata',
		},
	],
});

/** The profile as a realm import takes it. */
export const userProfileComponents = (tenant: string): Readonly<Record<string, readonly RealmComponent[]>> => ({
	'org.keycloak.userprofile.UserProfileProvider': [
		{
			providerId: 'declarative-user-profile',
			config: { 'kc.user.profile.config': [JSON.stringify(userProfile(tenant))] },
		},
	],
});
