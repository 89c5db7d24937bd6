// Our part of one realm, the same for every form in which it is written.
import type { Issuer } from '../../../access/model.ts';
import { invariant } from '../../../core/invariant.ts';
import { sortedBy } from '../../../core/order.ts';
import type { IdentityProvider, RealmPart } from '../../../manifests/keycloak.ts';
import { keycloakClient } from './clients.ts';
import { kubernetesProvider } from './names.ts';
import type { ClientNeeds, RealmNeeds } from './needs.ts';
import { policiesOf } from './policies.ts';
import { clientScope } from './scopes.ts';
import { markScopes, marksOf, separationsOf } from './separations.ts';
import { tenantAccounts, tenantScopes } from './tenant.ts';

/** Everything of ours in the realm of one issuer; every list sorted by name. */
export function realmPart(needs: RealmNeeds): RealmPart {
	assertOneClientPerAccount(needs.clients);
	const separations = separationsOf(needs);
	const { profiles, policies } = policiesOf(needs, separations);
	return {
		realm: needs.issuer.realm,
		enabled: true,
		identityProviders: identityProviders(needs),
		clientScopes: sortedBy(
			[...needs.scopes.map(clientScope), ...tenantScopes(needs), ...markScopes(needs, separations)],
			(scope) => scope.name,
		),
		clientProfiles: { profiles: sortedBy(profiles, (profile) => profile.name) },
		clientPolicies: { policies: sortedBy(policies, (policy) => policy.name) },
		clients: needs.clients.map((client) => keycloakClient(needs.model.catalog, client, marksOf(client, separations))),
		users: tenantAccounts(needs),
	};
}

function identityProviders({ issuer, clients }: RealmNeeds): readonly IdentityProvider[] {
	if (!clients.some(({ client }) => client.authentication.kind === 'federated')) return [];
	return [kubernetes(issuer)];
}

/** Source: Keycloak 26.7.5 admin guide, "Kubernetes identity provider"; the shape was tried on the server. */
function kubernetes({ name, kubernetes: trusted }: Issuer): IdentityProvider {
	invariant(trusted.kind === 'issuer', `services authenticate at ${name} by service accounts of no known issuer`);
	return {
		alias: kubernetesProvider,
		providerId: 'kubernetes',
		enabled: true,
		hideOnLogin: true,
		config: { issuer: trusted.issuer },
	};
}

/** Keycloak accepts two clients with one service account and then answers both with 401 (26.7.5, measured). */
function assertOneClientPerAccount(clients: readonly ClientNeeds[]): void {
	const owners = new Map<string, string>();
	for (const { client } of clients) {
		if (client.authentication.kind !== 'federated') continue;
		const account = `${client.authentication.namespace}/${client.authentication.serviceAccount}`;
		const other = owners.get(account);
		invariant(other === undefined, `clients ${other} and ${client.id} share the service account ${account}`);
		owners.set(account, client.id);
	}
}
