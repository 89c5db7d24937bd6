// The whole realm, for a server that does not have it yet: our part, and all that Keycloak would have made by itself, had
// the file not named client scopes.
import { sortedBy } from '../../../core/order.ts';
import type { BootstrapRealm } from '../../../manifests/keycloak.ts';
import { accountRoles, accountScopeMappings, builtInClients, defaultRole, realmRoles } from './built-in-clients.ts';
import { builtInScopes, realmDefaults, realmOptionals } from './built-in-scopes.ts';
import type { RealmNeeds } from './needs.ts';
import { realmPart } from './realm.ts';
import { userProfileComponents } from './tenant.ts';

/** A realm for `start --import-realm`. What is not ours is a fresh realm's of 26.7.5, but for the stricter switches. */
export function bootstrapRealm(needs: RealmNeeds): BootstrapRealm {
	const part = realmPart(needs);
	const { tenancy } = needs.model;
	return {
		...part,
		sslRequired: 'external',
		registrationAllowed: false,
		bruteForceProtected: true,
		revokeRefreshToken: true,
		refreshTokenMaxReuse: 0,
		accessTokenLifespan: 300,
		defaultRole: { name: defaultRole(part.realm) },
		roles: { realm: realmRoles(part.realm), client: { account: accountRoles } },
		clientScopes: sortedBy([...builtInScopes, ...part.clientScopes], (scope) => scope.name),
		clients: sortedBy([...builtInClients(part.realm), ...part.clients], (client) => client.clientId),
		defaultDefaultClientScopes: realmDefaults,
		defaultOptionalClientScopes: realmOptionals,
		scopeMappings: [{ clientScope: 'offline_access', roles: ['offline_access'] }],
		clientScopeMappings: accountScopeMappings,
		components: tenancy.kind === 'none' ? {} : userProfileComponents(tenancy.attribute),
	};
}
